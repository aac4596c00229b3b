"""Long work with progress, cancelling and resuming. The row is the queue."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.db import connection
from django.utils import timezone

from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, NotFound, TryLater
from heedful.platform.core.models import Job
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, JobFacts, Permission

log = logging.getLogger(__name__)
ABANDONED_AFTER = timedelta(seconds=60)
BEAT_EVERY = timedelta(seconds=15)
HEARTBEAT_SECONDS = 1.0
MAX_ATTEMPTS = 5


class Cancelled(Exception):
    """Somebody asked the running job to stop; what it finished stays."""


class Run:
    """A running job as its function sees it: tell progress, note a checkpoint, hear a cancel."""

    def __init__(self, job: Job) -> None:
        self.payload: dict[str, Any] = job.payload
        self.checkpoint: dict[str, Any] = job.checkpoint
        self.uid = job.uid
        self._pk = job.pk
        self._told_at = 0.0

    def tell(
        self,
        done: int,
        total: int | None = None,
        message: str = "",
        *,
        checkpoint: dict[str, Any] | None = None,
    ) -> None:
        """Write progress (at most once a second, always with a checkpoint); raise when cancelled."""
        if checkpoint is None and time.monotonic() - self._told_at < HEARTBEAT_SECONDS:
            return
        self._told_at = time.monotonic()
        changes: dict[str, Any] = {"done": done, "message": message[:300], "heartbeat_at": timezone.now()}
        if total is not None:
            changes["total"] = total
        if checkpoint is not None:
            self.checkpoint = changes["checkpoint"] = checkpoint
        with writing():
            Job.unscoped.filter(pk=self._pk).update(**changes)
        if Job.unscoped.filter(pk=self._pk, cancel_requested=True).exists():
            raise Cancelled


type JobFunction = Callable[[Run], dict[str, Any]]
_functions: dict[str, JobFunction] = {}


def job[F: JobFunction](kind: str) -> Callable[[F], F]:
    """Register the function that runs jobs of a kind and returns their result."""

    def register(function: F) -> F:
        _functions[kind] = function
        return function

    return register


def enqueue(kind: str, payload: dict[str, Any], *, by: Actor) -> Job:
    """Queue a job of the organisation in scope."""
    if kind not in _functions:
        raise LookupError(f"No function runs jobs of the kind {kind!r}")
    with writing():
        queued = Job.objects.create(kind=kind, payload=payload, requested_by=by.label)
        audit.record("job.queued", by=by, subject_uid=queued.uid, kind=kind)
    return queued


def cancel(uid: str, *, by: Actor) -> None:
    """Ask a waiting or running job to stop."""
    by.require(Permission.IMPORT)
    with writing():
        try:
            found = Job.objects.get(uid=uid)
        except Job.DoesNotExist:
            raise NotFound(f"No job {uid}.") from None
        if found.state not in {Job.State.WAITING, Job.State.RUNNING}:
            raise Conflict(f"Job {uid} has ended.")
        waiting = found.state == Job.State.WAITING
        Job.objects.filter(pk=found.pk).update(
            cancel_requested=True, **({"state": Job.State.CANCELLED} if waiting else {})
        )
        audit.record("job.cancelled", by=by, subject_uid=uid)


def run_now(queued: Job) -> Job:
    """Run a job in this process (command line, tests) and return it as it ended."""
    if _claim(queued):
        _execute(queued)
    queued.refresh_from_db()
    return queued


def run_due() -> bool:
    """Run one due or abandoned job of any organisation; say whether there was one."""
    now = timezone.now()
    due = Job.unscoped.filter(state=Job.State.WAITING, due_at__lte=now).order_by("due_at").first()
    abandoned = Job.unscoped.filter(state=Job.State.RUNNING, heartbeat_at__lt=now - ABANDONED_AFTER).first()
    found = due or abandoned
    if found is None:
        return False
    if found.state == Job.State.RUNNING and found.attempts >= MAX_ATTEMPTS:
        _finish(found, state=Job.State.FAILED, error="Every process that ran it died.")
    elif _claim(found):
        _execute(found)
    return True


def _claim(found: Job) -> bool:
    with writing():
        return bool(
            Job.unscoped.filter(pk=found.pk, state=found.state, attempts=found.attempts).update(
                state=Job.State.RUNNING, attempts=found.attempts + 1, heartbeat_at=timezone.now()
            )
        )


def _execute(found: Job) -> None:
    found.refresh_from_db()
    try:
        with organization_scope(found.organization_id), _beating(found):
            result = _functions[found.kind](Run(found))
    except Cancelled:
        _finish(found, state=Job.State.CANCELLED)
    except TryLater as error:
        _retry(found, error)
    except Exception as error:
        log.exception("Job %s (%s) failed", found.uid, found.kind)
        _finish(found, state=Job.State.FAILED, error=f"{type(error).__name__}: {error}")
    else:
        _finish(found, state=Job.State.DONE, result=result)


@contextmanager
def _beating(found: Job) -> Iterator[None]:
    # A step may take longer than a worker may be silent; only a process that died stops beating.
    ended = Event()
    thread = Thread(target=_beat, args=(found.pk, ended), name=f"heart of {found.uid}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(pk: int, ended: Event) -> None:
    try:
        while not ended.wait(BEAT_EVERY.total_seconds()):
            with writing():
                Job.unscoped.filter(pk=pk).update(heartbeat_at=timezone.now())
    except Exception:
        log.exception("The heart of job %s stopped", pk)
    finally:
        connection.close()


def _retry(found: Job, error: TryLater) -> None:
    if found.attempts >= MAX_ATTEMPTS:
        _finish(found, state=Job.State.FAILED, error=str(error))
        return
    with writing():
        Job.unscoped.filter(pk=found.pk).update(
            state=Job.State.WAITING,
            due_at=timezone.now() + timedelta(seconds=10 * 2**found.attempts),
            error=str(error),
        )


def _finish(found: Job, **changes: Any) -> None:
    with writing():
        Job.unscoped.filter(pk=found.pk).update(finished_at=timezone.now(), **changes)


def find(uid: str, *, kind: str | None = None) -> JobFacts:
    """Return a job of the organisation in scope."""
    found = Job.objects.filter(uid=uid, **({"kind": kind} if kind else {})).first()
    if found is None:
        raise NotFound(f"No job {uid}.")
    return _facts(found)


def latest(kind: str, *, limit: int = 10) -> tuple[JobFacts, ...]:
    """Return the newest jobs of a kind."""
    return tuple(_facts(found) for found in Job.objects.filter(kind=kind).order_by("-id")[:limit])


def _facts(found: Job) -> JobFacts:
    return JobFacts(
        found.uid,
        found.kind,
        found.state,
        found.done,
        found.total,
        found.message,
        found.error,
        found.payload,
        found.result,
        found.created_at,
        found.finished_at,
        found.requested_by,
    )
