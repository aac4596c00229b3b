"""Rows of numbers by written answer: put, asked for, searched by nearness, taken out with their bytes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from heedful.understand.words.encoder import Floats


@dataclass(frozen=True, slots=True, order=True)
class TextKey:
    """A written answer: a response's answer to a question."""

    response_id: int
    question_id: int


@dataclass(frozen=True, slots=True)
class Near:
    key: TextKey
    nearness: float  # cosine


class VectorStore:
    """The vectors of one organisation and one model. Rows have length 1; they are kept as 8-bit numbers."""

    def __init__(self, folder: Path, *, model: str, width: int = 384) -> None:
        self.folder, self.model, self.width = folder / model, model, width

    def put(self, keys: Sequence[TextKey], rows: Floats) -> None:
        """Add or replace rows; durable when it returns."""
        raise NotImplementedError

    def get(self, keys: Sequence[TextKey]) -> tuple[list[TextKey], Floats]:
        """Return the keys that are there, in the order given, and their rows."""
        raise NotImplementedError

    def nearest(
        self, row: Floats, limit: int, *, among: Collection[TextKey] | None = None
    ) -> tuple[Near, ...]:
        """Return the nearest by cosine, the nearest first."""
        raise NotImplementedError

    def remove(self, response_ids: Collection[int]) -> int:
        """Take out every row of these responses, bytes and all; return how many there were."""
        raise NotImplementedError
