from __future__ import annotations

from datetime import date

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.understand.boards.models import Annotation
from heedful.understand.boards.queries.annotations import annotation_facts, visible_annotations
from heedful.understand.boards.types import AnnotationFacts


def add_annotation(
    *, by: Actor, on: date, text: str, survey_uid: str | None = None, unit_uid: str | None = None
) -> AnnotationFacts:
    """Note what happened on a day, for everything, for a survey or for a unit."""
    by.require(Permission.WRITE_BOARDS)
    text = text.strip()
    if not text or len(text) > 200:
        raise InvalidInput(Problem("text", "Say in 1 to 200 characters what happened."))
    survey_id = surveys.survey(survey_uid).id if survey_uid else None
    unit_id = audiences.unit(unit_uid, by=by).id if unit_uid else None
    with writing():
        row = Annotation.objects.create(
            on=on, text=text, survey_id=survey_id, unit_id=unit_id, created_by=by.label
        )
        audit.record("annotation.added", by=by, subject_uid=row.uid, on=on.isoformat(), text=text)
    return annotation_facts(row)


def remove_annotation(annotation_uid: str, *, by: Actor) -> None:
    by.require(Permission.WRITE_BOARDS)
    with writing():
        row = visible_annotations(by).filter(uid=annotation_uid).first()
        if row is None:
            raise NotFound(f"No annotation {annotation_uid}.")
        audit.record("annotation.removed", by=by, subject_uid=row.uid, text=row.text)
        row.delete()
