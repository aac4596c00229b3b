from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.scales import scale_of
from heedful.design.surveys.linter.types import Finding, Reading
from heedful.design.surveys.scale_words import ENDS

_MESSAGE = gettext_noop(
    "The ends of the scale have no words, so everybody makes up their own. Say what %(low)s and %(high)s "
    "mean."
)


def _look(reading: Reading) -> Iterator[Finding]:
    for place, question in reading.questions():
        scale = scale_of(question)
        # The usual kinds are shown with words of their own where a survey gives none.
        if scale is None or question.kind in ENDS or {scale.low, scale.high} <= scale.labels.keys():
            continue
        words = ENDS["stars"].get(reading.survey.language, ENDS["stars"]["en"])
        facts = {"low": scale.low, "high": scale.high}
        yield Finding("unlabelled_scale", f"{place}.scale.labels", _MESSAGE, " … ".join(words), facts=facts)


KIND = SurveyRule("unlabelled_scale", gettext_noop("Unlabelled scale"), _look)
