"""Writes of the editor: change a draft, undo, redo."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from heedful.design.surveys.documents import definition_from, document_of
from heedful.design.surveys.editor.changes import Change
from heedful.design.surveys.editor.queries import DraftState, edited, newest_revision, state_of
from heedful.design.surveys.models import DraftRevision, Survey, SurveyVersion
from heedful.design.surveys.services import save_draft
from heedful.design.surveys.types import SurveyDefinition
from heedful.platform.core.errors import Conflict, NotFound
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

KEPT = 200  # revisions of a survey
ONE_SITTING = timedelta(minutes=10)  # within it, one line of the audit log tells of all changes


class EditConflict(Conflict):
    """Somebody else changed the same thing since this editor read it; nothing was written."""

    code = "edit-conflict"

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(f"{by} changed this meanwhile; yours is not saved.")
        self.by = by
        self.at = at


def change_draft(
    *, by: Actor, survey_uid: str, change: Change, revision: int | None = None, overwrite: bool = False
) -> DraftState:
    """Apply a change to the draft as it is now; raise :class:`EditConflict` where another touched the same.

    ``revision`` is the state the editor had read. What others changed elsewhere in the survey is kept.
    """
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        head = _head(survey_uid, by)
        now = definition_from(head.definition)
        if revision is not None and revision != head.number and not overwrite:
            _refuse_collision(head, change, revision, now)
        changed = document_of(change.apply(now))
        if changed != head.definition:
            head = _keep(head, changed, change.place, by, back=head.number)
        return state_of(head)


def undo(*, by: Actor, survey_uid: str) -> DraftState:
    """Go back to the state before the last change, whoever made it."""
    return _walk(by, survey_uid, back=True)


def redo(*, by: Actor, survey_uid: str) -> DraftState:
    return _walk(by, survey_uid, back=False)


def _walk(by: Actor, survey_uid: str, *, back: bool) -> DraftState:
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        head = _head(survey_uid, by)
        wanted = head.back if back else head.forward
        target = DraftRevision.objects.filter(survey_id=head.survey_id, number=wanted or 0).first()
        if target is None:
            return state_of(head)
        place = "undo" if back else "redo"
        forward = head.number if back else target.forward
        return state_of(_keep(head, target.definition, place, by, back=target.back, forward=forward))


def _head(survey_uid: str, by: Actor) -> DraftRevision:
    """Return the newest revision; what was drafted elsewhere (a file, the API) becomes one."""
    row = Survey.objects.select_for_update().filter(uid=survey_uid).first()
    if row is None:
        raise NotFound(f"No survey {survey_uid}.")
    if row.archived_at is not None:
        raise Conflict(f"Survey {row.name} is archived; restore it first.")
    current = document_of(edited(row))
    head = newest_revision(row.pk)
    if head is None or head.definition != current:
        number = head.number + 1 if head else 1
        head = DraftRevision.objects.create(
            survey=row, number=number, definition=current, place="", changed_by=by.label
        )
    return head


def _refuse_collision(head: DraftRevision, change: Change, revision: int, now: SurveyDefinition) -> None:
    known = DraftRevision.objects.filter(survey_id=head.survey_id, number=revision).first()
    if known is None:
        raise EditConflict(head.changed_by, head.changed_at)
    if change.touched(definition_from(known.definition)) != change.touched(now):
        theirs = DraftRevision.objects.filter(survey_id=head.survey_id, place=change.place).order_by(
            "-number"
        )
        who = theirs.first() or head
        raise EditConflict(who.changed_by, who.changed_at)


def _keep(
    head: DraftRevision,
    document: dict[str, object],
    place: str,
    by: Actor,
    *,
    back: int | None,
    forward: int | None = None,
) -> DraftRevision:
    is_told = head.changed_by == by.label and head.changed_at > timezone.now() - ONE_SITTING and head.place
    _write_draft(head.survey, document, by, is_told=bool(is_told))
    made = DraftRevision.objects.create(
        survey_id=head.survey_id,
        number=head.number + 1,
        definition=document,
        place=place[:200],
        back=back,
        forward=forward,
        changed_by=by.label,
    )
    DraftRevision.objects.filter(survey_id=head.survey_id, number__lte=made.number - KEPT).delete()
    return made


def _write_draft(row: Survey, document: dict[str, object], by: Actor, *, is_told: bool) -> None:
    is_published = SurveyVersion.objects.filter(survey=row).exists()
    definition = definition_from(document)
    if not is_told or (not is_published and definition.name != row.name):
        save_draft(by=by, survey_uid=row.uid, definition=definition)
    else:
        Survey.objects.filter(pk=row.pk).update(draft=document)
