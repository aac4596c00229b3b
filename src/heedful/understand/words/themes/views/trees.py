"""How a taxonomy is laid out on a page."""

from __future__ import annotations

from dataclasses import dataclass

from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.wording import shown_name


@dataclass(frozen=True, slots=True)
class Leaf:
    theme: Theme
    name: str

    @property
    def first_phrases(self) -> tuple[str, ...]:
        return self.theme.phrases[:3]

    @property
    def rules(self) -> int:
        return len(self.theme.must) + len(self.theme.never)


@dataclass(frozen=True, slots=True)
class Group:
    """A theme of the first level; without leaves it is looked for itself."""

    head: Leaf
    leaves: tuple[Leaf, ...]


def groups_of(document: TaxonomyDocument) -> list[Group]:
    heads = [theme for theme in document.themes if theme.parent is None]
    return [
        Group(
            Leaf(head, shown_name(head)),
            tuple(Leaf(one, shown_name(one)) for one in document.themes if one.parent == head.key),
        )
        for head in heads
    ]
