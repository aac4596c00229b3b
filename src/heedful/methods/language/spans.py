"""A part of a text, by the positions of its characters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (not included) of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the part of the text that is meant."""
        return text[self.start : self.end]

    def meets(self, other: Span) -> bool:
        """Say whether the two share a character."""
        return self.start < other.end and other.start < self.end
