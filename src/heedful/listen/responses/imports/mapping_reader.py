"""Reads mappings that people wrote, and names everything that is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dictionary
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from heedful.design.surveys.kind import kinds
from heedful.design.surveys.types import Direction
from heedful.listen.audiences.types import AttributeKind
from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.imports.format import ReadOptions
from heedful.listen.responses.imports.mapping import (
    NOT_IN_ONE_COLUMN,
    ON_INVALID,
    ColumnMapping,
    Defaults,
    Mapping,
    slug,
)
from heedful.listen.responses.imports.types import Role
from heedful.platform.core.errors import InvalidInput, Problem

MAX_MAPPING = 1_000_000  # characters of YAML
_READ_TOO_MUCH = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}


class _PlainLoader(yaml.SafeLoader):
    """Leaves yes, no, on, off and dates as they are written: they are names and values of columns."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _READ_TOO_MUCH]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def read_mapping(text: str) -> Mapping:
    """Read a mapping from YAML (or JSON); every mistake is named with its place."""
    if len(text) > MAX_MAPPING:
        raise InvalidInput(Problem("mapping", f"is longer than {MAX_MAPPING:,} characters"))
    try:
        content = yaml.load(text, _PlainLoader)  # noqa: S506 - a safe loader that reads even less
    except yaml.YAMLError as error:
        raise InvalidInput(Problem("mapping", f"is not YAML: {str(error)[:300]}")) from error
    return mapping_from(content)


def mapping_from(content: object) -> Mapping:
    """Build a mapping from what YAML or JSON holds."""
    reader = _Reader()
    mapping = reader.mapping(content)
    if reader.problems or mapping is None:
        raise InvalidInput(*reader.problems)
    return mapping


class _Reader:
    """Reads a mapping and collects everything that is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, place: str, reason: str) -> None:
        self.problems.append(Problem(place, reason))

    def mapping(self, content: object) -> Mapping | None:
        if not isinstance(content, dict):
            self.wrong("mapping", "should be a list of settings like “survey: …” and “columns: …”")
            return None
        self._known(content, Mapping, "")
        survey = self._text(content, "survey", "")
        if not 1 <= len(survey.strip()) <= 200:
            self.wrong("survey", "name the survey, with 1 to 200 characters")
        return Mapping(
            survey=survey.strip(),
            columns=self._columns(content.get("columns")),
            source=self._text(content, "source", ""),
            language=self._text(content, "language", "") or "en",
            time_zone=self._zone(self._text(content, "time_zone", "")),
            on_invalid=self._one_of(content, "on_invalid", ON_INVALID, "") or "refuse",
            missing=self._texts(content, "missing", ""),
            defaults=self._defaults(content.get("defaults")),
            file=self._file(content.get("file")),
        )

    def _columns(self, content: object) -> dict[str, tuple[ColumnMapping, ...]]:
        if not isinstance(content, dict) or not content:
            self.wrong("columns", "say what the columns are: “columns: {Name of the column: {role: …}}”")
            return {}
        columns = {}
        for name, taken in content.items():
            parts = taken if isinstance(taken, list) else [taken]
            found = [self._column(part, f"columns.{name}") for part in parts]
            columns[str(name)] = tuple(column for column in found if column is not None)
        self._check_together(columns)
        return columns

    def _column(self, content: object, place: str) -> ColumnMapping | None:
        if isinstance(content, str):
            content = {"role": content}
        if not isinstance(content, dict):
            self.wrong(place, "should have a role: {role: question, key: …}")
            return None
        self._known(content, ColumnMapping, f"{place}.")
        role = self._one_of(content, "role", tuple(Role), f"{place}.")
        if not role:
            if "role" not in content:
                self.wrong(f"{place}.role", f"is missing; one of {', '.join(Role)}")
            return None
        column = ColumnMapping(
            role=Role(role),
            key=self._text(content, "key", f"{place}."),
            kind=self._text(content, "kind", f"{place}."),
            label=self._text(content, "label", f"{place}."),
            scale=self._scale(content.get("scale"), f"{place}.scale"),
            direction=self._one_of(content, "direction", tuple(Direction), f"{place}."),
            top_box=self._whole_numbers(content.get("top_box"), f"{place}.top_box"),
            missing=self._texts(content, "missing", f"{place}."),
            values=self._values(content.get("values"), f"{place}.values"),
            format=self._text(content, "format", f"{place}."),
            decimal=self._one_of(content, "decimal", (".", ","), f"{place}."),
            separator=self._text(content, "separator", f"{place}."),
            prefix=self._text(content, "prefix", f"{place}."),
            level=self._text(content, "level", f"{place}."),
            depth=self._whole(content, "depth", f"{place}.", 1),
        )
        return self._complete(column, place)

    def _complete(self, column: ColumnMapping, place: str) -> ColumnMapping:
        """Fill in what the role needs and check it."""
        name = place.removeprefix("columns.")
        if column.role is Role.COMMENT:
            column = replace(column, kind=column.kind or "long_text")
        if column.role in {Role.QUESTION, Role.COMMENT}:
            if column.kind in NOT_IN_ONE_COLUMN:
                self.wrong(f"{place}.kind", f"a {column.kind} cannot stand in one column")
            elif column.kind not in kinds():
                self.wrong(f"{place}.kind", f"{column.kind!r} is none of {', '.join(sorted(kinds()))}")
            return replace(column, key=column.key or slug(name))
        if column.role is Role.ATTRIBUTE:
            if column.kind and column.kind not in set(AttributeKind):
                self.wrong(f"{place}.kind", f"{column.kind!r} is none of {', '.join(AttributeKind)}")
            return replace(column, key=column.key or slug(name), kind=column.kind or "text")
        if column.role is Role.UNIT:
            return replace(column, level=column.level or slug(name))
        return column

    def _check_together(self, columns: dict[str, tuple[ColumnMapping, ...]]) -> None:
        once: dict[tuple[str, str], str] = {}
        for name, taken in columns.items():
            for column in taken:
                identity = _identity(column)
                if identity is None:
                    continue
                if identity in once:
                    what = " ".join(part for part in identity if part)
                    self.wrong(
                        f"columns.{name}", f"{what} is already read from the column “{once[identity]}”"
                    )
                once.setdefault(identity, name)

    def _defaults(self, content: object) -> Defaults:
        if content is None:
            return Defaults()
        if not isinstance(content, dict):
            self.wrong("defaults", "should be settings like “answered_at: 2024-05-01”")
            return Defaults()
        self._known(content, Defaults, "defaults.")
        attributes = content.get("attributes") or {}
        if not isinstance(attributes, dict):
            self.wrong("defaults.attributes", "should be like {year: 2017}")
            attributes = {}
        return Defaults(
            answered_at=self._text(content, "answered_at", "defaults."),
            channel=self._one_of(content, "channel", tuple(Channel), "defaults.") or Channel.IMPORT,
            touchpoint=self._text(content, "touchpoint", "defaults."),
            language=self._text(content, "language", "defaults."),
            attributes={str(key): _json_value(value) for key, value in attributes.items()},
        )

    def _file(self, content: object) -> ReadOptions:
        if content is None:
            return ReadOptions()
        if not isinstance(content, dict):
            self.wrong("file", "should be settings like “header_rows: 3”")
            return ReadOptions()
        self._known(content, ReadOptions, "file.")
        return ReadOptions(
            format=self._text(content, "format", "file."),
            encoding=self._encoding(self._text(content, "encoding", "file.")),
            delimiter=self._delimiter(self._text(content, "delimiter", "file.")),
            sheet=self._text(content, "sheet", "file."),
            skip_rows=self._whole(content, "skip_rows", "file.", 0),
            header_rows=self._whole(content, "header_rows", "file.", 1),
        )

    def _known(self, content: Dictionary[Any, Any], shape: type[Any], place: str) -> None:
        known = [each.name for each in fields(shape)]
        for name in content:
            if name not in known:
                self.wrong(f"{place}{name}", f"is not a setting here; there are {', '.join(known)}")

    def _text(self, content: Dictionary[Any, Any], name: str, place: str) -> str:
        value = content.get(name)
        if value is None:
            return ""
        if isinstance(value, dict | list):
            self.wrong(f"{place}{name}", "should be one value")
            return ""
        return _as_written(value)

    def _texts(self, content: Dictionary[Any, Any], name: str, place: str) -> tuple[str, ...]:
        value = content.get(name)
        if value is None:
            return ()
        if isinstance(value, dict):
            self.wrong(f"{place}{name}", "should be a list")
            return ()
        return tuple(_as_written(each) for each in (value if isinstance(value, list) else [value]))

    def _one_of(self, content: Dictionary[Any, Any], name: str, allowed: tuple[str, ...], place: str) -> str:
        value = self._text(content, name, place)
        if value and value not in allowed:
            self.wrong(f"{place}{name}", f"{value!r} is none of {', '.join(allowed)}")
            return ""
        return value

    def _whole(self, content: Dictionary[Any, Any], name: str, place: str, usual: int) -> int:
        value = content.get(name, usual)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000:
            self.wrong(f"{place}{name}", f"{value!r} is not a whole number from 0 to 1,000")
            return usual
        return value

    def _whole_numbers(self, value: object, place: str) -> tuple[int, ...]:
        if value is None:
            return ()
        if not isinstance(value, list) or not all(type(each) is int for each in value):
            self.wrong(place, "should be a list of whole numbers")
            return ()
        return tuple(value)

    def _scale(self, value: object, place: str) -> tuple[int, int] | None:
        numbers = self._whole_numbers(value, place)
        if not numbers:
            return None
        if len(numbers) != 2 or numbers[0] >= numbers[1]:
            self.wrong(place, "should be the two ends of the scale, like [1, 5]")
            return None
        return numbers[0], numbers[1]

    def _values(self, value: object, place: str) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.wrong(place, "should say what each value means, like {yes: 1, no: 0}")
            return {}
        return {_as_written(key): _json_value(meaning) for key, meaning in value.items()}

    def _zone(self, name: str) -> str:
        if name:
            try:
                ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                self.wrong("time_zone", f"{name!r} is not a time zone like Europe/Berlin")
                return ""
        return name

    def _encoding(self, name: str) -> str:
        try:
            "".encode(name or "utf-8")
        except LookupError:
            self.wrong("file.encoding", f"{name!r} is not an encoding we know")
            return ""
        return name

    def _delimiter(self, text: str) -> str:
        text = {"tab": "\t", "\\t": "\t"}.get(text, text)
        if len(text) > 1:
            self.wrong("file.delimiter", "should be one character")
            return ""
        return text


def _identity(column: ColumnMapping) -> tuple[str, str] | None:
    """Return what only one column of a file may be."""
    match column.role:
        case Role.QUESTION | Role.COMMENT:
            return "question", column.key
        case Role.ATTRIBUTE:
            return "attribute", column.key
        case Role.UNIT:
            return "unit of depth", str(column.depth)
        case Role.IGNORE | Role.CONTACT_NAME | Role.ANSWERED_AT:
            return None  # names are joined, of several times the first one given counts
    return column.role, ""


def _as_written(value: object) -> str:
    """Return a scalar of YAML as a file would have it: YAML reads yes as true and 2017-05-01 as a date."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime() | date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case None:
            return ""
    return str(value)


def _json_value(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else value
