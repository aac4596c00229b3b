"""What the columns of a file mean. Kept as YAML that people read and edit; docs/mapping.md is its manual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

import yaml

from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.imports.format import ReadOptions
from heedful.listen.responses.imports.types import Role
from heedful.platform.core.errors import InvalidInput, Problem

ON_INVALID = ("refuse", "keep")
NOT_IN_ONE_COLUMN = frozenset({"matrix", "statement", "contact", "file", "audio", "video"})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one column is taken as."""

    role: Role
    key: str = ""
    kind: str = ""  # of the question, or of the attribute
    label: str = ""
    scale: tuple[int, int] | None = None
    direction: str = ""
    top_box: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()  # codes that mean "no answer"
    values: dict[str, Any] = field(default_factory=dict)  # what is written in the file -> what it means
    format: str = ""  # of dates
    decimal: str = ""
    separator: str = ""  # between several choices in one cell
    prefix: str = ""  # before an id, to keep files apart
    level: str = ""  # of a unit
    depth: int = 1  # of a unit: 1 is the top; of several times of answering: 1 is tried first


@dataclass(frozen=True, slots=True)
class Defaults:
    """What every row has that says nothing itself."""

    answered_at: str = ""
    channel: str = Channel.IMPORT
    touchpoint: str = ""
    language: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file becomes responses of a survey."""

    survey: str
    columns: dict[str, tuple[ColumnMapping, ...]]
    source: str = ""  # the tool it was exported from, where known
    language: str = "en"
    time_zone: str = ""  # empty: the organisation's
    on_invalid: str = "refuse"
    missing: tuple[str, ...] = ()  # in every column
    defaults: Defaults = field(default_factory=Defaults)
    file: ReadOptions = field(default_factory=ReadOptions)

    def roles(self, *roles: Role) -> Iterator[tuple[str, ColumnMapping]]:
        """Yield the columns taken as one of these roles."""
        for name, taken in self.columns.items():
            for column in taken:
                if column.role in roles:
                    yield name, column

    def check_columns(self, columns: tuple[str, ...]) -> None:
        """Refuse a mapping that speaks of columns the file does not have."""
        absent = [name for name in self.columns if name not in columns]
        if absent:
            raise InvalidInput(
                *(Problem(f"columns.{name}", "the file has no such column") for name in absent)
            )


def write_mapping(mapping: Mapping) -> str:
    """Write a mapping as YAML, leaving out what is as usual."""
    return yaml.safe_dump(mapping_content(mapping), sort_keys=False, allow_unicode=True, width=120)


def mapping_content(mapping: Mapping) -> dict[str, Any]:
    """Return a mapping as plain values, leaving out what is as usual."""
    content = _plain(mapping)
    columns = {name: [_plain(column) for column in taken] for name, taken in mapping.columns.items()}
    content["columns"] = {name: taken[0] if len(taken) == 1 else taken for name, taken in columns.items()}
    for part in ("defaults", "file"):
        if values := _plain(getattr(mapping, part)):
            content[part] = values
    return content


def _plain(part: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that differ from their usual value."""
    usual = type(part)(
        **{name: getattr(part, name) for name in ("survey", "columns", "role") if hasattr(part, name)}
    )
    plain = {}
    for each in fields(part):
        value = getattr(part, each.name)
        if each.name in {"columns", "defaults", "file"} and isinstance(part, Mapping):
            continue
        if each.name in {"survey", "role"} or value != getattr(usual, each.name):
            plain[each.name] = _plain_value(value)
    return plain


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value


def slug(name: str) -> str:
    """Return a key for a name: lower case, words joined by underscores."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    return "_".join(words)[:80] or "column"
