"""Writes of the index of words: what changed is taken up, what must be gone goes, all of it is made anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from heedful.listen.responses import queries as responses
from heedful.platform.core.bulk import insert_rows
from heedful.platform.core.queue import Run, enqueue, latest
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.models import SearchChange
from heedful.understand.words.search.gathering import entries_of
from heedful.understand.words.search.index.state import read_state
from heedful.understand.words.search.index.writing import (
    apply,
    begin_rebuild,
    finish_rebuild,
    is_rebuilding,
    rewrite_stale,
    stage,
)
from heedful.understand.words.search.places import index_folder

REBUILD, PURGE = "words.search.rebuild", "words.search.purge"
AT_ONCE = 1_000  # responses taken up at a time
CHUNK = 2_000  # responses of a rebuild between two checkpoints


def queue_changes(response_ids: Collection[int]) -> None:
    """Put responses in line for the index, in the transaction of whoever calls."""
    with writing():
        insert_rows(SearchChange, ["response"], [(response_id,) for response_id in response_ids])


def take_up_changes(limit: int = AT_ONCE) -> int:
    """Bring the index up to date with the oldest changes; return how many responses were taken up.

    A crash between the index and the deletion of the rows means that they are taken up twice, which
    changes nothing.
    """
    rows = list(SearchChange.objects.order_by("id").values_list("id", "response_id")[:limit])
    ids = sorted({response_id for _, response_id in rows})
    if ids:
        apply(index_folder(), ids, entries_of)
        with writing():
            SearchChange.objects.filter(id__in=[row_id for row_id, _ in rows]).delete()
    return len(ids)


def forget_responses(response_ids: Sequence[int]) -> None:
    """Take what is gone of these responses out of the index at once, and out of its files by a job."""
    if read_state(index_folder()) is None:
        return
    apply(index_folder(), response_ids, entries_of, forget=True)
    if not any(one.state == "waiting" for one in latest(PURGE, limit=1)):
        enqueue(PURGE, {}, by=Actor.system(current_organization_id()))


def purge(run: Run) -> dict[str, Any]:
    """Write anew every part whose files hold words to be rid of."""
    rewritten = 0
    while rewrite_stale(index_folder(), entries_of):
        rewritten += 1
        run.tell(rewritten, message="Writing the index without what was erased")
    return {"rewritten": rewritten}


def rebuild(run: Run) -> dict[str, Any]:
    """Make the index anew from the record store; after a crash it goes on behind the last chunk."""
    folder = index_folder()
    if not run.checkpoint or not is_rebuilding(folder):
        run.checkpoint = {}
        begin_rebuild(folder)
    before, done = run.checkpoint.get("before"), int(run.checkpoint.get("done", 0))
    total = responses.count_written()
    while ids := responses.written_ids(before, CHUNK):
        stage(folder, list(entries_of(ids)))
        before, done = ids[-1], done + len(ids)
        run.tell(done, total, "Reading comments", checkpoint={"before": before, "done": done})
    finish_rebuild(folder, entries_of)
    purge(run)
    return {"responses": done}


def has_index() -> bool:
    return read_state(index_folder()) is not None


def begin_index() -> bool:
    """Have the index made where there is none and something to search; say whether that was so."""
    if has_index() or not responses.written_ids(limit=1):
        return False
    if any(one.state in {"waiting", "running"} for one in latest(REBUILD, limit=1)):
        return False
    enqueue(REBUILD, {}, by=Actor.system(current_organization_id()))
    return True
