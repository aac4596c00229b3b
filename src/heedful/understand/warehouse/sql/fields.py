"""From the fields of a query to expressions over the table's columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Any

from heedful.design.surveys.types import QuestionFacts
from heedful.listen.audiences.types import AttributeFacts, AttributeKind
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.columns import Holds, attribute_column, holds, question_column
from heedful.understand.warehouse.sql import words
from heedful.understand.warehouse.types import Grain

type Key = str | int | float | bool | None

PLAIN = {
    "version": "version",
    "channel": "channel",
    "touchpoint": "touchpoint",
    "language": "language",
    "status": "status",
}
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - hours are local to the organisation, so without a zone
WIDEST_LOOKUP = 4_000_000  # ids between the first and the last unit of one organisation


@dataclass
class Parameters:
    """Values bound to a statement, named in the order they were met."""

    values: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"


class Spread(Enum):
    """How a column holds several values."""

    LIST = auto()
    SET = auto()  # one text: rows are grouped by it first, and what is left is spread out


@dataclass(frozen=True, slots=True)
class Dimension:
    """How rows fall into cells.

    ``raw`` is what rows are grouped by; ``refine`` maps it to the cell (over few rows, after the
    grouping); ``decode`` turns what the engine returns into the cell's key.
    """

    raw: str
    columns: frozenset[str]
    decode: Callable[[Any], Key]
    refine: str = "{cell}"
    spread: Spread | None = None  # a row is of several cells

    @property
    def is_plain(self) -> bool:
        """Whether cells are what one column holds."""
        return self.columns == {self.raw} and self.refine == "{cell}" and self.spread is None

    def direct(self, place: int) -> str:
        """Return the cell of a row in one expression; of a list, the part that step ``place`` spread out."""
        return self.refine.format(cell=f"l{place}" if self.spread else self.raw)

    def spread_out(self, column: str) -> str:
        """Return SQL that makes a row for each entry of a column; one for none of them."""
        has, entries = f"len({column}) > 0", column
        if self.spread is Spread.SET:
            has, entries = f"{column} <> ''", words.entries(column)
        return f"unnest(CASE WHEN {has} THEN {entries} ELSE [NULL] END)"


def dimension(name: str, catalog: Catalog, parameters: Parameters) -> Dimension:
    """Return the dimension of a name, or say that there is none of it."""
    kind, _dot, rest = name.partition(".")
    if name in PLAIN or name in words.FIELDS:
        return _word(name) if name in words.FIELDS else _plain(PLAIN[name])
    if name == "survey":
        return Dimension("survey_id", frozenset({"survey_id"}), catalog.survey_uids.get)
    if kind == "time" and rest in Grain:
        return _time(Grain(rest))
    if kind in {"unit", "group"}:
        return _unit(name, rest, catalog, parameters)
    if kind == "attribute":
        return _attribute(attribute_named(name, catalog))
    if kind == "answer":
        return _answer(question_named(name, catalog))
    raise InvalidInput(Problem("by", f"{name!r} is no field of answers"))


def attribute_named(name: str, catalog: Catalog) -> AttributeFacts:
    found = catalog.attributes.get(name.removeprefix("attribute."))
    if found is None:
        raise InvalidInput(Problem(name, "is no attribute of this organisation"))
    return found


def question_named(name: str, catalog: Catalog) -> QuestionFacts:
    found = catalog.question_by_uid.get(name.removeprefix("answer."))
    if found is None:
        raise InvalidInput(Problem(name, "is no question of this organisation"))
    if holds(found) is None:
        raise InvalidInput(Problem(name, f"{found.key} is answered in words, which are not counted"))
    return found


def _plain(column: str) -> Dimension:
    return Dimension(column, frozenset({column}), _as_is)


def _word(name: str) -> Dimension:
    if name == "sentiment":
        return Dimension("sentiment", frozenset({"sentiment"}), words.sentiment_name)
    refine = words.KEY_OF_OPINION if name == "theme" else "{cell}"
    column = words.SETS[name]
    return Dimension(column, frozenset({column}), _as_is, refine, spread=Spread.SET)


def _as_is(value: Key) -> Key:
    return value


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _hour(value: int | None) -> str | None:
    return None if value is None else (EPOCH + timedelta(hours=value)).isoformat()[:13]


def _time(grain: Grain) -> Dimension:
    if grain is Grain.HOUR:
        raw = "date_diff('day', DATE '1970-01-01', day) * 24 + hour"
        return Dimension(raw, frozenset({"day", "hour"}), _hour)
    refine = "{cell}" if grain is Grain.DAY else f"date_trunc('{grain.value}', {{cell}})::DATE"
    return Dimension("day", frozenset({"day"}), _iso, refine)


def _unit(name: str, level: str, catalog: Catalog, parameters: Parameters) -> Dimension:
    # Cells follow the tree as it is now, so moving a unit rewrites no files.
    if name == "unit":
        keys = {unit.id: unit.key for unit in catalog.units.values()}
        return Dimension("unit_id", frozenset({"unit_id"}), keys.get)
    if name == "group":
        found = {unit.id: unit.group for unit in catalog.units.values() if unit.group}
        return _looked_up(found, parameters)
    if level not in catalog.levels:
        raise InvalidInput(Problem(name, "is no level of this organisation's units"))
    return _looked_up(catalog.ancestors_at(level), parameters)


def _looked_up(names: Mapping[int, str], parameters: Parameters) -> Dimension:
    first, last = min(names, default=1), max(names, default=1)
    if last - first > WIDEST_LOOKUP:
        raise InvalidInput(Problem("unit", "the units of this organisation lie too far apart to be grouped"))
    table = [names.get(unit_id) for unit_id in range(first, last + 1)]
    refine = f"list_extract({parameters.bind(table)}::VARCHAR[], {{cell}} - {first - 1})"
    # list_extract counts from the end below zero, and a unit outside the list has no name here.
    guarded = f"CASE WHEN {{cell}} BETWEEN {first} AND {last} THEN {refine} END"
    return Dimension("unit_id", frozenset({"unit_id"}), _as_is, guarded)


def _attribute(attribute: AttributeFacts) -> Dimension:
    column = attribute_column(attribute.id)
    decode = _iso if attribute.kind is AttributeKind.DATE else _as_is
    return Dimension(column, frozenset({column}), decode)


def _answer(question: QuestionFacts) -> Dimension:
    column = question_column(question.id)
    spread = Spread.LIST if holds(question) is Holds.CHOICES else None
    return Dimension(column, frozenset({column}), _as_is, spread=spread)
