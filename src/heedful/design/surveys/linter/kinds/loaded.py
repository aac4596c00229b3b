from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.kind import Stumble, WordingRule, gettext_noop
from heedful.design.surveys.linter.lexicon import lexicon
from heedful.design.surveys.linter.sentences import sentences, tidy
from heedful.design.surveys.linter.types import Wording


def _look(wording: Wording) -> Iterator[Stumble]:
    known = lexicon(wording.language)
    if known is None:
        return
    better, words = wording.text, []
    for pattern, template in known.loaded:
        # A sentence that flatters is led, not loaded: its own rule takes it out whole.
        found = pattern.search(better)
        if found and not any(
            known.flattering.search(each) and found[0] in each for each in sentences(better)
        ):
            words.append(found[3] if found.re.groups >= 3 else found[0])
            better = pattern.sub(template, better)
    if words:
        yield Stumble(", ".join(words), tidy(better))


KIND = WordingRule(
    key="loaded",
    label=gettext_noop("Loaded or absolute words"),
    message=gettext_noop(
        "“%(words)s” judges before anybody has answered, or leaves no room between all and nothing."
    ),
    look=_look,
    roles=frozenset({"question", "help"}),
)
