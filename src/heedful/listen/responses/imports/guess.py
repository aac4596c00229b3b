"""A first mapping for a file nobody has described: honest guesses, each of which a person can change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from heedful.listen.audiences.types import MAX_ATTRIBUTES
from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.imports import hints
from heedful.listen.responses.imports.format import Row, Table
from heedful.listen.responses.imports.likert import likert_values
from heedful.listen.responses.imports.mapping import ColumnMapping, Mapping, slug
from heedful.listen.responses.imports.scales import FEW
from heedful.listen.responses.imports.sources import recognise_source
from heedful.listen.responses.imports.types import ColumnFacts, ColumnType, Role
from heedful.listen.responses.imports.units import guess_units
from heedful.listen.responses.imports.values import YES, parse_number
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
            column.name: (self._asked(column, "number", decimal=column.decimal),)
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
        return by_type or self._question(column, name) or self._fact(column, name) or self._attribute(column)

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
            case ColumnType.TEXT:
                return self._text(column, name)
            case ColumnType.CATEGORY if _is_said(column, f"{name} {hints.words_of(column.text)}"):
                return self._text(column, name)
        return None

    def _moment(self, column: ColumnFacts, name: str) -> ColumnMapping | None:
        shape = {"format": column.date_format, "missing": column.missing}
        if column.name == self._answered_at:
            return ColumnMapping(Role.ANSWERED_AT, **shape)
        if hints.ASKED.search(name) and not hints.BEGUN.search(name):
            return ColumnMapping(Role.ASKED_AT, **shape)
        return self._attribute(column)

    def _text(self, column: ColumnFacts, name: str) -> ColumnMapping:
        if _is_said(column, f"{name} {hints.words_of(column.text)}") or _is_prose(column):
            return ColumnMapping(
                Role.COMMENT,
                key=slug(self._names[column.name]),
                kind="long_text",
                label=_label(column),
                missing=column.missing,
            )
        return self._attribute(column)

    def _question(self, column: ColumnFacts, name: str) -> ColumnMapping | None:
        wording = f"{name} {hints.words_of(column.text)}"
        if hints.NOT_THE_ANSWER.search(name):
            return None
        if column.type is ColumnType.YES_NO and hints.RECOMMEND.search(wording):
            return self._asked(column, "thumbs", values=_yes_no(column))
        if column.type is ColumnType.CATEGORY and (steps := likert_values(tuple(column.counts))):
            ends = _ends(steps, wording)
            return self._asked(column, score_kind(wording, ends), scale=ends, values=steps)
        scale = _scale(column, wording)
        if column.type is not ColumnType.WHOLE or scale is None:
            return None
        kind = score_kind(wording, scale)
        if kind == "rating" and not _is_judged(column, name, wording):
            return None
        codes = column.scale_codes if scale == column.scale else ()
        return self._asked(
            column, kind, scale=scale, missing=(*column.missing, *codes), decimal=column.decimal
        )

    def _asked(self, column: ColumnFacts, kind: str, **how: object) -> ColumnMapping:
        if how.get("decimal") == ".":
            how.pop("decimal")
        if kind != "rating":
            how.pop("scale", None) if kind not in {"osat"} else None
        how.setdefault("missing", column.missing)
        return ColumnMapping(
            Role.QUESTION, key=slug(self._names[column.name]), kind=kind, label=_label(column), **how
        )  # type: ignore[arg-type]

    def _fact(self, column: ColumnFacts, name: str) -> ColumnMapping | None:
        """Return the role of a column that tells about the response rather than being an answer."""
        said = tuple(column.counts)
        if hints.PERSON_ID.search(name):
            return ColumnMapping(Role.CONTACT_ID, missing=column.missing)
        if hints.WEIGHT.search(name) and column.low is not None and column.low >= 0 and not column.scale:
            return ColumnMapping(Role.WEIGHT)
        if hints.LANGUAGE.search(name) and said and all(LANGUAGE_CODE.fullmatch(value) for value in said):
            return ColumnMapping(Role.LANGUAGE)
        if hints.CHANNEL.search(name) and said and all(value.casefold() in set(Channel) for value in said):
            return ColumnMapping(Role.CHANNEL)
        if hints.TOUCHPOINT.search(name) and column.type is ColumnType.CATEGORY:
            return ColumnMapping(Role.TOUCHPOINT)
        if hints.TEST.fullmatch(name) and column.type is ColumnType.YES_NO:
            return ColumnMapping(Role.TEST)
        if (
            hints.NAME.search(name)
            and not hints.NOT_A_PERSON.search(name)
            and column.type is ColumnType.CATEGORY
        ):
            return ColumnMapping(Role.CONTACT_NAME, missing=column.missing)
        return None

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


_ANSWERS = {Role.QUESTION, Role.COMMENT, Role.DISPOSITION}
_MAY_BE_ID = {ColumnType.ID, ColumnType.WHOLE, ColumnType.CATEGORY}
_SINGLE = {
    Role.CONTACT_EMAIL, Role.CONTACT_PHONE, Role.CONTACT_ID, Role.WEIGHT, Role.LANGUAGE,
    Role.CHANNEL, Role.TOUCHPOINT, Role.TEST, Role.ASKED_AT, Role.ANSWERED_AT,
}  # fmt: skip


def score_kind(wording: str, scale: tuple[int, int]) -> str:
    """Return the question kind of a scale: NPS only where the words say "recommend", else a rating.

    An 11-step scale alone is not NPS: many things are asked from 0 to 10.
    """
    if scale == (0, 10) and hints.RECOMMEND.search(wording):
        return "enps" if hints.EMPLOYER.search(wording) else "nps"
    if scale == (1, 7) and hints.EFFORT.search(wording):
        return "ces"
    if hints.SATISFACTION.search(wording):
        if scale in {(1, 5), (1, 10)} and hints.OVERALL.search(wording):
            return "osat"
        if scale == (1, 5):
            return "csat"
    if scale == (1, 5) and hints.STARS.search(wording) and not hints.SATISFACTION.search(wording):
        return "stars"
    return "rating"


def _scale(column: ColumnFacts, wording: str) -> tuple[int, int] | None:
    """Return the scale seen; among few answers, the one the name promises and the answers allow."""
    low, high = column.low, column.high
    if hints.NPS.search(wording) and column.scale is None and _share_within(column, 0, 10) >= 0.9:
        return 0, 10
    if low is None or high is None or column.filled >= FEW or low < 0:
        return column.scale
    if hints.RECOMMEND.search(wording) and high <= 10 and (high > 5 or hints.NPS.search(wording)):
        return 0, 10
    if column.scale is None and hints.EFFORT.search(wording) and low >= 1 and 5 < high <= 7:
        return 1, 7
    is_rated = (
        hints.SATISFACTION.search(wording) or hints.STARS.search(wording) or hints.EFFORT.search(wording)
    )
    return (1, 5) if column.scale is None and is_rated and low >= 1 and high <= 5 else column.scale


def _share_within(column: ColumnFacts, low: int, high: int) -> float:
    numbers = {value: parse_number(value, column.decimal) for value in column.counts}
    inside = sum(
        count
        for value, count in column.counts.items()
        if (number := numbers[value]) is not None and low <= number <= high
    )
    return inside / max(1, column.filled)


def _is_judged(column: ColumnFacts, name: str, wording: str) -> bool:
    """Tell whether numbers on a scale are somebody's judgement, and not a code for a group."""
    if hints.NOT_JUDGED.search(name):
        return False
    if column.scale in {(1, 5), (0, 10), (1, 7)}:
        return True
    return bool(hints.JUDGED.search(wording)) and column.scale in {(1, 10), (0, 100)}


def _ends(steps: dict[str, int], wording: str) -> tuple[int, int]:
    """Return the ends of a scale in words; whether ten steps begin at 0 the question tells."""
    top = max(steps.values())
    from_zero = min(steps.values()) == 0 or (top == 10 and hints.RECOMMEND.search(wording))
    return (0 if from_zero else 1), top


def _is_said(column: ColumnFacts, wording: str) -> bool:
    """Tell whether a column asks for words and gets them, rather than one of a few reasons."""
    if not hints.COMMENT.search(wording):
        return False
    few = column.filled > 100 and column.distinct < 0.2 * column.filled
    return not few and any(" " in sample for sample in column.samples)


def _is_prose(column: ColumnFacts) -> bool:
    return sum(len(sample) for sample in column.samples) / max(1, len(column.samples)) > 60


def _label(column: ColumnFacts) -> str:
    return (column.text or column.name)[:500]


def _yes_no(column: ColumnFacts) -> dict[str, int]:
    return {value: int(value.casefold() in YES) for value in column.counts}


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
