from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.types import Finding, Reading

FRONT = 3
_OPEN = {"long_text", "short_text", "audio", "video"}
_MESSAGE = gettext_noop(
    "%(n)s of the first %(front)s questions want to be written. Begin with what is answered by one touch; "
    "many "
    "leave at the first empty box."
)


def _look(reading: Reading) -> Iterator[Finding]:
    asked = [(place, each) for place, each in reading.questions() if each.kind != "statement"][:FRONT]
    open_ = [place for place, question in asked if question.kind in _OPEN and not question.show_if]
    starts_open = bool(asked) and asked[0][1].kind in _OPEN
    if len(open_) > 1 and starts_open:
        facts = {"n": len(open_), "front": len(asked)}
        yield Finding("open_up_front", open_[1], _MESSAGE, facts=facts)


KIND = SurveyRule("open_up_front", gettext_noop("Writing at the start"), _look)
