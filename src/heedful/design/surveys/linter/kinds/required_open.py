from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.types import Finding, Reading

_OPEN = {"long_text", "short_text", "audio", "video", "file"}
_MESSAGE = gettext_noop(
    "Who has to write writes “xxx” or leaves, and the score before it is lost as well. Let it be left out."
)


def _look(reading: Reading) -> Iterator[Finding]:
    for place, question in reading.questions():
        if question.required and question.kind in _OPEN:
            yield Finding("required_open", f"{place}.required", _MESSAGE, "false")


KIND = SurveyRule("required_open", gettext_noop("Writing is required"), _look)
