"""Editions: which there are, and which one counts."""

from __future__ import annotations

from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import Edition
from heedful.understand.words.readings.types import EditionFacts


def current_edition() -> EditionFacts | None:
    """Return the edition that new answers are read with; None before anything was read."""
    row = Edition.objects.filter(state=Edition.State.CURRENT).first()
    return edition_facts(row) if row else None


def reading_editions() -> tuple[EditionFacts, ...]:
    """Return those on their way through the history."""
    return tuple(
        edition_facts(row) for row in Edition.objects.filter(state=Edition.State.READING).order_by("id")
    )


def edition(uid: str) -> EditionFacts:
    row = Edition.objects.filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No edition {uid}.")
    return edition_facts(row)


def edition_by_id(edition_id: int) -> EditionFacts:
    row = Edition.objects.filter(pk=edition_id).first()
    if row is None:
        raise NotFound("No such edition.")
    return edition_facts(row)


def editions(*, by: Actor) -> tuple[EditionFacts, ...]:
    """Return all, the newest first."""
    by.require(Permission.READ_SCORES)
    return tuple(edition_facts(row) for row in Edition.objects.order_by("-id"))


def edition_facts(row: Edition) -> EditionFacts:
    return EditionFacts(
        id=row.pk,
        uid=row.uid,
        state=row.state,
        tier=row.tier,
        versions=row.versions,
        taxonomy_versions=row.taxonomy_versions,
        created_at=row.created_at,
        created_by=row.created_by,
        current_from=row.current_from,
        current_until=row.current_until,
        job_uid=row.job_uid,
    )
