"""A drawing of words and charts from top to bottom: as one long picture, or on sheets of A4.

What belongs together is a block. On sheets it is not cut, unless it is longer than a sheet; and every
sheet but the first says at its head what it is part of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape

from heedful.platform.ui.charting import FONT
from heedful.platform.ui.pictures import convert_all
from heedful.platform.ui.theme import Theme, colours
from heedful.understand.boards.leaves import bind

WIDTH, HEIGHT, MARGIN = 794, 1123, 48  # A4 at 96 dots an inch
POINTS = 72 / 96
INNER = WIDTH - 2 * MARGIN
HEAD = 34  # what the head takes of every further sheet
LETTER = 0.52  # a letter's mean width, in its size
_NAME = re.compile(r'(?<= id=")|(?<=url\(#)|(?<=href="#)')
_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, a rule or a chart: so high with the gap after it, drawn at a height."""

    height: float
    draw: Callable[[float], str]
    is_rule: bool = False


@dataclass
class Sheet:
    """Takes what is to be drawn, and lays it out when all is known. ``head`` stands on further sheets."""

    theme: Theme = "light"
    head: str = ""
    _blocks: list[list[_Piece]] = field(default_factory=list)
    _block: list[_Piece] | None = None
    _drawings: int = 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keep what is drawn inside on one sheet."""
        self._block = []
        yield
        self._blocks.append(self._block)
        self._block = None

    def text(
        self, words: str, size: float, *, colour: str = "--ink", weight: int = 400, gap: float = 6
    ) -> None:
        """Write words, wrapped to the sheet."""
        lines = wrapped(words, size)
        for number, line in enumerate(lines, start=1):
            below = gap if number == len(lines) else 0
            self._add(_Piece(size * 1.3 + below, self._line(line, size, colour, weight)))

    def drawing(self, svg: str) -> None:
        """Put a chart in, as wide as the sheet."""
        found = _SIZE.search(svg)
        assert found is not None, "vl-convert says how large its drawing is"
        width, height = float(found[1]), float(found[2])
        scale = min(INNER / width, (HEIGHT - 3 * MARGIN - HEAD) / height)
        self._drawings += 1
        # Drawings name their clips alike; side by side each needs names of its own.
        inner = _NAME.sub(rf"\g<0>d{self._drawings}-", svg[svg.index("<svg") :])

        def draw(y: float) -> str:
            return f'<g transform="translate({MARGIN} {y:.1f}) scale({scale:.4f})">{inner}</g>'

        self._add(_Piece(height * scale + 10, draw))

    def rule(self) -> None:
        """Draw a line across."""
        colour = colours(self.theme)["--rule"]

        def draw(y: float) -> str:
            return (
                f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{y + 8:.1f}" y2="{y + 8:.1f}" '
                f'stroke="{colour}"/>'
            )

        self._add(_Piece(18, draw, is_rule=True))

    def svg(self) -> str:
        """Return all of it in one piece, as long as it needs."""
        y, parts = float(MARGIN), []
        for piece in (piece for block in self._blocks for piece in block):
            parts.append(piece.draw(y))
            y += piece.height
        return self._svg(parts, y + MARGIN, "")

    def pdf(self) -> bytes:
        """Return it on sheets of A4."""
        size = f'width="{WIDTH * POINTS:.2f}" height="{HEIGHT * POINTS:.2f}" '
        layout = _Layout()
        for block in self._blocks:
            layout.place(block)
        sheets = [
            self._svg([*self._head(place, len(layout.sheets)), *parts], HEIGHT, size)
            for place, parts in enumerate(layout.sheets)
        ]
        return bind(convert_all(sheets, "pdf"))

    def _head(self, place: int, sheets: int) -> Iterator[str]:
        if place:
            yield self._line(self.head, 11, "--ink-3", 400)(MARGIN - 6)
            yield self._line(f"{place + 1}/{sheets}", 11, "--ink-3", 400, from_right=True)(MARGIN - 6)

    def _add(self, piece: _Piece) -> None:
        if self._block is None:
            self._blocks.append([piece])
        else:
            self._block.append(piece)

    def _line(
        self, words: str, size: float, colour: str, weight: int, *, from_right: bool = False
    ) -> Callable[[float], str]:
        fill = colours(self.theme)[colour]
        place = f'x="{WIDTH - MARGIN}" text-anchor="end"' if from_right else f'x="{MARGIN}"'

        def draw(y: float) -> str:
            return (
                f'<text {place} y="{y + size * 1.3:.1f}" font-size="{size}" font-weight="{weight}" '
                f'fill="{fill}">{escape(words)}</text>'
            )

        return draw

    def _svg(self, parts: Sequence[str], height: float, size: str) -> str:
        size = size or f'width="{WIDTH}" height="{height:.0f}" '
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}'
            f'viewBox="0 0 {WIDTH} {height:.0f}" font-family="{escape(FONT)}">'
            f'<rect width="100%" height="100%" fill="{colours(self.theme)["--card"]}"/>{"".join(parts)}</svg>'
        )


@dataclass
class _Layout:
    """Blocks on sheets."""

    sheets: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = float(MARGIN)

    @property
    def _top(self) -> float:
        return MARGIN + (HEAD if len(self.sheets) > 1 else 0)

    @property
    def _room(self) -> float:
        return HEIGHT - MARGIN - self.y

    def place(self, block: Sequence[_Piece]) -> None:
        height = sum(piece.height for piece in block)
        whole = HEIGHT - 2 * MARGIN - HEAD
        # What fits on no sheet goes on from here, if there is room for a good part of it.
        if height > self._room and (height <= whole or self._room < whole / 3):
            self._turn()
        for piece in block:
            if piece.height > self._room:
                self._turn()
            if piece.is_rule and self.y == self._top:
                continue  # there is nothing above it
            self.sheets[-1].append(piece.draw(self.y))
            self.y += piece.height

    def _turn(self) -> None:
        if self.y > self._top:
            self.sheets.append([])
            self.y = self._top


def wrapped(words: str, size: float, width: float = INNER) -> Sequence[str]:
    """Break words into lines that fit; the width of letters is estimated, generously."""
    room = int(width / (size * LETTER))
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
