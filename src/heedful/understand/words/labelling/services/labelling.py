"""A coder's word on a whole comment: which themes it speaks of, or none of them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Max
from django.utils import timezone

from heedful.listen.responses import queries as responses
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import LabelTask, ThemeLabel
from heedful.understand.words.themes.queries import taxonomy as taxonomy_by_uid

NONE_OF_THESE = ""


def label_comment(task_uid: str, themes: Collection[str], *, by: Actor) -> None:
    """Say which themes a comment of the queue speaks of; none is an answer too. The newer word counts."""
    by.require(Permission.WRITE_SURVEYS)
    task = _task(task_uid, by)
    known = {theme.key for theme in taxonomy_by_uid(task.taxonomy.uid).document.themes}
    if wrong := sorted(set(themes) - known):
        raise InvalidInput(Problem("themes", f"{wrong[0]!r} is no theme of {task.taxonomy.name}."))
    with writing():
        mine = {"taxonomy": task.taxonomy, "response_id": task.response_id, "question_id": task.question_id}
        ThemeLabel.objects.filter(**mine, coder=by.label).delete()
        ThemeLabel.objects.bulk_create(
            ThemeLabel(**mine, theme=theme, is_present=True, coder=by.label, origin=ThemeLabel.Origin.QUEUE)
            for theme in sorted(themes) or [NONE_OF_THESE]
        )
        coders = ThemeLabel.objects.filter(**mine, origin=ThemeLabel.Origin.QUEUE).values("coder").distinct()
        if coders.count() >= task.wanted_coders:
            LabelTask.objects.filter(pk=task.pk).update(done_at=timezone.now())
        audit.record("comment.labelled", by=by, subject_uid=task.response.uid, themes=sorted(themes))


def skip_task(task_uid: str, *, by: Actor) -> None:
    """Put a comment at the end of the queue."""
    by.require(Permission.WRITE_SURVEYS)
    task = _task(task_uid, by)
    with writing():
        last = LabelTask.objects.filter(taxonomy=task.taxonomy).aggregate(last=Max("order"))["last"] or 0.0
        LabelTask.objects.filter(pk=task.pk).update(order=last + 1)


def drop_open_tasks(taxonomy_uid: str, *, by: Actor) -> int:
    """Empty the queue of a taxonomy; what was labelled stays."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        dropped, _ = LabelTask.objects.filter(taxonomy__uid=taxonomy_uid, done_at=None).delete()
        audit.record("labels.dropped", by=by, subject_uid=taxonomy_uid, tasks=dropped)
    return dropped


def _task(uid: str, by: Actor) -> LabelTask:
    found = LabelTask.objects.select_related("taxonomy", "response").filter(uid=uid).first()
    if found is None:
        raise NotFound(f"No comment to label {uid}.")
    responses.response(found.response.uid, by=by)  # who may not see the answer does not label it
    return found
