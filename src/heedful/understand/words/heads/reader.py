"""The form of a reader of heads: which head reads which comment, and what is said where none does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import Head, base_of, choice, head
from heedful.understand.words.types import Floats

# From a head, the numbers of a comment as a whole and of its clauses, and marks to set on what is found.
type Telling = Callable[[Head, Floats, Floats, dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class HeadsReader:
    """Reads each comment with the first of its heads that is measured on the comment's language."""

    key: str
    label: str
    heads: tuple[str, ...]
    tell: Telling

    @property
    def models(self) -> tuple[str, ...]:
        return (base_of(head(self.heads[0]).encoder),)

    def version(self) -> str:
        return "+".join(head(key).version for key in self.heads)

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        everywhere = range(len(comments))
        found: list[dict[str, Any]] = [
            {"skipped": {self.key: choice.why_not(self.heads, comments, place)}} for place in everywhere
        ]
        for key in self.heads:
            places = [place for place in everywhere if choice.head_for(self.heads, comments, place) == key]
            by = head(key)
            for place, whole, parts in zip(places, *comments.meanings(by.encoder, places), strict=True):
                marks = {} if choice.is_measured(key, comments, place) else {"measured": False}
                found[place] = {self.key: self.tell(by, whole, parts, marks)}
        return found
