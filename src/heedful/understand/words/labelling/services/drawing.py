"""Asks for comments to be drawn; the job does it."""

from __future__ import annotations

from heedful.platform.core.errors import Conflict, InvalidInput, Problem
from heedful.platform.core.queue import enqueue, find
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.themes.queries import taxonomy as taxonomy_by_uid

DRAW = "words.draw_labels"
MOST = 500


def draw_tasks(taxonomy_uid: str, *, by: Actor, wanted: int = 60) -> JobFacts:
    """Queue the drawing of comments to label."""
    by.require(Permission.WRITE_SURVEYS)
    if not 2 <= wanted <= MOST:
        raise InvalidInput(Problem("wanted", f"must be 2 to {MOST}"))
    if not taxonomy_by_uid(taxonomy_uid).number:
        raise Conflict("Nothing of this taxonomy is applied yet: there are no themes to look for.")
    queued = enqueue(DRAW, {"taxonomy": taxonomy_uid, "wanted": wanted, "asked_by": by.label}, by=by)
    return find(queued.uid)
