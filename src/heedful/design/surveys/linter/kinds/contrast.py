from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.colours import AA_TEXT, contrast, is_colour, readable
from heedful.design.surveys.linter.kind import SurveyRule, gettext_noop
from heedful.design.surveys.linter.types import Finding, Reading, Severity
from heedful.design.surveys.types import Theme

# The paper of the respondent pages. Where both are shown, the page makes a shade for the dark one by itself.
LIGHT_PAPER, DARK_PAPER = "#ffffff", "#171f1d"
_MESSAGE = gettext_noop(
    "The colour %(colour)s has a contrast of %(ratio)s : 1 to the page; text and buttons need %(needed)s "
    ": 1 to be "
    "seen by everybody."
)


def paper_of(theme: Theme) -> str:
    return DARK_PAPER if theme is Theme.DARK else LIGHT_PAPER


def _look(reading: Reading) -> Iterator[Finding]:
    look = reading.survey.look
    if not is_colour(look.accent):
        return
    paper = paper_of(look.theme)
    ratio = contrast(look.accent, paper)
    if ratio < AA_TEXT:
        facts = {"colour": look.accent, "ratio": f"{int(ratio * 10) / 10}", "needed": f"{AA_TEXT}"}
        better = readable(look.accent, paper)
        yield Finding("contrast", "look.accent", _MESSAGE, better, Severity.PROBLEM, facts)


KIND = SurveyRule("contrast", gettext_noop("Contrast of the brand's colour"), _look)
