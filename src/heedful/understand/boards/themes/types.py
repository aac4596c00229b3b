from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from heedful.understand.metrics.types import ThemeFigures


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a comment; ``is_marked`` where it shows the theme."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment with the place that shows a theme, and by what it was found."""

    response_uid: str
    question_id: int
    parts: tuple[Part, ...]
    theme: str
    polarity: int | None
    confidence: float
    source: str  # model, rule, label
    start: int
    end: int
    said_at: datetime
    score: int | None = None
    answer_class: str = ""
    place: str = ""
    is_disputed: bool = False  # somebody has said that it does not speak of the theme

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in the table; ``below`` are those under it, which are not rows of their own."""

    figures: ThemeFigures
    url: str
    spark: str  # points of a polyline, 0 0 80 20
    below: tuple[ThemeRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Readers:
    """By what comments were read: the edition and its versions."""

    edition: str
    readers: tuple[tuple[str, str], ...]
    taxonomies: tuple[tuple[str, int], ...]  # name, version
