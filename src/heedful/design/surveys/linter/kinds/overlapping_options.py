from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.lexicon import Lexicon, lexicon
from heedful.design.surveys.linter.types import Finding, Reading, Severity
from heedful.design.surveys.types import QuestionDefinition

_MESSAGE = gettext_noop("“%(one)s” and “%(other)s” overlap: the same answer would be counted in two places.")


def _look(reading: Reading) -> Iterator[Finding]:
    for place, question in reading.questions():
        for language in sorted({language for option in question.options for language in option.label}):
            found = _overlapping(question, language)
            if found is not None:
                one, other = found
                facts = {
                    name: question.options[n].label[language] for name, n in (("one", one), ("other", other))
                }
                at = f"{place}.options[{other}].label.{language}"
                yield Finding("overlapping_options", at, _MESSAGE, "", Severity.PROBLEM, facts)
                break


def _overlapping(question: QuestionDefinition, language: str) -> tuple[int, int] | None:
    known = lexicon(language)
    parts: list[tuple[int, set[str]]] = []
    for number, option in enumerate(question.options):
        label = " ".join(option.label.get(language, "").casefold().split())
        if not label:
            continue
        own = _parts(label, known)
        for earlier, others in parts:
            if own & others:
                return earlier, number
        parts.append((number, own))
    return None


def _parts(label: str, known: Lexicon | None) -> set[str]:
    """Hold: "food and drinks" holds food and drinks; ranges and opposites are left whole."""
    if known is None or any(character.isdigit() for character in label) or known.ordered.search(label):
        return {label}
    return {label, *(part for part in known.conjunction.split(label) if len(part) > 2)}


KIND = SurveyRule("overlapping_options", gettext_noop("Options that overlap"), _look)
