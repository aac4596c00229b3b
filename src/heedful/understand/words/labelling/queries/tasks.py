"""What is to be labelled, and what was."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from heedful.listen.audiences.queries import within_sight
from heedful.listen.responses import queries as responses
from heedful.platform.core.errors import NotFound
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.labelling.types import LabelFacts, Progress, TaskFacts
from heedful.understand.words.models import LabelTask, ThemeLabel
from heedful.understand.words.themes.queries import taxonomy


def next_task(taxonomy_uid: str, *, by: Actor) -> TaskFacts | None:
    """Return the comment whose turn it is for this coder; None when all is done."""
    by.require(Permission.WRITE_SURVEYS)
    row = _open(taxonomy(taxonomy_uid).uid, by).order_by("order", "id").first()
    return _facts(row, by) if row else None


def task(uid: str, *, by: Actor) -> TaskFacts:
    by.require(Permission.WRITE_SURVEYS)
    row = _tasks(by).filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No comment to label {uid}.")
    return _facts(row, by)


def progress(taxonomy_uid: str, *, by: Actor) -> Progress:
    by.require(Permission.WRITE_SURVEYS)
    counted = (
        _tasks(by)
        .filter(taxonomy__uid=taxonomy_uid)
        .aggregate(tasks=Count("id"), done=Count("id", filter=Q(done_at__isnull=False)))
    )
    labels = ThemeLabel.objects.filter(within_sight(by, "response__unit_id"), taxonomy__uid=taxonomy_uid)
    return Progress(
        **counted,
        mine=_open(taxonomy_uid, by).count(),
        labelled_comments=labels.values("response_id", "question_id").distinct().count(),
        corrections=labels.filter(origin=ThemeLabel.Origin.EVIDENCE).count(),
    )


def labels(taxonomy_uid: str | None, cursor: str | None, limit: int | None, *, by: Actor) -> Page[LabelFacts]:
    """Return labels, the newest first."""
    by.require(Permission.READ_ANSWERS)
    rows = ThemeLabel.objects.filter(within_sight(by, "response__unit_id")).select_related(
        "taxonomy", "response"
    )
    if taxonomy_uid is not None:
        rows = rows.filter(taxonomy__uid=taxonomy_uid)
    return cursor_page(rows, _label, cursor=cursor, limit=limit)


def _label(row: ThemeLabel) -> LabelFacts:
    return LabelFacts(
        row.uid, row.taxonomy.uid, row.response.uid, row.question_id, row.theme, row.is_present, row.polarity,
        row.coder, row.origin, row.created_at,
    )  # fmt: skip


def _tasks(by: Actor) -> QuerySet[LabelTask]:
    return LabelTask.objects.filter(within_sight(by, "response__unit_id")).select_related(
        "taxonomy", "response", "response__survey", "question"
    )


def _open(taxonomy_uid: str, by: Actor) -> QuerySet[LabelTask]:
    """Return what waits for this coder: nobody is asked twice about a comment."""
    said = ThemeLabel.objects.filter(
        taxonomy__uid=taxonomy_uid, coder=by.label, origin=ThemeLabel.Origin.QUEUE
    )
    mine = set(said.values_list("response_id", "question_id"))
    rows = _tasks(by).filter(taxonomy__uid=taxonomy_uid, done_at=None)
    waiting = rows.values_list("pk", "response_id", "question_id")
    return rows.exclude(pk__in=[pk for pk, *key in waiting if tuple(key) in mine])


def _facts(row: LabelTask, by: Actor) -> TaskFacts:
    written = {one.question_id: one for one in responses.written_answers([row.response_id])}
    answer = written.get(row.question_id)
    said = ThemeLabel.objects.filter(
        taxonomy=row.taxonomy, response_id=row.response_id, question_id=row.question_id
    ).exclude(origin=ThemeLabel.Origin.EVIDENCE)
    mine = [one.theme for one in said if one.coder == by.label and one.is_present]
    return TaskFacts(
        uid=row.uid,
        taxonomy_uid=row.taxonomy.uid,
        response_uid=row.response.uid,
        response_id=row.response_id,
        question_id=row.question_id,
        question=row.question.text.get(row.response.survey.language)
        or next(iter(row.question.text.values()), ""),
        survey=row.response.survey.name,
        text=answer.text if answer else "",
        reason=row.reason,
        answered_at=row.response.answered_at,
        coders=len({one.coder for one in said}),
        wanted_coders=row.wanted_coders,
        mine=frozenset(mine) - {""} if mine else None,
    )
