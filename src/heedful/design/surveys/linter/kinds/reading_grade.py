from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from heedful.design.surveys.linter.grades import reading_grade
from heedful.design.surveys.linter.kind import gettext_noop
from heedful.design.surveys.linter.kinds.long_question import is_long
from heedful.design.surveys.linter.lexicon import lexicon
from heedful.design.surveys.linter.sentences import tidy, words
from heedful.design.surveys.linter.types import Finding, Reading, Severity, Wording

HARDEST_QUESTION, HARDEST_SURVEY = 16.0, 10.0  # one sentence scatters more than many
_FEWEST_WORDS = {"question": 8, "survey": 60}  # grades of less are noise


@dataclass(frozen=True, slots=True)
class ReadingGrade:
    """One question at a time, and the texts of a language together."""

    key: str = "reading_grade"
    label: str = gettext_noop("Hard to read")

    def findings(self, reading: Reading) -> Iterator[Finding]:
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for wording in reading.wordings():
            if wording.role in {"question", "help", "intro"}:
                texts[wording.language].append(wording.text)
                if wording.role == "question" and (found := self._of_question(wording)):
                    yield found
        for language, together in texts.items():
            years = reading_grade(together, language)
            if years and years > HARDEST_SURVEY and len(words(" ".join(together))) >= _FEWEST_WORDS["survey"]:
                yield self._finding(
                    f"languages.{language}", years, HARDEST_SURVEY, gettext_noop(
                        "The texts together take %(years)s years of school; people answer texts that take "
                        "%(limit)s."
                    ), Severity.HINT,
                )  # fmt: skip

    def _of_question(self, wording: Wording) -> Finding | None:
        if len(words(wording.text)) < _FEWEST_WORDS["question"] or is_long(wording):
            return None
        years = reading_grade([wording.text], wording.language)
        if years is None or years <= HARDEST_QUESTION:
            return None
        message = gettext_noop(
            "This takes %(years)s years of school; at most %(limit)s are fair to ask for. Use shorter, "
            "common words."
        )
        plain = _in_plain_words(wording)
        return self._finding(wording.place, years, HARDEST_QUESTION, message, Severity.WARNING, plain)

    def _finding(
        self, place: str, years: float, limit: float, message: str, severity: Severity, better: str = ""
    ) -> Finding:
        facts = {"years": round(years), "limit": round(limit)}
        return Finding(self.key, place, message, better, severity, facts)


def _in_plain_words(wording: Wording) -> str:
    """Return the text with office words replaced; "" where none is known."""
    known = lexicon(wording.language)
    text = wording.text
    for office, plain in (known.plain_words if known else {}).items():
        text = re.sub(rf"\b{office}\b", plain, text, flags=re.IGNORECASE)
    return tidy(text) if text != wording.text else ""


KIND = ReadingGrade()
