"""Editions: begun, made current, taken out. Nothing that one has read is changed by another."""

from __future__ import annotations

from django.utils import timezone

from heedful.platform.core import audit, queue
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import Edition, WaitingText
from heedful.understand.words.readings.loaded import versions_here
from heedful.understand.words.readings.queries.editions import edition_facts
from heedful.understand.words.readings.types import EditionFacts
from heedful.understand.words.themes.queries import active_taxonomies

TIERS = ("fast", "quality")
REREAD, QUEUE_HISTORY, DROP = "words.reread", "words.queue_history", "words.drop_edition"


def start_edition(*, by: Actor, tier: str | None = None, then_current: bool = False) -> EditionFacts:
    """Begin an edition of the readers and themes as they are now, and read the history with it.

    Where nothing was current it is current at once, and the history waits behind what is new. Else it is
    read beside the current one; ``then_current`` makes it current when it has arrived. An edition that is
    still on its way is stopped: what it was to show is old before it is there. Without a ``tier`` it is the
    current edition's.
    """
    by.require(Permission.WRITE_SURVEYS)
    if tier is not None and tier not in TIERS:
        raise InvalidInput(Problem("tier", f"{tier!r} is none of {', '.join(TIERS)}"))
    with writing():
        _stop_others(by)
        current = Edition.objects.filter(state=Edition.State.CURRENT).first()
        begun = _begun(by, tier or (current.tier if current else TIERS[0]), is_first=current is None)
        kind = REREAD if current else QUEUE_HISTORY
        job = queue.enqueue(kind, {"edition": begun.uid, "then_current": then_current}, by=by)
        Edition.objects.filter(pk=begun.pk).update(job_uid=job.uid)
        begun.job_uid = job.uid
        audit.record(
            "edition.started",
            by=by,
            subject_uid=begun.uid,
            versions=begun.versions,
            taxonomies=begun.taxonomy_versions,
        )
    return edition_facts(begun)


def resume_edition(uid: str, *, by: Actor, then_current: bool = False) -> EditionFacts:
    """Go on with an edition whose job was stopped or failed; what it has read is not read again."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        found = _found(uid)
        if found.state != Edition.State.READING:
            raise Conflict("Only an edition on its way can go on.")
        if _is_running(found.job_uid):
            raise Conflict("It is being read already.")
        job = queue.enqueue(REREAD, {"edition": uid, "then_current": then_current}, by=by)
        Edition.objects.filter(pk=found.pk).update(job_uid=job.uid)
    return edition_facts(_found(uid))


def make_current(uid: str, *, by: Actor, has_arrived: bool = False) -> EditionFacts:
    """Let an edition count: new answers are read with it, and charts are drawn from what it has read.

    ``has_arrived`` is said by the job that has just read the whole history.
    """
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        wanted = _found(uid)
        if not has_arrived:
            _check_may_count(wanted)
        now = timezone.now()
        before = Edition.objects.filter(state=Edition.State.CURRENT)
        before.update(state=Edition.State.RETIRED, current_until=now)
        Edition.objects.filter(pk=wanted.pk).update(
            state=Edition.State.CURRENT, current_from=now, current_until=None
        )
        WaitingText.objects.filter(edition=wanted).update(edition=None)
        # Answers since it was last current, if there are any; then every number anew.
        queue.enqueue(QUEUE_HISTORY, {"edition": uid}, by=by)
        queue.enqueue("warehouse.rebuild", {}, by=by)
        audit.record("edition.made_current", by=by, subject_uid=uid)
    return edition_facts(_found(uid))


def drop_edition(uid: str, *, by: Actor) -> None:
    """Delete an edition that does not count, with all it has read: its charts cannot be drawn again."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        found = _found(uid)
        if found.state == Edition.State.CURRENT:
            raise Conflict("The current edition cannot be deleted; make another one current first.")
        if found.state == Edition.State.READING:
            _stop_others(by)
        WaitingText.objects.filter(edition=found).delete()
        queue.enqueue(DROP, {"edition": uid}, by=by)
        audit.record("edition.dropped", by=by, subject_uid=uid)


def _begun(by: Actor, tier: str, *, is_first: bool) -> Edition:
    state = Edition.State.CURRENT if is_first else Edition.State.READING
    return Edition.objects.create(
        state=state,
        tier=tier,
        versions=versions_here(tier),
        taxonomy_versions={one.uid: one.number for one in active_taxonomies()},
        created_by=by.label,
        current_from=timezone.now() if is_first else None,
    )


def _stop_others(by: Actor) -> None:
    """Stop editions on their way; what they have read stays until they are deleted."""
    for found in Edition.objects.filter(state=Edition.State.READING):
        if _is_running(found.job_uid):
            queue.cancel(found.job_uid, by=Actor.system(by.organization_id, by.label))
        WaitingText.objects.filter(edition=found).delete()
    Edition.objects.filter(state=Edition.State.READING).update(state=Edition.State.RETIRED)


def _check_may_count(wanted: Edition) -> None:
    if wanted.state == Edition.State.CURRENT:
        raise Conflict("It is current already.")
    if wanted.state == Edition.State.READING and not _has_arrived(wanted.job_uid):
        raise Conflict("It has not read the whole history yet.")
    if wanted.state == Edition.State.RETIRED and wanted.current_from is None:
        raise Conflict("It was stopped before it had read the whole history.")


def _found(uid: str) -> Edition:
    found = Edition.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(f"No edition {uid}.")
    return found


def _is_running(job_uid: str) -> bool:
    return _job_state(job_uid) in {"waiting", "running"}


def _has_arrived(job_uid: str) -> bool:
    return _job_state(job_uid) == "done"


def _job_state(job_uid: str) -> str:
    try:
        return queue.find(job_uid).state
    except NotFound:
        return "gone"
