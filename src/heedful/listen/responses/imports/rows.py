"""Rows of a file as responses: every mapped column read, every reason for a refusal named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from heedful.listen.audiences.rules import normal_identity
from heedful.listen.audiences.types import IdentityKind, NewContact, NewUnit
from heedful.listen.fieldwork.types import Channel, Disposition
from heedful.listen.responses.imports.cell_readers import FILLED, CellReader, Unreadable, as_moment
from heedful.listen.responses.imports.format import Row, Table
from heedful.listen.responses.imports.mapping import Mapping
from heedful.listen.responses.imports.seen import Seen
from heedful.listen.responses.imports.types import Role
from heedful.platform.core.errors import InvalidInput, Problem

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_UNIT_KEY = 120
LONGEST_ROW_KEY = 120
IDENTITIES = {
    Role.CONTACT_EMAIL: IdentityKind.EMAIL,
    Role.CONTACT_PHONE: IdentityKind.PHONE,
    Role.CONTACT_ID: IdentityKind.EXTERNAL,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody was asked, when, and what became of it."""

    asked_at: datetime
    disposition: Disposition


@dataclass(slots=True)
class ReadRow:
    """A row as its mapping means it. With problems, it is refused."""

    number: int
    cells: list[str]
    key: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    answered_at: datetime | None = None
    contact: NewContact | None = None
    units: tuple[NewUnit, ...] = ()  # top first; the last is where it was
    channel: str = Channel.IMPORT
    touchpoint: str = ""
    language: str = ""
    weight: float | None = None
    is_finished: bool = True
    is_test: bool = False
    asked: Asked | None = None
    has_response: bool = True
    problems: list[Problem] = field(default_factory=list)

    @property
    def unit_key(self) -> str | None:
        return self.units[-1].key if self.units else None


class RowReader:
    """Reads the rows of a table by a mapping. ``read_at`` is the time of rows that know none."""

    def __init__(self, table: Table, mapping: Mapping, *, time_zone: str, read_at: datetime) -> None:
        mapping.check_columns(table.columns)
        self.columns = table.columns
        self._mapping = mapping
        self._zone = ZoneInfo(mapping.time_zone or time_zone)
        self._read_at = read_at
        self._latest = read_at + timedelta(days=1)
        place = {name: index for index, name in enumerate(table.columns)}
        self.readers = [
            CellReader(place[name], name, column, mapping, self._zone)
            for name, taken in mapping.columns.items()
            for column in taken
            if column.role is not Role.IGNORE
        ]
        self._answers = [
            reader for reader in self.readers if reader.column.role in {Role.QUESTION, Role.COMMENT}
        ]
        self._attributes = [reader for reader in self.readers if reader.column.role is Role.ATTRIBUTE]
        self._names = [reader for reader in self.readers if reader.column.role is Role.CONTACT_NAME]
        times = [reader for reader in self.readers if reader.column.role is Role.ANSWERED_AT]
        self._times = sorted(times, key=lambda reader: reader.column.depth)
        self._single: dict[Role, CellReader] = {reader.column.role: reader for reader in self.readers}
        finished = self._single.get(Role.FINISHED)
        self._finished_when_filled = finished is not None and finished.column.format == FILLED
        units = [reader for reader in self.readers if reader.column.role is Role.UNIT]
        self._units = sorted(units, key=lambda reader: reader.column.depth)
        self._default_time = self._default_moment()
        self._names_hash = hashlib.blake2b(
            "\x1f".join(table.columns).encode("utf-8", "replace"), digest_size=16
        )

    def _default_moment(self) -> datetime | None:
        text = self._mapping.defaults.answered_at
        found = as_moment(text, self._zone) if text else None
        if text and found is None:
            raise InvalidInput(
                Problem("defaults.answered_at", f"{text!r} is not a date or time (2024-05-01)")
            )
        return found

    def read_all(self, rows: Iterator[Row], *, skip: int = 0) -> Iterator[ReadRow]:
        """Read rows one by one. Skipped ones only count towards the keys of repeated rows."""
        with Seen() as seen:
            for count, row in enumerate(rows):
                key = self._key(row, seen)
                if count >= skip:
                    yield self._row(row, key)

    def _row(self, row: Row, key: str) -> ReadRow:
        read = ReadRow(row.number, row.cells, key=key)
        if row.problem:
            read.problems.append(Problem("", row.problem, row.number))
            return read
        self._read_answers(read)
        self._read_facts(read)
        self._read_times(read)
        self._read_contact(read)
        self._read_units(read)
        return read

    def _key(self, row: Row, seen: Seen) -> str:
        reader = self._single.get(Role.RESPONSE_ID)
        identity = "" if reader is None or row.problem else row.cells[reader.place].strip()
        if reader is not None and identity:
            key = f"id:{reader.column.prefix}{identity}"
            return key if len(key) <= LONGEST_ROW_KEY else f"id:{_digest(key)}"
        content = self._names_hash.copy()
        content.update("\x1f".join(row.cells).encode("utf-8", "surrogateescape"))
        digest = content.hexdigest()
        return f"row:{digest}:{seen.count(digest)}"

    def _read_answers(self, read: ReadRow) -> None:
        for reader in self._answers:
            value = self._value(reader, read)
            if value is not None:
                read.answers[reader.column.key] = value

    def _read_facts(self, read: ReadRow) -> None:
        defaults = self._mapping.defaults
        read.attributes = dict(defaults.attributes)
        for reader in self._attributes:
            value = self._value(reader, read)
            if value is not None:
                read.attributes[reader.column.key] = value
        read.channel = self._one(Role.CHANNEL, read) or defaults.channel
        read.touchpoint = (self._one(Role.TOUCHPOINT, read) or defaults.touchpoint)[:80]
        read.language = (self._one(Role.LANGUAGE, read) or defaults.language)[:12]
        read.weight = self._one(Role.WEIGHT, read)
        finished = self._one(Role.FINISHED, read)
        if finished is None and self._finished_when_filled:
            finished = False
        read.is_finished = bool(read.answers) if finished is None else finished
        read.is_test = bool(self._one(Role.TEST, read))

    def _read_times(self, read: ReadRow) -> None:
        asked_at = self._one(Role.ASKED_AT, read)
        disposition = self._one(Role.DISPOSITION, read)
        answered_at = self._answered_at(read) or self._default_time
        if (asked_at or disposition) and not read.answers:
            read.has_response = False
        if asked_at or disposition:
            reached = (
                Disposition.ANSWERED if read.answers else Disposition(disposition or Disposition.INVITED)
            )
            read.asked = Asked(asked_at or answered_at or self._read_at, reached)
        read.answered_at = answered_at or asked_at or self._unknown_time(read)
        if read.answered_at is not None and not EARLIEST <= read.answered_at <= self._latest:
            name = self._times[0].name if self._times else "answered_at"
            when = f"{read.answered_at:%Y-%m-%d}"
            before = read.answered_at < EARLIEST
            read.problems.append(
                Problem(name, f"{when} {'is before 1970' if before else 'lies in the future'}")
            )

    def _answered_at(self, read: ReadRow) -> datetime | None:
        found = (self._value(reader, read) for reader in self._times)
        return next((when for when in found if when is not None), None)

    def _unknown_time(self, read: ReadRow) -> datetime | None:
        if not self._times:
            return self._read_at
        if read.has_response and not read.problems:
            name = self._times[0].name
            read.problems.append(Problem(name, "is blank: when was it answered? (or give a default)"))
        return None

    def _read_contact(self, read: ReadRow) -> None:
        identities = []
        for role, kind in IDENTITIES.items():
            value = self._one(role, read)
            if not value:
                continue
            try:
                identities.append((str(kind), normal_identity(kind, value)))
            except InvalidInput as error:
                read.problems += [Problem(self._single[role].name, each.reason) for each in error.problems]
        if identities:
            names = (self._value(reader, read) for reader in self._names)
            name = " ".join(part for part in names if part)[:200]
            read.contact = NewContact(tuple(identities), name=name, language=read.language)

    def _read_units(self, read: ReadRow) -> None:
        path: list[str] = []
        units: list[NewUnit] = []
        for reader in self._units:
            name = self._value(reader, read)
            if name:
                path.append(name)
                parent = units[-1].key if units else None
                units.append(
                    NewUnit(_unit_key(path), name[:200], reader.column.level[:60], parent_key=parent)
                )
        read.units = tuple(units)

    def _one(self, role: Role, read: ReadRow) -> Any:
        reader = self._single.get(role)
        return None if reader is None else self._value(reader, read)

    def _value(self, reader: CellReader, read: ReadRow) -> Any:
        try:
            return reader.read(read.cells)
        except Unreadable as error:
            read.problems.append(Problem(reader.name, str(error), read.number))
            return None


def _unit_key(path: list[str]) -> str:
    key = " / ".join(path)
    return key if len(key) <= LONGEST_UNIT_KEY else f"{key[:80]} {_digest(key)}"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def found_missing(reader: RowReader) -> dict[str, dict[str, int]]:
    """Return the codes for "no answer" that came, by column."""
    found: dict[str, dict[str, int]] = {}
    for each in reader.readers:
        if each.found_missing:
            found.setdefault(each.name, {}).update(each.found_missing)
    return found
