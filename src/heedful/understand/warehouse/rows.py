"""Rows of the record store as columns of the warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from heedful.listen.audiences.types import AttributeFacts
from heedful.listen.responses.types import ProjectionRow
from heedful.understand.warehouse.columns import RESPONSES, attribute_column, packed
from heedful.understand.warehouse.words import Texts, word_columns


class RowWriter:
    """Turns responses into an Arrow table with the given columns, days and hours in a time zone."""

    def __init__(
        self,
        types: Mapping[str, pa.DataType],
        attributes: Iterable[AttributeFacts],
        time_zone: str,
    ) -> None:
        self.types, self.zone = types, ZoneInfo(time_zone)
        self.keys = {attribute_column(one.id): one.key for one in attributes}

    def table(self, rows: Sequence[ProjectionRow], texts: Texts | None = None) -> pa.Table:
        """Return the rows as columns, in the order of the types, with what was read in their texts."""
        columns = self._fixed(rows) | self._words(rows, texts or {}) | self._ancestors(rows)
        for name in self.types:
            if name in columns or name in RESPONSES:
                continue
            values = self._attribute(name, rows) if name in self.keys else _answers(name, rows)
            columns[name] = [_fitting(value, self.types[name]) for value in values]
        arrays = [pa.array(columns[name], held) for name, held in self.types.items()]
        return pa.Table.from_arrays(arrays, names=list(self.types))

    def _fixed(self, rows: Sequence[ProjectionRow]) -> dict[str, list[Any]]:
        local = [row.answered_at.astimezone(self.zone) for row in rows]
        return {
            "response_id": [row.id for row in rows],
            "survey_id": [row.survey_id for row in rows],
            "version": [row.version for row in rows],
            "day": [moment.date() for moment in local],
            "hour": [moment.hour for moment in local],
            "contact_id": [row.contact_id for row in rows],
            "unit_id": [row.unit_id for row in rows],
            "unit_group": [row.group or None for row in rows],
            "channel": [row.channel for row in rows],
            "touchpoint": [row.touchpoint or None for row in rows],
            "language": [row.language or None for row in rows],
            "status": [row.status for row in rows],
            "weight": [row.weight for row in rows],
            "left_out": [why_left_out(row) for row in rows],
            "invalid": [sorted(row.invalid) or None for row in rows],
        }

    def _words(self, rows: Sequence[ProjectionRow], texts: Texts) -> dict[str, list[Any]]:
        nothing = word_columns(())
        found = [word_columns(texts[row.id]) if row.id in texts else nothing for row in rows]
        return {name: [_packed(each[name]) for each in found] for name in nothing}

    def _ancestors(self, rows: Sequence[ProjectionRow]) -> dict[str, list[int | None]]:
        depths = {name: int(name[1:]) for name in self.types if name[0] == "u" and name[1:].isdigit()}
        return {
            name: [row.unit_path[depth] if depth < len(row.unit_path) else None for row in rows]
            for name, depth in depths.items()
        }

    def _attribute(self, column: str, rows: Sequence[ProjectionRow]) -> list[Any]:
        key = self.keys[column]
        return [row.attributes.get(key) for row in rows]


def _packed(value: int | Sequence[str] | None) -> int | str | None:
    return value if value is None or isinstance(value, int) else packed(value)


def why_left_out(row: ProjectionRow) -> str | None:
    """Return why a response does not count; ``None`` if it does."""
    if row.is_test:
        return "test"
    return None if row.excluded is None else f"excluded:{row.excluded or 'no reason given'}"


def _answers(column: str, rows: Sequence[ProjectionRow]) -> list[Any]:
    if not (column[0] == "q" and column[1:].isdigit()):
        return [None] * len(rows)  # what an older version knew
    question_id = int(column[1:])
    return [row.answers.get(question_id) for row in rows]


def _fitting(value: Any, held: pa.DataType) -> Any:
    """Return a value as its column holds it. What does not fit is not known rather than wrong."""
    if value is None:
        return None
    try:
        return _READERS[held](value)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[
        str(value).strip().lower()
    ]


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _text(value: Any) -> str | None:
    if isinstance(value, tuple | list):
        return str(value[0]) if value else None
    return str(value)


def _list(value: Any) -> list[str] | None:
    return [str(one) for one in value] or None


_READERS: dict[pa.DataType, Callable[[Any], Any]] = {
    pa.string(): _text,
    pa.float64(): float,
    pa.int16(): int,
    pa.bool_(): _boolean,
    pa.date32(): _day,
    pa.list_(pa.string()): _list,
}
