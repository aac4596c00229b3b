"""What a draft would change, pure: themes found before and after in the same comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from heedful.methods.comparisons import paired_proportion_change
from heedful.understand.words.themes.changes import Change, followers
from heedful.understand.words.themes.documents import TaxonomyDocument

MOST_EXAMPLES = 6

type Place = tuple[int, int]  # characters from, to
type Found = Mapping[str, Place]  # theme -> where it shows; one comment


@dataclass(frozen=True, slots=True)
class Example:
    """A comment of the sample, by its place in it, and the part that shows the theme."""

    comment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A theme in the sample before and after: ``change`` is that of the share of comments, with its limits.

    ``fate``: kept, new, removed, split. ``sources`` are the keys it was found under before.
    """

    key: str
    name: str
    fate: str
    before: int | None
    after: int | None
    gains: int
    losses: int
    change: float | None
    low: float | None
    high: float | None
    sources: tuple[str, ...] = ()
    gained: tuple[Example, ...] = field(default=())
    lost: tuple[Example, ...] = field(default=())

    @property
    def is_changed(self) -> bool:
        return self.fate != "kept" or bool(self.gains or self.losses)


def theme_changes(
    before: TaxonomyDocument,
    after: TaxonomyDocument,
    changes: Sequence[Change],
    found: Sequence[tuple[Found, Found]],
) -> tuple[ThemeChange, ...]:
    """Compare, theme by theme, what was found in each comment with the one and with the other."""
    lines = [
        _compared(key, name, fate, was, will, found)
        for key, name, fate, was, will in _lines(before, after, changes)
    ]
    return tuple(sorted(lines, key=lambda one: -(one.gains + one.losses)))


def plain_change(change: ThemeChange) -> dict[str, Any]:
    return asdict(change)


def change_from(plain: Mapping[str, Any]) -> ThemeChange:
    examples = {name: tuple(Example(**one) for one in plain[name]) for name in ("gained", "lost")}
    return ThemeChange(**{**plain, **examples, "sources": tuple(plain["sources"])})


def _lines(
    before: TaxonomyDocument, after: TaxonomyDocument, changes: Sequence[Change]
) -> Iterator[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]:
    """Yield key, name, fate, and the keys that stand for the theme before and after."""
    heirs = {theme.key: followers(theme.key, changes) for theme in before.leaves()}
    for theme in after.leaves():
        sources = tuple(key for key, keys in heirs.items() if keys == (theme.key,))
        yield theme.key, theme.name, "kept" if sources else "new", sources, (theme.key,)
    now = {theme.key for theme in after.leaves()}
    for theme in before.leaves():
        keys = heirs[theme.key]
        if len(keys) > 1:
            yield theme.key, theme.name, "split", (theme.key,), keys
        elif not set(keys) & now:
            yield theme.key, theme.name, "removed", (theme.key,), ()


def _compared(
    key: str,
    name: str,
    fate: str,
    was: tuple[str, ...],
    will: tuple[str, ...],
    found: Sequence[tuple[Found, Found]],
) -> ThemeChange:
    places = [(_place(old, was), _place(new, will)) for old, new in found]
    gained = [Example(at, *new) for at, (old, new) in enumerate(places) if new and not old]
    lost = [Example(at, *old) for at, (old, new) in enumerate(places) if old and not new]
    change = paired_proportion_change(len(gained), len(lost), len(found))
    return ThemeChange(
        key=key,
        name=name,
        fate=fate,
        before=sum(old is not None for old, _new in places) if was else None,
        after=sum(new is not None for _old, new in places) if will else None,
        gains=len(gained),
        losses=len(lost),
        change=change.estimate,
        low=change.low,
        high=change.high,
        sources=was,
        gained=tuple(gained[:MOST_EXAMPLES]),
        lost=tuple(lost[:MOST_EXAMPLES]),
    )


def _place(found: Found, keys: Sequence[str]) -> Place | None:
    return next((found[key] for key in keys if key in found), None)
