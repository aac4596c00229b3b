"""Finds themes in comments: from a name, a description and phrases alone, better with labels.

The arithmetic is pure and lives in ``heedful.methods.language.themes``; here it meets the encoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heedful.methods.language import Span
from heedful.understand.words.comments import Comments
from heedful.understand.words.themes.documents import TaxonomyDocument


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A theme in a comment: the clause that shows it, how surely, and by what (model, rule)."""

    theme: str
    span: Span
    confidence: float
    source: str = "model"


@dataclass(frozen=True, slots=True)
class LabelledComment:
    """A comment with the themes that people found in it; none of ours is an answer too."""

    text: str
    themes: frozenset[str]
    unknown: frozenset[str] = frozenset()  # themes nobody was asked about for this comment


class ThemeFinder:
    """What was fitted: works on one taxonomy, is saved as bytes, and finds the same again from them."""

    document: TaxonomyDocument

    def find(self, comments: Comments, places: Sequence[int]) -> list[list[FoundTheme]]:
        """Return the themes of some comments of a batch; no theme is an empty list."""
        raise NotImplementedError

    def probabilities(self, comments: Comments, places: Sequence[int]) -> list[dict[str, float]]:
        """Return for each comment how probable each theme is: what a labelling queue asks by."""
        raise NotImplementedError

    def version(self) -> str:
        raise NotImplementedError

    def to_bytes(self) -> bytes:
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, held: bytes) -> ThemeFinder:
        raise NotImplementedError
