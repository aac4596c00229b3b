"""The themes board as one drawing, for PDF and meeting rooms."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heedful.platform.ui.pictures import draw
from heedful.understand.boards.charts import Picture
from heedful.understand.boards.charts.frame import say, say_count
from heedful.understand.boards.paper import Sheet
from heedful.understand.boards.themes.showing import ShownTheme, ShownThemes
from heedful.understand.boards.themes.wording import signed_impact
from heedful.understand.metrics.types import ThemesFound, Unit


def themes_poster(shown: ShownThemes, *, organization: str, period: str) -> Sheet:
    """Return the board as a drawing: the sentence, the picture, every theme in words."""
    sheet = _headed(organization, period, shown.sentence, shown.because)
    _draw(sheet, shown.picture)
    for row in shown.found.rows if shown.found else ():
        words = {
            "share": say(row.share.value, Unit.PERCENT, decimals=1),
            "net": say(row.net.value, Unit.POINTS),
            "impact": signed_impact(row, shown.found) if shown.found else "",
            "n": say_count(row.n),
        }
        said = _("share %(share)s, net sentiment %(net)s, impact %(impact)s (n = %(n)s)") % words
        with sheet.together():
            sheet.text(f"{row.label}: {said}", 12, colour="--ink-2", gap=3)
    return _ended(sheet, shown.found)


def theme_poster(shown: ShownTheme, *, organization: str, period: str) -> Sheet:
    """Return the page of a theme as a drawing."""
    sheet = _headed(organization, period, shown.sentence, shown.because)
    sheet.text(shown.theme.description, 12, colour="--ink-3")
    for drawn in (shown.share, shown.mood, shown.groups):
        with sheet.together():
            if drawn is not None:
                sheet.text(drawn.title, 15, weight=600, gap=2)
            _draw(sheet, drawn)
    for quote in shown.quotes[:6]:
        with sheet.together():
            sheet.text(f"“{quote.text}”", 12, colour="--ink-2", gap=3)
    return _ended(sheet, shown.found)


def _headed(organization: str, period: str, sentence: str, because: tuple[str, ...]) -> Sheet:
    sheet = Sheet(head=f"{organization} · {period}")
    sheet.text(f"{organization} · {period}", 12, colour="--ink-3")
    sheet.text(sentence, 22, weight=600, gap=8)
    for said in because:
        sheet.text(said, 13, colour="--ink-2", gap=2)
    sheet.rule()
    return sheet


def _draw(sheet: Sheet, drawn: Picture | None) -> None:
    if drawn is not None:
        sheet.drawing(draw(drawn.wide, "svg").decode())


def _ended(sheet: Sheet, found: ThemesFound | None) -> Sheet:
    sheet.rule()
    said = _(
        "Lines are intervals (95 %); impact: the score less what it would be without those who speak of it."
    )
    sheet.text(said, 10, colour="--ink-3")
    if found is not None:
        sheet.text(_("%(n)s comments read.") % {"n": say_count(found.n_read)}, 10, colour="--ink-3")
    return sheet
