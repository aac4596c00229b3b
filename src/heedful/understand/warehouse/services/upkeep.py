"""Keeping tables small and quick: many small files into few sorted ones, and old files off the disk."""

from __future__ import annotations

from collections.abc import Callable

from heedful.understand.warehouse.sources import File, Source
from heedful.understand.warehouse.stores import (
    asks_table,
    mentions_table,
    organization_folder,
    responses_table,
    texts_table,
)
from heedful.understand.warehouse.tables import Table, only_writer

LARGEST = 100_000_000  # cells (rows times columns) that are sorted at a time: what memory bears
READERS_NEED = 3_600.0  # seconds a replaced file stays for those who opened its version
DELETED_WITHIN = 0.0


def tables() -> tuple[Table, ...]:
    return responses_table(), asks_table(), mentions_table(), texts_table()


def compact(tell: Callable[[int], object] | None = None) -> int:
    """Merge the small files of the organisation in scope; return how many were merged away.

    Each step is a commit of its own, so it can be broken off anywhere and answers come in between.
    """
    merged = 0
    for table in tables():
        while step := _compact_step(table):
            merged += step
            if tell is not None:
                tell(merged)
    return merged


def _compact_step(table: Table) -> int:
    with only_writer(organization_folder()):
        snapshot = table.snapshot()
        group = _next_group(snapshot.files, LARGEST // len(snapshot.types))
        if len(group) < 2:
            return 0
        written = table.write(Source(tuple(group), snapshot.types, id_column=table.shape.id_column))
        table.commit([written] if written else [], group, is_new=False)
    return len(group) - 1


def _next_group(files: tuple[File, ...], largest: int) -> list[File]:
    # Neighbours in time stay together: what changes later is mostly new, and in few files then.
    group: list[File] = []
    for file in sorted(files, key=lambda one: one.first_id):
        if 2 * file.rows >= largest:
            continue  # full enough
        if sum(one.rows for one in group) + file.rows > largest:
            if len(group) > 1:
                return group
            group = []
        group.append(file)
    return group


def vacuum(*, older_than: float = READERS_NEED) -> int:
    """Delete files of the organisation in scope that no version in use names; return how many."""
    with only_writer(organization_folder()):
        return sum(table.sweep(older_than=older_than) for table in tables())


def purge() -> int:
    """Delete replaced files at once, because of what they hold; readers of older versions begin anew."""
    return vacuum(older_than=DELETED_WITHIN)
