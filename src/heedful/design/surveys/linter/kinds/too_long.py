from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.durations import minutes
from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.types import Finding, Reading, Severity

LONG, TOO_LONG = 4.0, 8.0
_MESSAGE = gettext_noop(
    "About %(minutes)s minutes for %(n)s questions. After %(limit)s many leave, and those who stay answer "
    "hastily: "
    "keep what somebody will act on."
)


def _look(reading: Reading) -> Iterator[Finding]:
    taken = minutes(reading)
    if taken > LONG:
        facts = {"minutes": round(taken), "n": len(reading.survey.questions), "limit": round(LONG)}
        severity = Severity.PROBLEM if taken > TOO_LONG else Severity.WARNING
        yield Finding("too_long", "questions", _MESSAGE, "", severity, facts)


KIND = SurveyRule("too_long", gettext_noop("Survey too long"), _look)
