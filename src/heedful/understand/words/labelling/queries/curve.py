"""The learning curve that was measured last."""

from __future__ import annotations

from heedful.platform.core.queue import latest
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.labelling.services.curve import CURVE
from heedful.understand.words.labelling.types import LearningCurve
from heedful.understand.words.themes.queries import taxonomy as taxonomy_by_uid

LOOKED_THROUGH = 50  # jobs, of all taxonomies


def learning_curve(taxonomy_uid: str, *, by: Actor) -> LearningCurve:
    """Return the newest curve of a taxonomy, and the job on its way or that failed since."""
    by.require(Permission.READ_SCORES)
    taxonomy_by_uid(taxonomy_uid)
    jobs = [one for one in latest(CURVE, limit=LOOKED_THROUGH) if one.payload["taxonomy"] == taxonomy_uid]
    done = next((one for one in jobs if one.state == "done"), None)
    newest = jobs[0] if jobs and jobs[0].state != "done" else None
    return LearningCurve() if done is None and newest is None else _curve(done, newest)


def _curve(done: JobFacts | None, newest: JobFacts | None) -> LearningCurve:
    if done is None:
        return LearningCurve(job=newest)
    from heedful.methods.language.themes.curve import CurvePoint  # numpy: only where there is a curve

    told = done.result
    points = tuple(CurvePoint(**point) for point in told["points"])
    return LearningCurve(points, told["labelled"], told["draws"], done.finished_at, newest)
