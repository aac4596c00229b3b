"""Reads of drafts: what is worked on, and where in its history it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from heedful.design.surveys.documents import definition_from, document_of
from heedful.design.surveys.models import DraftRevision, Survey, SurveyVersion
from heedful.design.surveys.types import SurveyDefinition
from heedful.platform.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class DraftState:
    """``number`` is what an editor says it has read when it writes."""

    definition: SurveyDefinition
    number: int
    may_undo: bool = False
    may_redo: bool = False
    changed_by: str = ""
    changed_at: datetime | None = None


def draft_state(survey_uid: str) -> DraftState:
    """Return what is worked on: the draft, else the published version, else nothing yet."""
    row = Survey.objects.filter(uid=survey_uid).first()
    if row is None:
        raise NotFound(f"No survey {survey_uid}.")
    definition, head = edited(row), newest_revision(row.pk)
    if head is not None and head.definition == document_of(definition):
        return state_of(head)
    # The first change will write down what it began with under this number.
    return DraftState(definition, head.number + 1 if head else 1)


def state_of(head: DraftRevision) -> DraftState:
    return DraftState(
        definition=definition_from(head.definition),
        number=head.number,
        may_undo=head.back is not None,
        may_redo=head.forward is not None,
        changed_by=head.changed_by,
        changed_at=head.changed_at,
    )


def edited(row: Survey) -> SurveyDefinition:
    if row.draft is not None:
        return definition_from(row.draft)
    newest = SurveyVersion.objects.filter(survey=row).order_by("-number").first()
    if newest is not None:
        return definition_from(newest.definition)
    return SurveyDefinition(row.name, (), row.language)


def newest_revision(survey_id: int) -> DraftRevision | None:
    return DraftRevision.objects.filter(survey_id=survey_id).order_by("-number").first()
