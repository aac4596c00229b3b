"""A board as one drawing, for PDF, mails and meeting rooms."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from heedful.platform.ui.charting import Place
from heedful.platform.ui.pictures import draw_all
from heedful.platform.ui.theme import Theme
from heedful.understand.boards.charts.frame import say
from heedful.understand.boards.kinds.score import base_words
from heedful.understand.boards.paper import Sheet
from heedful.understand.boards.queries.showing import ShownBoard, ShownTile

MOST_LINES = 12


def poster(shown: ShownBoard, *, organization: str, period: str, theme: Theme = "light") -> Sheet:
    """Return the board as a drawing: the sentence, the score, then every tile as picture or words."""
    sheet = Sheet(theme, head=f"{organization} · {shown.board.name} · {period}")
    answer = shown.answer
    metric = shown.reading.metric(shown.reading.asked).name
    sheet.text(f"{organization} · {period}", 12, colour="--ink-3")
    sheet.text(answer.sentence, 22, weight=600, gap=8)
    sheet.text(f"{metric} {say(answer.score.value, answer.score.unit)}", 34, weight=600, gap=4)
    sheet.text(base_words(answer.score), 12, colour="--ink-3", gap=8)
    for said in answer.because:
        sheet.text(said, 13, colour="--ink-2", gap=2)
    drawings = iter(draw_all([_chart(each) for each in shown.tiles if each.tile.pictures], "svg", theme))
    for each in shown.tiles:
        with sheet.together():
            _tile(sheet, each, drawings)
    with sheet.together():
        sheet.rule()
        said = _("Bands and lines are intervals (95 %); n is the number of answers.")
        sheet.text(said, 10, colour="--ink-3")
    return sheet


def _chart(shown: ShownTile) -> dict[str, object]:
    chart = shown.tile.pictures[0].wide
    assert chart["width"] == Place.WIDE.width
    return chart


def _tile(sheet: Sheet, shown: ShownTile, drawings: Iterable[bytes]) -> None:
    sheet.rule()
    sheet.text(shown.tile.title, 15, weight=600, gap=2)
    if shown.tile.note:
        sheet.text(shown.tile.note, 11, colour="--ink-3", gap=8)
    if shown.tile.pictures:
        sheet.drawing(next(iter(drawings)).decode())
        return
    for line in shown.tile.lines[:MOST_LINES]:
        sheet.text(line, 12, colour="--ink-2", gap=3)
