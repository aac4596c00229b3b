"""What is found of themes in a comment, and what finds it: known to readers, made by ``words.themes``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from heedful.methods.language import Span

if TYPE_CHECKING:
    from heedful.understand.words.comments import Comments


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A theme in a comment: the clause that shows it, how surely, and by what (model, rule).

    ``span`` counts characters of the text as it was written, ``clause`` is the place of the clause among
    the comment's clauses.
    """

    theme: str
    span: Span
    confidence: float
    source: str = "model"
    clause: int = 0


class Finder(Protocol):
    """Finds the themes of one taxonomy in comments."""

    @property
    def is_deep(self) -> bool:
        """Say whether it looks at lower layers of an encoder too."""
        ...

    def version(self) -> str:
        """Name what finding depends on: the same version finds the same."""
        ...

    def why_not(self, comments: Comments, place: int) -> str:
        """Say why a comment cannot be read, nothing where it can be."""
        ...

    def find(self, comments: Comments, places: Sequence[int]) -> list[list[FoundTheme]]:
        """Return the themes of some comments of a batch; no theme is an empty list."""
        ...
