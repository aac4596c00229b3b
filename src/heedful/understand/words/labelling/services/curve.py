"""Asks how much more labels would help; the job measures it."""

from __future__ import annotations

from heedful.platform.core.errors import Conflict
from heedful.platform.core.queue import enqueue, find
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.models import ThemeLabel
from heedful.understand.words.themes.queries import taxonomy as taxonomy_by_uid

CURVE = "words.learning_curve"
FEWEST = 20  # labelled comments: of fewer, a fifth judges nothing


def measure_curve(taxonomy_uid: str, *, by: Actor) -> JobFacts:
    """Queue the measuring of what themes learn from more and more of the labels."""
    by.require(Permission.WRITE_SURVEYS)
    chosen = taxonomy_by_uid(taxonomy_uid)
    labelled = ThemeLabel.objects.filter(taxonomy_id=chosen.id)
    n = labelled.values("response_id", "question_id").distinct().count()
    if n < FEWEST:
        raise Conflict(
            f"{n} comments are labelled; {FEWEST} are needed to learn from some and judge by others."
        )
    queued = enqueue(CURVE, {"taxonomy": taxonomy_uid, "asked_by": by.label}, by=by)
    return find(queued.uid)
