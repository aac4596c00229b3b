from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.scales import OF_THEIR_OWN, scale_of
from heedful.design.surveys.linter.types import Finding, Reading

_MESSAGE = gettext_noop(
    "Asked from %(low)s to %(high)s, while others here are asked from %(usual)s. People take the end of "
    "the last "
    "scale for the end of this one: use one scale."
)


def _look(reading: Reading) -> Iterator[Finding]:
    asked = [
        (place, scale)
        for place, question in reading.questions()
        if question.kind not in OF_THEIR_OWN and (scale := scale_of(question))
    ]
    ends = Counter((scale.low, scale.high) for _place, scale in asked)
    if len(ends) < 2:
        return
    usual = ends.most_common(1)[0][0]
    for place, scale in asked:
        if (scale.low, scale.high) != usual:
            better = f"{usual[0]}–{usual[1]}"
            facts: dict[str, str | int | float] = {"low": scale.low, "high": scale.high, "usual": better}
            yield Finding("mixed_scales", f"{place}.scale", _MESSAGE, better, facts=facts)


KIND = SurveyRule("mixed_scales", gettext_noop("Mixed scales"), _look)
