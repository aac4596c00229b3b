"""Comments that are gone must be gone from what was learnt of them: left to a job, for it takes a while."""

from __future__ import annotations

from heedful.platform.core import queue
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.models import TaxonomyVersion

UNLEARN = "words.themes.unlearn"


def queue_unlearning(*, by: Actor) -> None:
    """Have every version looked through that was learnt from comments; once, however many are gone."""
    if not TaxonomyVersion.objects.exclude(fitted=None).exists():
        return
    if any(job.state == "waiting" for job in queue.latest(UNLEARN)):
        return
    with writing():
        queue.enqueue(UNLEARN, {}, by=by)
