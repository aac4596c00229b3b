from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.languages import translation_gaps
from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.types import Finding, Reading

_MESSAGE = gettext_noop("Not translated into %(language)s: “%(text)s” is shown instead.")


def _look(reading: Reading) -> Iterator[Finding]:
    numbers = {question.key: number for number, question in enumerate(reading.survey.questions)}
    endings = {ending.key: number for number, ending in enumerate(reading.survey.endings)}
    for gap in translation_gaps(reading.survey):
        place = _numbered(_numbered(gap.place, "questions", numbers), "endings", endings)
        facts = {"language": gap.language, "text": gap.text[:80]}
        yield Finding("missing_translation", f"{place}.{gap.language}", _MESSAGE, facts=facts)


def _numbered(place: str, list_: str, numbers: dict[str, int]) -> str:
    """Turn questions.nps.text into questions[0].text: keys may hold dots, so the longest that fits is
    meant.
    """
    if not place.startswith(f"{list_}."):
        return place
    rest = place.removeprefix(f"{list_}.")
    keys = [key for key in numbers if rest.startswith(f"{key}.")]
    if not keys:
        return place
    key = max(keys, key=len)
    return f"{list_}[{numbers[key]}]{rest.removeprefix(key)}"


KIND = SurveyRule("missing_translation", gettext_noop("Missing translation"), _look)
