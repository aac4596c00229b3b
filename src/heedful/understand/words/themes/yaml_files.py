"""Themes as files people keep in git: YAML in and out; an error names the theme, the field and the reason.

The same shape, as plain data, is what the API speaks. What is stored is flat: each theme names its parent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from heedful.design.surveys.files import plain_yaml
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.limits import Reader, of_document

MAX_CHARACTERS = 2_000_000
_LISTS = ("phrases", "counter_phrases", "must", "never")


def read_taxonomy(text: str) -> TaxonomyDocument:
    """Read a file; raise :class:`InvalidInput` with every problem in it."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput(Problem("file", f"is longer than {MAX_CHARACTERS:,} characters"))
    return document_from(plain_yaml(text))


def write_taxonomy(document: TaxonomyDocument) -> str:
    """Write a file that reads as the same themes."""
    return yaml.dump(plain_of(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def document_from(plain: Any) -> TaxonomyDocument:
    """Read plain data; every problem is found before any is raised."""
    problems: list[Problem] = []
    if not isinstance(plain, Mapping):
        raise InvalidInput(Problem("file", "must be a mapping with name and themes"))
    head = Reader(plain, "", problems)
    head.only("name", "industry", "language", "themes")
    document = TaxonomyDocument(
        name=head.text("name", needed=True, most=120),
        industry=head.text("industry", most=40),
        language=head.text("language", most=12) or "en",
        themes=_in_families(list(_themes(head.rows("themes"), None, problems))),
    )
    problems += of_document(document)
    if problems:
        raise InvalidInput(*problems[:50])
    return document


def plain_of(document: TaxonomyDocument) -> dict[str, Any]:
    """Return plain data without what is empty; themes stand inside the one above them."""
    head = {"name": document.name, "industry": document.industry, "language": document.language}
    below: dict[str | None, list[Theme]] = {}
    for theme in document.themes:
        below.setdefault(theme.parent, []).append(theme)
    themes = [_nested(theme, below.get(theme.key, ())) for theme in below.get(None, ())]
    return {name: value for name, value in head.items() if value} | {"themes": themes}


def stored_of(document: TaxonomyDocument) -> dict[str, Any]:
    """Return plain data as it is stored: a flat list."""
    themes = [
        plain_theme(theme) | ({"parent": theme.parent} if theme.parent else {}) for theme in document.themes
    ]
    return plain_of(document) | {"themes": themes}


def plain_theme(theme: Theme) -> dict[str, Any]:
    """Return one theme as plain data, without what stands around it."""
    plain: dict[str, Any] = {"key": theme.key, "name": theme.name, "names": dict(theme.names)}
    plain["description"] = theme.description
    plain |= {name: list(getattr(theme, name)) for name in _LISTS}
    plain["owner"] = theme.owner
    return {name: value for name, value in plain.items() if value}


def theme_from(plain: Any, *, parent: str | None = None) -> Theme:
    """Read one theme, as :func:`document_from` reads many."""
    problems: list[Problem] = []
    found = list(_themes([plain], parent, problems))
    if problems:
        raise InvalidInput(*problems)
    return found[0]


def key_of(name: str) -> str:
    """Return a key made of a name: ``Waiting time`` is ``waiting_time``."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]


def _themes(rows: Sequence[Any], parent: str | None, problems: list[Problem]) -> Iterator[Theme]:
    for number, row in enumerate(rows, start=1):
        place = f"themes.{number}" if parent is None else f"themes.{parent}.themes.{number}"
        if not isinstance(row, Mapping):
            problems.append(Problem(place, "must be a mapping with a name"))
            continue
        theme = _theme(row, parent, place, problems)
        yield theme
        children = row.get("themes") or []
        if children and parent is not None:
            problems.append(Problem(f"themes.{theme.key}.themes", "there are two levels at most"))
        elif not isinstance(children, list):
            problems.append(Problem(f"themes.{theme.key}.themes", "must be a list"))
        else:
            yield from _themes(children, theme.key, problems)


def _theme(row: Mapping[Any, Any], parent: str | None, place: str, problems: list[Problem]) -> Theme:
    named = str(row.get("key") or "") or key_of(str(row.get("name") or ""))
    read = Reader(row, f"themes.{named}" if named else place, problems)
    read.only("key", "name", "names", "description", *_LISTS, "owner", "parent", "themes")
    return Theme(
        key=read.text("key", most=80) or named,
        name=read.text("name", needed=True, most=120),
        names=read.texts("names"),
        description=read.text("description", most=600),
        phrases=read.words("phrases"),
        counter_phrases=read.words("counter_phrases"),
        must=read.words("must"),
        never=read.words("never"),
        parent=parent or read.text("parent", most=80) or None,
        owner=read.text("owner", most=80),
    )


def _in_families(themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """Put themes behind the one above them, otherwise as they came."""
    heads = {theme.key for theme in themes if theme.parent is None}
    first = [theme for theme in themes if theme.parent is None or theme.parent not in heads]
    found = [
        one
        for head in first
        for one in (head, *(theme for theme in themes if theme.parent == head.key and head.parent is None))
    ]
    return tuple(found)


def _nested(theme: Theme, children: Sequence[Theme]) -> dict[str, Any]:
    plain = plain_theme(theme)
    return plain | {"themes": [plain_theme(child) for child in children]} if children else plain


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - likewise
        # Lists stand in from what they belong to: people edit these files.
        super().increase_indent(flow, indentless=False)
