from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.types import Finding, Reading, Severity

_MESSAGE = gettext_noop(
    "The picture says nothing to those who cannot see it: write what it shows, or the name of the brand."
)


def _look(reading: Reading) -> Iterator[Finding]:
    for place, picture in reading.pictures():
        if not any(text.strip() for text in picture.alternative.values()):
            at = f"{place}.alternative.{reading.survey.language}"
            yield Finding("missing_alternative", at, _MESSAGE, "", Severity.PROBLEM)


KIND = SurveyRule("missing_alternative", gettext_noop("Picture without words"), _look)
