"""A board as one drawing, for PDF, mails and meeting rooms: A4 wide, as long as it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from django.utils.translation import gettext as _

from heedful.platform.ui.charting import FONT, Place
from heedful.platform.ui.pictures import draw_all
from heedful.platform.ui.theme import Theme, colours
from heedful.understand.boards.charts.frame import say
from heedful.understand.boards.kinds.score import base_words
from heedful.understand.boards.queries.showing import ShownBoard, ShownTile

WIDTH, MARGIN = 794, 48
INNER = WIDTH - 2 * MARGIN
LETTER = 0.52  # a letter's mean width, in its size
MOST_LINES = 12
_NAME = re.compile(r'(?<= id=")|(?<=url\(#)|(?<=href="#)')
_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"', re.DOTALL)


class Sheet:
    """Draws downwards, and knows how far down it is."""

    def __init__(self, theme: Theme) -> None:
        self._colours = colours(theme)
        self._parts: list[str] = []
        self.y = float(MARGIN)

    def text(
        self, words: str, size: float, *, colour: str = "--ink", weight: int = 400, gap: float = 6
    ) -> None:
        """Write words, wrapped to the sheet."""
        for line in wrapped(words, size):
            self.y += size * 1.3
            self._parts.append(
                f'<text x="{MARGIN}" y="{self.y:.1f}" font-size="{size}" font-weight="{weight}" '
                f'fill="{self._colours[colour]}">{escape(line)}</text>'
            )
        self.y += gap

    def drawing(self, svg: str) -> None:
        """Put a chart in, as wide as the sheet."""
        found = _SIZE.search(svg)
        assert found is not None, "vl-convert says how large its drawing is"
        width, height = float(found[1]), float(found[2])
        scale = INNER / width
        # Drawings name their clips alike; side by side each needs names of its own.
        inner = _NAME.sub(rf"\g<0>d{len(self._parts)}-", svg[svg.index("<svg") :])
        self._parts.append(f'<g transform="translate({MARGIN} {self.y:.1f}) scale({scale:.4f})">{inner}</g>')
        self.y += height * scale + 10

    def rule(self) -> None:
        self.y += 8
        self._parts.append(
            f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{self.y:.1f}" y2="{self.y:.1f}" '
            f'stroke="{self._colours["--rule"]}"/>'
        )
        self.y += 10

    def svg(self) -> str:
        height = self.y + MARGIN
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" '
            f'viewBox="0 0 {WIDTH} {height:.0f}" font-family="{escape(FONT)}">'
            f'<rect width="100%" height="100%" fill="{self._colours["--card"]}"/>{"".join(self._parts)}</svg>'
        )


def poster(shown: ShownBoard, *, organization: str, period: str, theme: Theme = "light") -> str:
    """Return the board as SVG: the sentence, the score, then every tile as picture or words."""
    sheet = Sheet(theme)
    answer = shown.answer
    metric = shown.reading.metric(shown.reading.asked).label
    sheet.text(f"{organization} · {period}", 12, colour="--ink-3")
    sheet.text(answer.sentence, 22, weight=600, gap=8)
    sheet.text(f"{metric} {say(answer.score.value, answer.score.unit)}", 34, weight=600, gap=4)
    sheet.text(base_words(answer.score), 12, colour="--ink-3", gap=8)
    for said in answer.because:
        sheet.text(said, 13, colour="--ink-2", gap=2)
    drawings = iter(draw_all([_chart(each) for each in shown.tiles if each.tile.pictures], "svg", theme))
    for each in shown.tiles:
        _tile(sheet, each, drawings)
    sheet.rule()
    sheet.text(
        _("Bands and lines are intervals (95 %); n is the number of answers."),
        10,
        colour="--ink-3",
    )
    return sheet.svg()


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


def wrapped(words: str, size: float, width: float = INNER) -> Sequence[str]:
    """Break words into lines that fit; the width of letters is estimated, generously."""
    room = int(width / (size * LETTER))
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
