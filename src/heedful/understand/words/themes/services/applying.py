"""A draft becomes a version that is read with; labels are learnt from. Both end in reading anew."""

from __future__ import annotations

from django.utils import timezone

from heedful.platform.core import audit, queue
from heedful.platform.core.errors import Conflict, InvalidInput, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.models import Taxonomy
from heedful.understand.words.themes import queries
from heedful.understand.words.themes.rows import applied_row, draft_row, taxonomy_row
from heedful.understand.words.themes.types import TaxonomyFacts, digest_of
from heedful.understand.words.themes.yaml_files import document_from

LEARN = "words.themes.learn"


def apply_draft(uid: str, *, by: Actor, digest: str | None = None) -> TaxonomyFacts:
    """Make the draft the version that comments are read with; the history is read anew in the background.

    ``digest`` is that of the draft somebody looked at; if it was changed meanwhile, nothing is applied.
    """
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = taxonomy_row(uid)
        draft = draft_row(row)
        if draft is None:
            raise Conflict(f"{row.name} has no draft.")
        document = document_from(draft.document)
        if digest is not None and digest != digest_of(document):
            raise Conflict("The draft was changed since you looked at it; look at the preview again.")
        if not document.themes:
            raise InvalidInput(Problem("themes", "there is no theme to apply"))
        draft.is_draft, draft.applied_at, draft.created_by = False, timezone.now(), by.label
        draft.save()
        audit.record("taxonomy.applied", by=by, subject_uid=uid, number=draft.number, changes=draft.changes)
        if row.is_default or row.surveys.exists():
            read_again(row, by=by)
    return queries.taxonomy(uid)


def fit_taxonomy(uid: str, *, by: Actor) -> JobFacts:
    """Learn from the labels that people gave; a job, which ends in reading anew if anything was learnt."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = taxonomy_row(uid)
        if applied_row(row) is None:
            raise Conflict(f"Nothing of {row.name} was applied yet; apply its draft first.")
        return _queued(row.uid, "labels", by)


def read_again(row: Taxonomy | None, *, by: Actor) -> JobFacts:
    """Learn what is usual for a taxonomy's themes, then read the history with it."""
    return _queued(row.uid if row else None, "version", by)


def _queued(uid: str | None, reason: str, by: Actor) -> JobFacts:
    waiting = (job for job in queue.latest(LEARN) if job.state == "waiting")
    for job in waiting:
        # It will see what is true when it runs: once is enough.
        if (job.payload["taxonomy"], job.payload["reason"]) == (uid, reason):
            return job
    payload = {"taxonomy": uid, "reason": reason, "asked_by": by.label}
    return queue.find(queue.enqueue(LEARN, payload, by=by).uid)
