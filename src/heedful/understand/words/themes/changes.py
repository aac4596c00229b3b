"""Changes to a set of themes, pure: a document in, the changed one and a record of the change out.

Keys never change, so that what was counted under one can be followed: merged into another, split, removed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.limits import MOST_PHRASES, of_document, of_texts

type Change = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edit; no changes: it was so already."""

    document: TaxonomyDocument
    changes: tuple[Change, ...]


type Edit = Callable[[TaxonomyDocument], Edited]


@dataclass(frozen=True, slots=True)
class Part:
    """What a split theme becomes: one of several."""

    name: str
    key: str
    phrases: tuple[str, ...] = ()
    description: str = ""


def add_theme(document: TaxonomyDocument, theme: Theme) -> Edited:
    """Add a theme at the end of its group."""
    if document.theme(theme.key):
        raise InvalidInput(Problem("key", f"{theme.key} is there already"))
    _require_group(document, theme.parent)
    return _edited(
        document, _inserted(document.themes, theme), {"deed": "added", "theme": theme.key, "name": theme.name}
    )


def edit_theme(document: TaxonomyDocument, key: str, changed: Theme) -> Edited:
    """Put what ``changed`` says in the place of a theme; its key and group stay."""
    before = _required(document, key)
    after = replace(changed, key=key, parent=before.parent)
    names = [one.name for one in fields(Theme) if getattr(before, one.name) != getattr(after, one.name)]
    changes: list[Change] = []
    if "name" in names:
        changes.append({"deed": "renamed", "theme": key, "before": before.name, "after": after.name})
    if others := [name for name in names if name != "name"]:
        changes.append({"deed": "edited", "theme": key, "name": after.name, "fields": others})
    themes = tuple(after if theme.key == key else theme for theme in document.themes)
    return _edited(document, themes, *changes)


def remove_theme(document: TaxonomyDocument, key: str) -> Edited:
    """Take a theme out; a group goes only when it is empty."""
    gone = _required(document, key)
    if below := _children(document, key):
        raise InvalidInput(
            Problem("theme", f"{gone.name} holds {len(below)} themes; move or remove them first")
        )
    themes = tuple(theme for theme in document.themes if theme.key != key)
    return _edited(document, themes, {"deed": "removed", "theme": key, "name": gone.name})


def move_theme(document: TaxonomyDocument, key: str, parent: str | None) -> Edited:
    """Put a theme into another group, or on the first level."""
    theme = _required(document, key)
    if theme.parent == parent:
        return Edited(document, ())
    if parent == key or (parent and _children(document, key)):
        raise InvalidInput(Problem("parent", f"{theme.name} is a group itself; there are two levels at most"))
    _require_group(document, parent)
    rest = tuple(one for one in document.themes if one.key != key)
    change = {"deed": "moved", "theme": key, "name": theme.name, "before": theme.parent, "after": parent}
    return _edited(document, _inserted(rest, replace(theme, parent=parent)), change)


def merge_themes(document: TaxonomyDocument, keys: Collection[str], into: str) -> Edited:
    """Make several themes one: it keeps its key and name, and takes over what the others are known by."""
    gone = [_required(document, key) for key in dict.fromkeys(keys) if key != into]
    target = _required(document, into)
    if not gone:
        raise InvalidInput(Problem("themes", "name at least one other theme"))
    for theme in (*gone, target):
        if _children(document, theme.key):
            raise InvalidInput(Problem("themes", f"{theme.name} is a group; merge the themes in it"))
    merged = _united(target, gone)
    lost = {theme.key for theme in gone}
    themes = tuple(merged if one.key == into else one for one in document.themes if one.key not in lost)
    names = [theme.name for theme in gone]
    change = {"deed": "merged", "from": sorted(lost), "names": names, "into": into, "name": target.name}
    return _edited(document, themes, change)


def split_theme(document: TaxonomyDocument, key: str, parts: Sequence[Part]) -> Edited:
    """Put several themes in the place of one; rules and owner go to each."""
    whole = _required(document, key)
    if len(parts) < 2:
        raise InvalidInput(Problem("parts", "a split makes at least two themes"))
    if _children(document, key):
        raise InvalidInput(Problem("theme", f"{whole.name} is a group; split the themes in it"))
    taken = {theme.key for theme in document.themes}
    if clash := sorted({part.key for part in parts} & taken):
        raise InvalidInput(Problem("parts", f"{clash[0]} is there already"))
    made = [
        replace(
            whole, key=part.key, name=part.name, names={}, description=part.description, phrases=part.phrases
        )
        for part in parts
    ]
    themes = [one for theme in document.themes for one in (made if theme.key == key else [theme])]
    change = {"deed": "split", "from": key, "name": whole.name, "into": [part.key for part in parts]}
    return _edited(document, tuple(themes), change | {"names": [part.name for part in parts]})


def replace_all(document: TaxonomyDocument, wanted: TaxonomyDocument) -> Edited:
    """Make the themes those of a file, and say theme by theme what that changes."""
    before = {theme.key: theme for theme in document.themes}
    after = {theme.key: theme for theme in wanted.themes}
    changes: list[Change] = [
        {"deed": "removed", "theme": key, "name": theme.name}
        for key, theme in before.items()
        if key not in after
    ]
    for key, theme in after.items():
        if key not in before:
            changes.append({"deed": "added", "theme": key, "name": theme.name})
            continue
        moved = theme.parent != before[key].parent
        changes += edit_theme(document, key, theme).changes
        if moved:
            changes.append(
                {"deed": "moved", "theme": key, "name": theme.name}
                | {"before": before[key].parent, "after": theme.parent}
            )
    changed = replace(document, themes=wanted.themes, language=wanted.language)
    return Edited(changed, tuple(changes))


def noted(known: Sequence[Change], new: Iterable[Change]) -> list[Change]:
    """Append changes; what touches the same theme once more in the same way is one change."""
    changes = [dict(one) for one in known]
    for change in new:
        last = changes[-1] if changes else {}
        is_more = change["deed"] in {"edited", "renamed", "moved"} and all(
            last.get(name) == change.get(name) for name in ("deed", "theme")
        )
        if not is_more:
            changes.append(dict(change))
        elif change["deed"] == "edited":
            last["fields"] = sorted({*last["fields"], *change["fields"]})
        else:
            last["after"] = change["after"]
    return list(changes)


def followers(key: str, changes: Iterable[Change]) -> tuple[str, ...]:
    """Return the keys under which a theme is found after changes; none: it was removed."""
    keys: tuple[str, ...] = (key,)
    for change in changes:
        keys = tuple(dict.fromkeys(after for one in keys for after in _after(one, change)))
    return keys


def _after(key: str, change: Change) -> tuple[str, ...]:
    if change["deed"] == "merged" and key in change["from"]:
        return (change["into"],)
    if change["deed"] == "split" and key == change["from"]:
        return tuple(change["into"])
    if change["deed"] == "removed" and key == change["theme"]:
        return ()
    return (key,)


def _united(target: Theme, gone: Sequence[Theme]) -> Theme:
    # The names of what goes become phrases: people speak of it by them.
    said = [phrase for theme in gone for phrase in (theme.name, *theme.phrases)]
    phrases = tuple(dict.fromkeys((*target.phrases, *said)))[:MOST_PHRASES]
    # A word that ruled one of them out may be what another is known by: only what all share stays.
    known = {phrase.casefold() for phrase in phrases}
    against = [phrase for theme in (target, *gone) for phrase in theme.counter_phrases]
    return replace(
        target,
        phrases=phrases,
        counter_phrases=tuple(dict.fromkeys(phrase for phrase in against if phrase.casefold() not in known))[
            :MOST_PHRASES
        ],
        must=tuple(dict.fromkeys(word for theme in (target, *gone) for word in theme.must))[:MOST_PHRASES],
        never=tuple(word for word in target.never if all(word in theme.never for theme in gone)),
    )


def _edited(document: TaxonomyDocument, themes: tuple[Theme, ...], *changes: Change) -> Edited:
    changed = replace(document, themes=themes)
    problems = [*of_document(changed), *(problem for theme in themes for problem in of_texts(theme))]
    if problems:
        raise InvalidInput(*problems)
    return Edited(changed, changes)


def _inserted(themes: Sequence[Theme], theme: Theme) -> tuple[Theme, ...]:
    """Put a theme behind the last of its group, so that parents stay before their children."""
    family = [place for place, one in enumerate(themes) if theme.parent in {one.key, one.parent}]
    at = family[-1] + 1 if theme.parent and family else len(themes)
    return (*themes[:at], theme, *themes[at:])


def _children(document: TaxonomyDocument, key: str) -> list[Theme]:
    return [theme for theme in document.themes if theme.parent == key]


def _required(document: TaxonomyDocument, key: str) -> Theme:
    theme = document.theme(key)
    if theme is None:
        raise InvalidInput(Problem("theme", f"there is no theme {key}"))
    return theme


def _require_group(document: TaxonomyDocument, parent: str | None) -> None:
    if parent is not None and _required(document, parent).parent is not None:
        raise InvalidInput(Problem("parent", "there are two levels at most"))
