from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from heedful.listen.audiences import queries as audiences
from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Actor, Permission
from heedful.understand.boards.models import Annotation
from heedful.understand.boards.types import AnnotationFacts


def known_annotations(
    *, by: Actor, survey_uid: str | None = None, from_on: date | None = None, to_on: date | None = None
) -> tuple[AnnotationFacts, ...]:
    """Return what happened, oldest first: for everything, and for the survey named."""
    by.require(Permission.READ_SCORES)
    rows = visible_annotations(by)
    if survey_uid:
        rows = rows.filter(Q(survey__isnull=True) | Q(survey__uid=survey_uid))
    if from_on:
        rows = rows.filter(on__gte=from_on)
    if to_on:
        rows = rows.filter(on__lte=to_on)
    return tuple(annotation_facts(row) for row in rows.order_by("on", "id"))


def annotation(uid: str, *, by: Actor) -> AnnotationFacts:
    by.require(Permission.READ_SCORES)
    row = visible_annotations(by).filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No annotation {uid}.")
    return annotation_facts(row)


def visible_annotations(by: Actor) -> QuerySet[Annotation]:
    """Return the annotations of everything and of the units an actor sees."""
    rows = Annotation.objects.select_related("survey", "unit")
    if by.unit_ids is None:
        return rows
    below = Q(unit__isnull=True)
    units = audiences.units()
    for unit_id in by.unit_ids & units.keys():
        below |= Q(unit__path__startswith=units[unit_id].path)
    return rows.filter(below)


def annotation_facts(row: Annotation) -> AnnotationFacts:
    return AnnotationFacts(
        uid=row.uid,
        on=row.on,
        text=row.text,
        survey_uid=row.survey.uid if row.survey else "",
        unit_uid=row.unit.uid if row.unit else "",
        created_by=row.created_by,
    )
