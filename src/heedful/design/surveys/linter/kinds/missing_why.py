from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.lexicon import lexicon
from heedful.design.surveys.linter.types import Finding, Reading

_SCORES = {"nps", "enps", "csat", "ces", "osat", "stars", "smileys", "thumbs"}
_OPEN = {"long_text", "short_text", "audio", "video"}
_MESSAGE = gettext_noop(
    "A score without a “why” says how much, never what to do. Ask for the reason right after it."
)


def _look(reading: Reading) -> Iterator[Finding]:
    asked = list(reading.questions())
    scores = [number for number, (_place, each) in enumerate(asked) if each.kind in _SCORES]
    if not scores:
        return
    first = scores[0]
    if not any(question.kind in _OPEN for _place, question in asked[first + 1 :]):
        known = lexicon(reading.survey.language)
        yield Finding("missing_why", asked[first][0], _MESSAGE, known.why if known else "")


KIND = SurveyRule("missing_why", gettext_noop("Score without a why"), _look)
