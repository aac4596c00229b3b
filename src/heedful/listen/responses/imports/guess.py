"""A first mapping for a file nobody has described: honest guesses, each of which a person can change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from heedful.listen.audiences.types import MAX_ATTRIBUTES
from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.imports import hints
from heedful.listen.responses.imports.format import Row, Table
from heedful.listen.responses.imports.mapping import ColumnMapping, Mapping, slug
from heedful.listen.responses.imports.questions import asked, guess_comment, guess_question
from heedful.listen.responses.imports.sources import recognise_source
from heedful.listen.responses.imports.types import ColumnFacts, ColumnType, Role
from heedful.listen.responses.imports.units import guess_units
from heedful.platform.core.errors import InvalidInput, Problem

CODES_UP_TO = 12  # whole numbers with fewer different values name groups rather than amounts
LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{2,4})?")


def guess_mapping(
    table: Table, sample: Sequence[Row], facts: Sequence[ColumnFacts], file_name: str
) -> Mapping:
    """Return what the columns are taken as; a known tool's export by its own reader."""
    source = recognise_source(table)
    taken = {column.name: column for column in facts}
    columns = source.columns(table, facts) if source else {}
    for name, guessed in _Guess(facts, sample, columns).columns().items():
        columns.setdefault(name, guessed)
    ordered = {name: columns[name] for name in table.columns if name in columns}
    return Mapping(
        survey=PurePath(file_name).name.split(".")[0].replace("_", " ").strip()[:200] or "Imported answers",
        columns=_limit_attributes(_different_keys(ordered), taken),
        source=source.key if source else "",
        time_zone=source.time_zone if source else "",
        file=table.options,
    )


def check_worth(mapping: Mapping) -> None:
    """Refuse a mapping without a question: there would be no answers in what it stores."""
    if not any(mapping.roles(Role.QUESTION, Role.COMMENT, Role.DISPOSITION)):
        raise InvalidInput(
            Problem(
                "columns", "no column looks like answers to a question; say which one is (role: question)"
            )
        )


class _Guess:
    """Goes through the columns once; what only one column can be goes to the best one."""

    def __init__(
        self, facts: Sequence[ColumnFacts], sample: Sequence[Row], known: dict[str, tuple[ColumnMapping, ...]]
    ) -> None:
        self._taken = {column.role for taken in known.values() for column in taken}
        self._facts = [column for column in facts if column.name not in known]
        self._names = {column.name: hints.words_of(column.name) for column in facts}
        self._units = guess_units(facts, sample, frozenset(known))
        has_time, has_id = Role.ANSWERED_AT in self._taken, Role.RESPONSE_ID in self._taken
        self._answered_at = None if has_time else self._best(ColumnType.WHEN, self._answered_rank)
        self._response_id = None if has_id else self._find_response_id()

    def columns(self) -> dict[str, tuple[ColumnMapping, ...]]:
        found = self._first_look()
        roles = self._taken | {column.role for taken in found.values() for column in taken}
        if not roles & _ANSWERS:
            found |= self._measured()
        return found

    def _measured(self) -> dict[str, tuple[ColumnMapping, ...]]:
        """Return numbers that measure something as questions: for tables of results instead of answers."""
        return {
            column.name: (asked(column, "number"),)
            for column in self._facts
            if column.type in {ColumnType.WHOLE, ColumnType.DECIMAL}
            and hints.MEASURE.search(self._names[column.name])
        }

    def _first_look(self) -> dict[str, tuple[ColumnMapping, ...]]:
        found: dict[str, tuple[ColumnMapping, ...]] = {}
        singles = set(self._taken)
        for column in self._facts:
            guessed = self._column(column)
            if guessed.role in _SINGLE and guessed.role in singles:
                guessed = self._attribute(column)
            singles.add(guessed.role)
            found[column.name] = (guessed,)
        return found

    def _column(self, column: ColumnFacts) -> ColumnMapping:
        name = self._names[column.name]
        if column.type is ColumnType.EMPTY:
            return ColumnMapping(Role.IGNORE)
        if column.name == self._response_id:
            return ColumnMapping(Role.RESPONSE_ID)
        if column.name in self._units:
            return self._units[column.name]
        by_type = self._by_type(column, name)
        return by_type or self._asked(column) or self._fact(column, name) or self._attribute(column)

    def _asked(self, column: ColumnFacts) -> ColumnMapping | None:
        return guess_comment(column) or guess_question(column)

    def _by_type(self, column: ColumnFacts, name: str) -> ColumnMapping | None:
        match column.type:
            case ColumnType.WHEN:
                return self._moment(column, name)
            case ColumnType.EMAIL:
                return ColumnMapping(Role.CONTACT_EMAIL, missing=column.missing)
            case ColumnType.PHONE:
                # Without a country code nobody knows whose number it is.
                is_whole = all(value.startswith("+") for value in column.samples)
                return ColumnMapping(Role.CONTACT_PHONE if is_whole else Role.IGNORE, missing=column.missing)
        return None

    def _moment(self, column: ColumnFacts, name: str) -> ColumnMapping:
        if column.name == self._answered_at:
            role = Role.ANSWERED_AT
        elif hints.ASKED.search(name) and not hints.BEGUN.search(name):
            role = Role.ASKED_AT
        else:
            return self._attribute(column)
        return ColumnMapping(role, format=column.date_format, missing=column.missing)

    def _fact(self, column: ColumnFacts, name: str) -> ColumnMapping | None:
        """Return the role of a column that tells about the response rather than being an answer."""
        role = next((role for role, is_it in _FACTS.items() if is_it(column, name)), None)
        return None if role is None else ColumnMapping(role, missing=column.missing)

    def _attribute(self, column: ColumnFacts) -> ColumnMapping:
        key = slug(self._names[column.name])
        match column.type:
            case ColumnType.YES_NO:
                return ColumnMapping(Role.ATTRIBUTE, key=key, kind="boolean", missing=column.missing)
            case ColumnType.DECIMAL | ColumnType.WHOLE | ColumnType.WHEN if not column.is_clean:
                return ColumnMapping(Role.ATTRIBUTE, key=key, kind="text", missing=column.missing)
            case ColumnType.DECIMAL:
                return self._number(column)
            case ColumnType.WHOLE if column.distinct > CODES_UP_TO or (column.high or 0) > 99:
                return self._number(column)
            case ColumnType.WHEN:
                return ColumnMapping(
                    Role.ATTRIBUTE, key=key, kind="date", format=column.date_format, missing=column.missing
                )
        return ColumnMapping(Role.ATTRIBUTE, key=key, kind="text", missing=column.missing)

    def _number(self, column: ColumnFacts) -> ColumnMapping:
        decimal = "" if column.decimal == "." else column.decimal
        return ColumnMapping(
            Role.ATTRIBUTE,
            key=slug(self._names[column.name]),
            kind="number",
            missing=column.missing,
            decimal=decimal,
        )

    def _best(self, type_: ColumnType, rank: object) -> str | None:
        candidates = [column for column in self._facts if column.type is type_ and column.filled]
        if not candidates:
            return None
        return min(candidates, key=rank).name  # type: ignore[call-overload,no-any-return]

    def _answered_rank(self, column: ColumnFacts) -> tuple[object, ...]:
        name = self._names[column.name]
        return (
            bool(hints.ASKED.search(name)),
            not hints.ANSWERED.search(name),
            bool(hints.BEGUN.search(name)),
            column.blank,
            "iso" not in column.date_format,
        )

    def _find_response_id(self) -> str | None:
        unique = [column for column in self._facts if column.is_unique and column.type in _MAY_BE_ID]
        named = [column for column in unique if hints.RESPONSE_ID.search(self._names[column.name])]
        if not named:
            return None
        # A column that merely counts the rows would let two files look like the same answers.
        return min(
            named, key=lambda column: not hints.STRONG_RESPONSE_ID.search(self._names[column.name])
        ).name


def _all_said(column: ColumnFacts, holds: Callable[[str], object]) -> bool:
    return bool(column.counts) and all(holds(value) for value in column.counts)


def _is_weight(column: ColumnFacts, name: str) -> bool:
    return bool(hints.WEIGHT.search(name)) and column.low is not None and column.low >= 0 and not column.scale


def _is_name(column: ColumnFacts, name: str) -> bool:
    if column.type is not ColumnType.CATEGORY or hints.NOT_A_PERSON.search(name):
        return False
    return bool(hints.NAME.search(name))


_FACTS: dict[Role, Callable[[ColumnFacts, str], object]] = {
    Role.CONTACT_ID: lambda _, name: hints.PERSON_ID.search(name),
    Role.WEIGHT: _is_weight,
    Role.LANGUAGE: lambda column, name: (
        hints.LANGUAGE.search(name) and _all_said(column, LANGUAGE_CODE.fullmatch)
    ),
    Role.CHANNEL: lambda column, name: (
        hints.CHANNEL.search(name) and _all_said(column, lambda value: value.casefold() in set(Channel))
    ),
    Role.TOUCHPOINT: lambda column, name: (
        hints.TOUCHPOINT.search(name) and column.type is ColumnType.CATEGORY
    ),
    Role.TEST: lambda column, name: hints.TEST.fullmatch(name) and column.type is ColumnType.YES_NO,
    Role.CONTACT_NAME: _is_name,
}
_ANSWERS = {Role.QUESTION, Role.COMMENT, Role.DISPOSITION}
_MAY_BE_ID = {ColumnType.ID, ColumnType.WHOLE, ColumnType.CATEGORY}
_SINGLE = {
    Role.CONTACT_EMAIL, Role.CONTACT_PHONE, Role.CONTACT_ID, Role.WEIGHT, Role.LANGUAGE,
    Role.CHANNEL, Role.TOUCHPOINT, Role.TEST, Role.ASKED_AT, Role.ANSWERED_AT,
}  # fmt: skip


def _different_keys(columns: dict[str, tuple[ColumnMapping, ...]]) -> dict[str, tuple[ColumnMapping, ...]]:
    """Give columns whose names make the same key different ones."""
    taken: set[tuple[bool, str]] = set()
    return {
        name: tuple(
            replace(column, key=_free_key(column, taken)) if column.key else column for column in guessed
        )
        for name, guessed in columns.items()
    }


def _free_key(column: ColumnMapping, taken: set[tuple[bool, str]]) -> str:
    is_attribute = column.role is Role.ATTRIBUTE
    candidates: Iterator[str] = (f"{column.key[:75]}_{number}" for number in range(2, 10_000))
    key = column.key
    while (is_attribute, key) in taken:
        key = next(candidates)
    taken.add((is_attribute, key))
    return key


def _limit_attributes(
    columns: dict[str, tuple[ColumnMapping, ...]], facts: dict[str, ColumnFacts]
) -> dict[str, tuple[ColumnMapping, ...]]:
    """Leave out the emptiest attributes beyond what a response may carry."""
    attributes = [name for name, (first, *_) in columns.items() if first.role is Role.ATTRIBUTE]
    fullest = sorted(attributes, key=lambda name: -facts[name].filled)
    surplus = set(fullest[MAX_ATTRIBUTES:])
    return {
        name: (ColumnMapping(Role.IGNORE),) if name in surplus else guessed
        for name, guessed in columns.items()
    }
