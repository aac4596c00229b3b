from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.kind import Stumble, WordingRule, gettext_noop
from heedful.design.surveys.linter.lexicon import lexicon
from heedful.design.surveys.linter.sentences import sentences, words
from heedful.design.surveys.linter.types import Wording

LONGEST = 25  # words, where the language has no limit of its own


def is_long(wording: Wording) -> bool:
    known = lexicon(wording.language)
    return len(words(wording.text)) > (known.longest if known else LONGEST)


def _look(wording: Wording) -> Iterator[Stumble]:
    if not is_long(wording) or (wording.question and wording.question.kind in {"statement", "consent"}):
        return
    parts = sentences(wording.text)
    last = parts[-1]
    fits = len(parts) > 1 and len(words(last)) <= LONGEST
    yield Stumble(last[:40], last if fits else "", {"n": len(words(wording.text)), "limit": LONGEST})


KIND = WordingRule(
    key="long_question",
    label=gettext_noop("Long question"),
    message=gettext_noop(
        "%(n)s words: who has reached the end no longer holds the beginning. Ask in at most %(limit)s; what "
        "explains belongs into the line beneath."
    ),
    look=_look,
)
