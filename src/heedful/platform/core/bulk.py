"""Inserts and updates many rows without making expressions and objects of each.

Those cost five times what the database does, in updates thirty times.
"""

from __future__ import annotations

# ruff: noqa: S608 - names are the models' own, values are parameters
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import batched, chain
from typing import Any

from django.db import connection, models

from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.tenancy import TenantModel

_VALUES_AT_ONCE = 30_000  # PostgreSQL takes 65,535 in a statement
_ROWS_AT_ONCE = (64, 16, 4, 1)  # on SQLite, whose driver keeps compiled statements: a few sizes, used again

type Row = Sequence[Any]


def insert_rows(
    model: type[TenantModel], fields: Sequence[str], rows: Iterable[Row], *, ignore_conflicts: bool = False
) -> None:
    """Insert rows of the organisation in scope; ``fields`` must name every one that has no NULL.

    Defaults of the model are not applied, ids are not returned.
    """
    insert_adapted(model, fields, adapted_rows(model, fields, rows), ignore_conflicts=ignore_conflicts)


def adapted_rows(model: type[TenantModel], fields: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    """Make rows of the organisation in scope ready for :func:`insert_adapted`, before a transaction."""
    columns = _columns(model, fields)
    adapters = [(at, adapt) for at, field in enumerate(columns) if (adapt := _adapter(field))]
    organization_id = current_organization_id()
    return [_adapted((organization_id, *row), adapters) for row in rows]


def insert_adapted(
    model: type[TenantModel], fields: Sequence[str], rows: Sequence[Row], *, ignore_conflicts: bool = False
) -> None:
    """Insert what :func:`adapted_rows` has made of rows with these fields."""
    if rows:
        ending = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
        _insert(model._meta.db_table, [field.column for field in _columns(model, fields)], rows, ending)


def _columns(model: type[TenantModel], fields: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in ("organization", *fields)]


def insert_row(model: type[TenantModel], values: Mapping[str, Any]) -> int:
    """Insert one row of the organisation in scope and return its id; defaults are not applied."""
    columns: list[Any] = [model._meta.get_field(name) for name in ("organization", *values)]
    adapters = [(at, adapt) for at, field in enumerate(columns) if (adapt := _adapter(field))]
    row = _adapted((current_organization_id(), *values.values()), adapters)
    quote = connection.ops.quote_name
    names, gaps = ", ".join(quote(field.column) for field in columns), ", ".join(["%s"] * len(columns))
    into = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({gaps}) RETURNING id"
    with connection.cursor() as cursor:
        cursor.execute(into, row)
        return int(cursor.fetchone()[0])


def update_rows(model: type[TenantModel], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Set ``fields`` of rows of the organisation in scope; each row is its id and the new values."""
    meta = model._meta
    columns: list[Any] = [meta.get_field(name) for name in ("id", *fields)]
    adapters = [(at, adapt) for at, field in enumerate(columns) if (adapt := _adapter(field))]
    adapted = [_adapted(row, adapters) for row in rows]
    if adapted:
        _update(meta.db_table, columns, adapted, current_organization_id())


def _update(table: str, columns: Sequence[Any], rows: Sequence[Row], organization_id: int) -> None:
    quote = connection.ops.quote_name
    table, names = quote(table), [quote(field.column) for field in columns]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sets = ", ".join(f"{name} = %s" for name in names[1:])
            sql = f"UPDATE {table} SET {sets} WHERE {names[0]} = %s AND organization_id = {organization_id}"
            cursor.executemany(sql, [[*row[1:], row[0]] for row in rows])
            return
        sets = ", ".join(f"{name} = given.{name}" for name in names[1:])
        one = f"({', '.join(f'%s::{_plain_type(field)}' for field in columns)})"
        for some in batched(rows, _VALUES_AT_ONCE // len(columns), strict=False):
            given = f"(VALUES {', '.join([one] * len(some))}) AS given ({', '.join(names)})"
            sql = (
                f"UPDATE {table} SET {sets} FROM {given} "
                f"WHERE {table}.{names[0]} = given.{names[0]} AND organization_id = {organization_id}"
            )
            cursor.execute(sql, list(chain.from_iterable(some)))


def _plain_type(field: Any) -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _adapted(row: Row, adapters: Iterable[tuple[int, Callable[[Any], Any]]]) -> Row:
    values = list(row)
    for at, adapt in adapters:
        if values[at] is not None:
            values[at] = adapt(values[at])
    return values


def _insert(table: str, columns: Sequence[str], rows: Sequence[Row], ending: str) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    into = f"INSERT INTO {quote(table)} ({names}) VALUES "
    one = f"({', '.join(['%s'] * len(columns))})"
    sizes = _ROWS_AT_ONCE if connection.vendor == "sqlite" else (_VALUES_AT_ONCE // len(columns),)
    with connection.cursor() as cursor:
        for some in _in_sizes(rows, sizes):
            cursor.execute(into + ", ".join([one] * len(some)) + ending, list(chain.from_iterable(some)))


def _in_sizes(rows: Sequence[Row], sizes: Sequence[int]) -> Iterator[Sequence[Row]]:
    """Yield the rows in as few pieces of these sizes as there can be; the last size is for any rest.

    After each statement a thread waits for the interpreter, with the writer of the store in its hand.
    """
    start = 0
    while left := len(rows) - start:
        size = next((size for size in sizes if size <= left), left)
        yield rows[start : start + size]
        start += size


def _adapter(field: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return lambda value: connection.ops.adapt_json_value(value, field.encoder)
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return None
