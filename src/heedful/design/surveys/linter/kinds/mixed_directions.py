from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.scales import scale_of
from heedful.design.surveys.linter.types import Finding, Reading, Severity

_MESSAGE = gettext_noop(
    "Here the other end of the scale is the good one. Some will not notice: turn the question so that the "
    "good "
    "end is where it is everywhere else."
)


def _look(reading: Reading) -> Iterator[Finding]:
    asked = [(place, scale) for place, question in reading.questions() if (scale := scale_of(question))]
    directions = Counter(scale.direction for _place, scale in asked)
    if len(directions) < 2:
        return
    usual = directions.most_common(1)[0][0]
    for place, scale in asked:
        if scale.direction is not usual:
            better = f"{usual}"
            yield Finding("mixed_directions", f"{place}.scale.direction", _MESSAGE, better, Severity.WARNING)


KIND = SurveyRule("mixed_directions", gettext_noop("Mixed directions"), _look)
