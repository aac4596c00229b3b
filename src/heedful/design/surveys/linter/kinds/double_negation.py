from __future__ import annotations

import re
from collections.abc import Iterator

from heedful.design.surveys.linter.kind import Stumble, WordingRule, gettext_noop
from heedful.design.surveys.linter.lexicon import Lexicon, lexicon
from heedful.design.surveys.linter.sentences import sentences, tidy
from heedful.design.surveys.linter.types import Wording


def _look(wording: Wording) -> Iterator[Stumble]:
    known = lexicon(wording.language)
    if known is None:
        return
    for sentence in sentences(wording.text):
        plain = known.harmless.sub(" ", sentence)
        negators = [found[0] for found in known.negators.finditer(plain)]
        inverted = [word for word in re.findall(r"\w+", plain) if word.lower() in known.opposites]
        if negators and len(negators) + len(inverted) >= 2:
            turned = _turned(sentence, inverted, known)
            yield Stumble(
                " … ".join([*negators, *inverted]),
                tidy(wording.text.replace(sentence, turned)) if turned else "",
            )
            return


def _turned(sentence: str, inverted: list[str], known: Lexicon) -> str:
    """Turn the inverted word round and take the negator out: the two cancel each other."""
    if len(inverted) != 1 or not known.erased.search(sentence):
        return ""
    turned = re.sub(rf"\b{inverted[0]}\b", known.opposites[inverted[0].lower()], sentence, count=1)
    return known.erased.sub("", turned, count=1)


KIND = WordingRule(
    key="double_negation",
    label=gettext_noop("Double negation"),
    message=gettext_noop(
        "“%(words)s”: two negations in one question are misread by many. Say it positively."
    ),
    look=_look,
)
