"""The table made anew from the record store, while answers keep coming in.

The new files are written beside the table and become it in one commit. What the projector flushes
meanwhile goes into the old files and is noted; at the end the noted responses are read once more.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from heedful.listen.responses import queries as responses
from heedful.platform.core.queue import Run
from heedful.understand.warehouse.services.asking import project_all_asks
from heedful.understand.warehouse.services.notes import NOTES, staging_folder
from heedful.understand.warehouse.services.projection import batch_size
from heedful.understand.warehouse.services.reading import response_rows
from heedful.understand.warehouse.services.words import project_all_texts
from heedful.understand.warehouse.services.writing import replaced
from heedful.understand.warehouse.sources import File, Source
from heedful.understand.warehouse.stores import (
    catalog,
    expected_types,
    organization_folder,
    responses_table,
)
from heedful.understand.warehouse.tables import only_writer

CHUNK = 50_000


def drop_rebuild() -> None:
    """Throw away what a rebuild has written so far, for it may hold what must be gone; it begins again."""
    shutil.rmtree(staging_folder(), ignore_errors=True)


def rebuild(run: Run) -> dict[str, Any]:
    """Make the tables anew; after a crash it goes on behind the last chunk."""
    names, after = _begin(run)
    done, total = run.checkpoint.get("done", 0), _total()
    while ids := responses.all_response_ids(after, min(CHUNK, batch_size(len(expected_types(catalog()))))):
        if not staging_folder().exists():
            run.checkpoint = {}
            return rebuild(run)
        names += [Path(file.path).name for file in _stage(ids)]
        after, done = ids[-1], done + len(ids)
        run.tell(done, total, "Reading answers", checkpoint={"after": after, "names": names, "done": done})
    if not _take_over(names):
        run.checkpoint = {}
        return rebuild(run)
    asks, texts = project_all_asks(), project_all_texts()
    return {"responses": responses_table().snapshot().rows, "asks": asks, "texts": texts}


def _begin(run: Run) -> tuple[list[str], int]:
    if run.checkpoint and (staging_folder() / NOTES).exists():
        return list(run.checkpoint["names"]), int(run.checkpoint["after"])
    run.checkpoint = {}
    with only_writer(organization_folder()):
        _drop_unreadable()
        drop_rebuild()
        staging_folder().mkdir(parents=True)
        (staging_folder() / NOTES).touch()
    return [], 0


def _drop_unreadable() -> None:
    try:
        responses_table().snapshot()
    except Exception:
        responses_table().drop()


def _total() -> int:
    snapshot = responses_table().snapshot()
    return snapshot.rows + len(responses.pending_change_ids())


def _stage(ids: Sequence[int]) -> list[File]:
    known = catalog()
    types = expected_types(known)
    rows = response_rows(ids, types, known)
    try:
        written = responses_table().write(Source((), types, tail=rows), into=staging_folder())
    except OSError:
        if staging_folder().exists():
            raise
        return []  # dropped while it was written: the rebuild begins again
    return [] if written is None else [written]


def _take_over(names: Sequence[str]) -> bool:
    table = responses_table()
    known = catalog()
    types = expected_types(known)
    with only_writer(organization_folder()):
        if not (staging_folder() / NOTES).exists():
            return False
        before = table.ensure(types)
        files = _staged(names, table.snapshot().types)
        changed = sorted({int(line) for line in (staging_folder() / NOTES).read_text().split()})
        rows = response_rows(changed, before.types, known)
        added, removed = replaced(table, files, changed, rows, before.types)
        kept = [file for file in files if file not in removed]
        table.commit([*_moved(kept, table.folder), *added], before.files)
        drop_rebuild()
    return True


def _staged(names: Sequence[str], types: Any) -> list[File]:
    table = responses_table()
    found = []
    for name in names:
        path = staging_folder() / name
        held = {column: types[column] for column in pq.read_schema(path).names}
        file = table.describe(path, held)
        if file is not None:
            found.append(file)
    return found


def _moved(files: Sequence[File], folder: Path) -> list[File]:
    moved = []
    for file in files:
        path = folder / Path(file.path).name
        Path(file.path).rename(path)
        moved.append(replace(file, path=str(path)))
    return moved
