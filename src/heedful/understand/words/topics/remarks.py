"""A comment as the search for topics looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment without personal data, and its day; ``explained``: characters that themes speak for."""

    text: str
    on: date
    explained: tuple[tuple[int, int], ...] = ()
