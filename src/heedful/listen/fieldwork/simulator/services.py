"""Starts simulations: small ones at once, large ones in the worker."""

from __future__ import annotations

from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork.simulator.permission import check_permitted
from heedful.listen.fieldwork.simulator.scenario import Trial, trial_document
from heedful.listen.fieldwork.simulator.work import KIND
from heedful.platform.core import queue
from heedful.platform.core.types import Actor, JobFacts

AT_ONCE = 3_000  # people: a second or two


def start_simulation(trial: Trial, *, by: Actor) -> JobFacts:
    """Queue a simulation; for few people it is done when this returns."""
    check_permitted(by)
    queued = queue.enqueue(KIND, {"trial": trial_document(trial)}, by=by)
    if audiences.contact_count(by=by) <= AT_ONCE:
        queue.run_now(queued)
    return queue.find(queued.uid, kind=KIND)
