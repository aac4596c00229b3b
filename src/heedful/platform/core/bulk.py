"""Inserts many rows without making an object of each, which costs five times what the database does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import batched, chain
from typing import Any

from django.db import connection, models

from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.tenancy import TenantModel

_VALUES_AT_ONCE = 30_000  # PostgreSQL takes 65,535 in a statement

type Row = Sequence[Any]


def insert_rows(
    model: type[TenantModel], fields: Sequence[str], rows: Iterable[Row], *, ignore_conflicts: bool = False
) -> None:
    """Insert rows of the organisation in scope; ``fields`` must name every one that has no NULL.

    Defaults of the model are not applied, ids are not returned.
    """
    meta = model._meta
    columns: list[Any] = [meta.get_field(name) for name in ("organization", *fields)]
    adapters = [(at, adapt) for at, field in enumerate(columns) if (adapt := _adapter(field))]
    organization_id = current_organization_id()
    adapted = [_adapted((organization_id, *row), adapters) for row in rows]
    if adapted:
        ending = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
        _insert(meta.db_table, [field.column for field in columns], adapted, ending)


def _adapted(row: Row, adapters: Iterable[tuple[int, Callable[[Any], Any]]]) -> Row:
    values = list(row)
    for at, adapt in adapters:
        if values[at] is not None:
            values[at] = adapt(values[at])
    return values


def _insert(table: str, columns: Sequence[str], rows: Sequence[Row], ending: str) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    into = f"INSERT INTO {quote(table)} ({names}) VALUES "  # noqa: S608 - names are the model's own
    one = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(into + one + ending, rows)
            return
        for some in batched(rows, _VALUES_AT_ONCE // len(columns), strict=False):
            cursor.execute(into + ", ".join([one] * len(some)) + ending, list(chain.from_iterable(some)))


def _adapter(field: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return lambda value: connection.ops.adapt_json_value(value, field.encoder)
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return None
