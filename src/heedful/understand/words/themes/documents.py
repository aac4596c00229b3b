"""A taxonomy as a document: what is stored, what a YAML file holds, what an engine is fitted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Theme:
    """Something comments may speak of. ``key`` never changes; names may.

    ``phrases`` are what people write who speak of it, ``counter_phrases`` what sounds alike and is not it.
    ``must`` words make a mention wherever they stand, ``never`` words prevent one in their clause.
    """

    key: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)  # by language: de, fr, es
    description: str = ""
    phrases: tuple[str, ...] = ()
    counter_phrases: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    parent: str | None = None  # key of the theme above; two levels at most
    owner: str = ""  # who acts: us, or somebody outside ("carrier")


@dataclass(frozen=True, slots=True)
class TaxonomyDocument:
    """Themes in the order they are shown, parents before their children."""

    name: str
    themes: tuple[Theme, ...]
    industry: str = ""
    language: str = "en"  # of descriptions and phrases

    def theme(self, key: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.key == key), None)

    def leaves(self) -> tuple[Theme, ...]:
        """Return the themes that are looked for: those with nothing below, and parents that say phrases."""
        parents = {theme.parent for theme in self.themes}
        return tuple(theme for theme in self.themes if theme.key not in parents or theme.phrases)
