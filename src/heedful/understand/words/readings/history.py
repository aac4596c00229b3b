"""The whole history: read anew beside the current edition, or put in line for it. Resumable, newest first."""

from __future__ import annotations

import time
from typing import Any

from heedful.listen.responses import inbox, queries as responses
from heedful.platform.core.queue import Run
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.models import Edition, Mention, Reading
from heedful.understand.words.readings.line import is_live_waiting
from heedful.understand.words.readings.queries.editions import edition
from heedful.understand.words.readings.reader import read_responses
from heedful.understand.words.readings.services.editions import make_current
from heedful.understand.words.readings.services.queueing import queue_unread

CHUNK = 256  # responses between two checkpoints
MOST_QUEUED = 2_000
DROPPED_AT_ONCE = 2_000
LONGEST_WAIT = 5.0  # seconds that answers at the door hold up the history, between two batches


def reread(run: Run) -> dict[str, Any]:
    """Read every answer with the edition that the job names; after a crash go on behind the last chunk."""
    chosen = edition(run.payload["edition"])
    before, done = run.checkpoint.get("before"), run.checkpoint.get("done", 0)
    total = responses.count_written()
    started, already = time.monotonic(), done
    while ids := responses.written_ids(before, CHUNK):
        read_responses(chosen, ids, pause=give_way)
        before, done = ids[-1], done + len(ids)
        left = _seconds_left(done - already, total - done, time.monotonic() - started)
        run.tell(done, total, _told(left), checkpoint={"before": before, "done": done})
    if run.payload.get("then_current"):
        _settle(run)
    return {"responses": done}


def queue_history(run: Run) -> dict[str, Any]:
    """Put every answer in line that the current edition has not read."""
    before, queued = run.checkpoint.get("before"), run.checkpoint.get("queued", 0)
    while ids := responses.written_ids(before, MOST_QUEUED):
        before, queued = ids[-1], queued + queue_unread(ids)
        run.tell(queued, None, checkpoint={"before": before, "queued": queued})
    return {"queued": queued}


def drop_readings(run: Run) -> dict[str, Any]:
    """Delete what an edition has read, some at a time: one long deletion would hold up everything written."""
    chosen = edition(run.payload["edition"])
    done = 0
    while ids := list(
        Reading.objects.filter(edition_id=chosen.id).values_list("id", flat=True)[:DROPPED_AT_ONCE]
    ):
        with writing():
            Mention.objects.filter(reading_id__in=ids).delete()
            Reading.objects.filter(id__in=ids).delete()
        done += len(ids)
        run.tell(done)
    with writing():
        Edition.objects.filter(pk=chosen.id).delete()
    return {"readings": done}


def give_way() -> None:
    """Wait while answers stream in, or while new ones wait to be read; not for ever."""
    until = time.monotonic() + LONGEST_WAIT
    while (inbox.is_busy() or is_live_waiting()) and time.monotonic() < until:
        time.sleep(0.1)


def _settle(run: Run) -> None:
    # The job that read it is not done before this function returns, so the edition is told here.
    chosen = edition(run.payload["edition"])
    make_current(chosen.uid, by=Actor.system(current_organization_id()), has_arrived=True)


def _seconds_left(done: int, left: int, seconds: float) -> float | None:
    return seconds * left / done if done else None


def _told(left: float | None) -> str:
    if left is None:
        return ""
    return (
        f"about {max(1, round(left / 60))} min left" if left > 90 else f"about {max(1, round(left))} s left"
    )
