from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.joints import with_both_ends
from heedful.design.surveys.linter.kind import Stumble, WordingRule, gettext_noop
from heedful.design.surveys.linter.lexicon import Lexicon, lexicon
from heedful.design.surveys.linter.sentences import sentences, tidy, without
from heedful.design.surveys.linter.types import Severity, Wording


def _look(wording: Wording) -> Iterator[Stumble]:
    known = lexicon(wording.language)
    if known is None:
        return
    parts = sentences(wording.text)
    guilty = [each for each in parts if known.flattering.search(each)]
    if guilty:
        rest = without(wording.text, guilty)
        yield Stumble(guilty[0], tidy(rest, "?") if rest else "")
        return
    for sentence in parts:
        found = _slanted(sentence, known)
        if found is not None:
            better = tidy(wording.text.replace(sentence, found.better), "?") if found.better else ""
            yield Stumble(found.words, better)
            return


def _slanted(sentence: str, known: Lexicon) -> Stumble | None:
    if known.balanced.search(sentence):
        return None
    for pattern, template in known.leading:
        if found := pattern.search(sentence):
            better = tidy(with_both_ends(found.expand(template), known), "?") if template else ""
            return Stumble(found[0], better)
    return None


KIND = WordingRule(
    key="leading",
    label=gettext_noop("Leading wording"),
    message=gettext_noop(
        "“%(words)s” puts an answer into people's mouths. Ask so that both sides can be said."
    ),
    look=_look,
    severity=Severity.PROBLEM,
)
