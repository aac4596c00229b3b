"""Finds themes in comments: from a name, a description and phrases alone, better with labels.

The arithmetic is pure and lives in ``heedful.methods.language.themes``; here it meets the encoder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from heedful.understand.words.comments import Comments
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.mentions import FoundTheme
from heedful.understand.words.model_files import Folder
from heedful.understand.words.themes.documents import TaxonomyDocument

__all__ = ["FoundTheme", "LabelledComment", "ThemeFinder", "ThemeQuality"]


@dataclass(frozen=True, slots=True)
class LabelledComment:
    """A comment with the themes that people found in it; none of ours is an answer too."""

    text: str
    themes: frozenset[str]
    unknown: frozenset[str] = frozenset()  # themes nobody was asked about for this comment


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """What cross-validation on the labels said of a theme: how often found rightly, how often missed."""

    theme: str
    n_labels: int
    precision: float | None
    recall: float | None


class ThemeFinder:
    """What was fitted: works on one taxonomy, is saved as bytes, and finds the same again from them."""

    document: TaxonomyDocument
    is_single: bool  # a comment has one theme, or none of these
    qualities: tuple[ThemeQuality, ...]  # by cross-validation, none where there were too few labels

    @classmethod
    def fit(
        cls,
        document: TaxonomyDocument,
        *,
        folder: Folder,
        comments: Sequence[str] = (),
        labels: Sequence[LabelledComment] = (),
        is_single: bool = False,
        encoders: dict[str, Encoder] | None = None,
        told: Callable[[float, str], None] = lambda _share, _what: None,
    ) -> ThemeFinder:
        """Fit on the customer's own comments (what is usual there) and on labels; both may be empty.

        ``told`` hears how far it is, from 0 to 1, and what is being done.
        """
        raise NotImplementedError

    def why_not(self, comments: Comments, place: int) -> str:
        """Say why a comment cannot be read, nothing where it can be."""
        raise NotImplementedError

    def find(self, comments: Comments, places: Sequence[int]) -> list[list[FoundTheme]]:
        """Return the themes of some comments of a batch; no theme is an empty list."""
        raise NotImplementedError

    def probabilities(self, comments: Comments, places: Sequence[int]) -> list[dict[str, float]]:
        """Return for each comment how probable each theme is: what a labelling queue asks by."""
        raise NotImplementedError

    def version(self) -> str:
        """Return the hash of what was fitted, the encoder's name in it."""
        raise NotImplementedError

    def to_bytes(self) -> bytes:
        """Return an .npz without pickled objects; the same finder is the same bytes."""
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, held: bytes) -> ThemeFinder:
        """Read what `to_bytes` wrote; what is none of ours raises `InvalidInput`."""
        raise NotImplementedError
