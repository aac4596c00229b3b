from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.gates import praising
from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.types import Finding, Reading, Severity

_MESSAGE = gettext_noop(
    "Only those who were satisfied before are asked (%(field)s). The score will look good and mean "
    "nothing: take "
    "this condition out."
)


def _look(reading: Reading) -> Iterator[Finding]:
    condition = praising(reading.audience)
    if condition is not None:
        facts = {"field": condition.field}
        yield Finding("promoters_only", "audience", _MESSAGE, "", Severity.PROBLEM, facts)


KIND = SurveyRule("promoters_only", gettext_noop("Audience of the satisfied only"), _look)
