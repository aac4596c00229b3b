"""Plans: written, started, paused, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.services import ensure_contacts
from heedful.listen.audiences.types import NewContact
from heedful.listen.fieldwork.events import AsksRecorded, PlanStarted
from heedful.listen.fieldwork.models import Ask, FieldworkPlan, PlanMember
from heedful.listen.fieldwork.queries.plans import plan as plan_by_uid
from heedful.listen.fieldwork.rules.plan_documents import plan_document, plan_from
from heedful.listen.fieldwork.rules.schedule import next_due
from heedful.listen.fieldwork.types import (
    AudienceKind,
    Disposition,
    PlanDefinition,
    PlanFacts,
    PlanState,
    TriggerKind,
)
from heedful.platform.core import audit
from heedful.platform.core.bulk import insert_rows
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

MAX_MEMBERS = 1_000_000
_SETTLED = frozenset({PlanState.RUNNING, PlanState.ENDED})


def define_plan(*, by: Actor, survey_uid: str, document: Mapping[str, Any]) -> PlanFacts:
    """Write a plan down; nobody is asked before it is started."""
    by.require(Permission.WRITE_SURVEYS)
    definition = _checked(document)
    survey = surveys.survey(survey_uid)
    with writing():
        row = FieldworkPlan.objects.create(survey_id=survey.id, created_by=by.label, **_columns(definition))
        audit.record("plan.defined", by=by, subject_uid=row.uid, survey=survey_uid, name=row.name)
    return plan_by_uid(row.uid, by=by)


def change_plan(uid: str, *, by: Actor, document: Mapping[str, Any]) -> PlanFacts:
    """Change a plan that does not run: what was announced to people is kept to."""
    by.require(Permission.WRITE_SURVEYS)
    definition = _checked(document)
    with writing():
        row = _locked(uid)
        if row.state in _SETTLED:
            raise Conflict("A running plan is not changed; pause it first. An ended one stays as it was.")
        before = row.document
        FieldworkPlan.objects.filter(pk=row.pk).update(**_columns(definition))
        audit.record("plan.changed", by=by, subject_uid=uid, before=before, after=plan_document(definition))
    return plan_by_uid(uid, by=by)


def _checked(document: Mapping[str, Any]) -> PlanDefinition:
    definition = plan_from(document)
    if definition.audience.kind is AudienceKind.UNIT:
        try:
            audiences.unit(definition.audience.unit)
        except NotFound:
            raise InvalidInput(Problem("audience.unit", "there is no such unit")) from None
    return definition


def _columns(definition: PlanDefinition) -> dict[str, Any]:
    trigger = definition.trigger
    return {
        "name": definition.name,
        "channel": str(definition.channel),
        "document": plan_document(definition),
        "event_name": trigger.event if trigger.kind is TriggerKind.EVENT else "",
    }


def start_plan(uid: str, *, by: Actor, now: datetime | None = None) -> PlanFacts:
    """From now on the plan asks, or goes on asking after a pause."""
    by.require(Permission.WRITE_SURVEYS)
    moment = now or timezone.now()
    with writing():
        row = _locked(uid)
        if row.state in _SETTLED:
            raise Conflict("The plan runs already." if row.state == PlanState.RUNNING else _ENDED)
        definition = plan_from(row.document)
        _refuse_unready(row, definition)
        FieldworkPlan.objects.filter(pk=row.pk).update(
            state=PlanState.RUNNING,
            started_at=row.started_at or moment,
            next_at=_first_due(row, definition, moment),
        )
        audit.record("plan.started", by=by, subject_uid=uid)
        announce(PlanStarted(uid))
    return plan_by_uid(uid, by=by)


_TOO_LATE = gettext_noop("The plan ended before its turn.")
_ENDED = "An ended plan is not started again; make another one."


def _refuse_unready(row: FieldworkPlan, definition: PlanDefinition) -> None:
    if surveys.survey_by_id(row.survey_id).version_id is None:
        raise Conflict("The survey has no published version yet; publish it first.")
    is_list = definition.audience.kind is AudienceKind.LIST
    if is_list and not PlanMember.objects.filter(plan=row).exists():
        raise Conflict("Nobody is on the list of this plan yet; add contacts first.")


def _first_due(row: FieldworkPlan, definition: PlanDefinition, now: datetime) -> datetime | None:
    if definition.trigger.kind is not TriggerKind.WAVE:
        return next_due(definition.trigger, now, organization().zone)
    if row.started_at is not None and row.next_at is None:
        return None  # the wave was sent before the pause
    return max(definition.trigger.wave_at or now, now)


def pause_plan(uid: str, *, by: Actor) -> PlanFacts:
    """Stop asking for a while; what is waiting waits on."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _locked(uid)
        if row.state != PlanState.RUNNING:
            raise Conflict("Only a running plan can be paused.")
        FieldworkPlan.objects.filter(pk=row.pk).update(state=PlanState.PAUSED)
        audit.record("plan.paused", by=by, subject_uid=uid)
    return plan_by_uid(uid, by=by)


def end_plan(uid: str, *, by: Actor) -> PlanFacts:
    """Ask nobody any more, remind nobody; those who were still waiting are not asked."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _locked(uid)
        if row.state == PlanState.ENDED:
            raise Conflict("The plan has ended.")
        waiting = Ask.objects.filter(plan=row, disposition=Disposition.POSTPONED)
        ids = list(waiting.values_list("id", flat=True))
        waiting.update(disposition=Disposition.BLOCKED, due_at=None, reason=_TOO_LATE)
        Ask.objects.filter(plan=row).update(due_at=None)
        FieldworkPlan.objects.filter(pk=row.pk).update(
            state=PlanState.ENDED, next_at=None, ended_at=timezone.now()
        )
        audit.record("plan.ended", by=by, subject_uid=uid, not_asked=len(ids))
        if ids:
            announce(AsksRecorded(ask_ids=ids))
    return plan_by_uid(uid, by=by)


def drop_plan(uid: str, *, by: Actor) -> None:
    """Forget a plan that asked nobody yet."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _locked(uid)
        if row.state != PlanState.DRAFT or Ask.objects.filter(plan=row).exists():
            raise Conflict("A plan that has asked is kept, for its asks belong to it; end it instead.")
        row.delete()
        audit.record("plan.dropped", by=by, subject_uid=uid, name=row.name)


def add_members(uid: str, new: Sequence[NewContact], *, by: Actor) -> int:
    """Put contacts on the list of a plan, making those nobody knows; return how many were not on it."""
    by.require(Permission.WRITE_SURVEYS)
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        row = _locked(uid)
        if row.document["audience"]["kind"] != AudienceKind.LIST:
            raise Conflict("The audience of this plan is not a list.")
        if row.state == PlanState.ENDED:
            raise Conflict(_ENDED)
        ids = set(ensure_contacts(new, by=by))
        ids -= set(PlanMember.objects.filter(plan=row).values_list("contact_id", flat=True))
        insert_rows(
            PlanMember, ["plan", "contact"], [(row.pk, id_) for id_ in sorted(ids)], ignore_conflicts=True
        )
        audit.record("plan.members_added", by=by, subject_uid=uid, count=len(ids))
    return len(ids)


def _locked(uid: str) -> FieldworkPlan:
    row = FieldworkPlan.objects.select_for_update().filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No plan {uid}.")
    return row
