from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, QuerySet

from heedful.design.surveys import queries as surveys
from heedful.listen.fieldwork.models import Ask, FieldworkPlan
from heedful.listen.fieldwork.rules.fielding import Fielding
from heedful.listen.fieldwork.rules.plan_documents import plan_from
from heedful.listen.fieldwork.types import SENT_CHANNELS, Disposition, PlanFacts, PlanState, TriggerKind
from heedful.platform.core.errors import NotFound
from heedful.platform.core.memory import made_of, remembered
from heedful.platform.core.types import Actor, Permission


def plan(uid: str, *, by: Actor) -> PlanFacts:
    by.require(Permission.READ_SURVEYS)
    row = _rows().filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No plan {uid}.")
    return plan_facts(row)


def plans(*, by: Actor, survey_id: int | None = None) -> tuple[PlanFacts, ...]:
    """Plans of the organisation or of a survey: those that run first."""
    by.require(Permission.READ_SURVEYS)
    rows = _rows() if survey_id is None else _rows().filter(survey_id=survey_id)
    found = [plan_facts(row) for row in rows.order_by("-id")]
    order = [PlanState.RUNNING, PlanState.PAUSED, PlanState.DRAFT, PlanState.ENDED]
    return tuple(sorted(found, key=lambda one: order.index(one.state)))


def plans_by_id(plan_ids: Iterable[int]) -> dict[int, PlanFacts]:
    return {row.pk: plan_facts(row) for row in _rows().filter(id__in=set(plan_ids))}


def plan_names() -> dict[int, tuple[str, str]]:
    """Uid and name of every plan by id."""
    rows = FieldworkPlan.objects.values_list("id", "uid", "name")
    return {id_: (uid, name) for id_, uid, name in rows}


def plans_on_event(name: str) -> tuple[PlanFacts, ...]:
    """Running plans that wait for an event of this name."""
    return tuple(plan_facts(row) for row in _rows().filter(event_name=name, state=PlanState.RUNNING))


def _running(survey_id: int, channel: str) -> QuerySet[FieldworkPlan]:
    rows = FieldworkPlan.objects.filter(survey_id=survey_id, channel=channel, state=PlanState.RUNNING)
    return rows.annotate(name_of_survey=F("survey__name")).order_by("-id")


@remembered
@made_of(_running)
def always_on_plan(survey_id: int, channel: str) -> PlanFacts | None:
    """The running plan for whoever comes along by this channel; members of its list are not counted."""
    for row in _running(survey_id, channel):
        if row.document.get("trigger", {}).get("kind") == TriggerKind.ALWAYS:
            return plan_facts(row)
    return None


def fielding_of(survey_id: int, channel: str, plan_id: int | None) -> Fielding | None:
    """Return the plan that asks: the one named, else the running one for whoever comes along."""
    if plan_id is None:
        found = None if channel in SENT_CHANNELS else always_on_plan(survey_id, channel)
        return Fielding(found) if found else None
    plans = plans_by_id([plan_id])
    if plan_id not in plans:
        raise NotFound("No such plan.")
    return Fielding(plans[plan_id])


def due_plans(now: datetime) -> tuple[tuple[int, str], ...]:
    """Organisation and uid of every plan whose time has come, in all organisations: for the worker."""
    rows = FieldworkPlan.unscoped.filter(state=PlanState.RUNNING, next_at__lte=now).order_by("next_at")
    return tuple(rows.values_list("organization_id", "uid"))


def due_asks(now: datetime, limit: int, *, after_id: int = 0) -> tuple[tuple[int, int], ...]:
    """Organisation and id of asks that wait for now, of plans that run or none: for the worker."""
    rows = Ask.unscoped.filter(due_at__lte=now, id__gt=after_id).order_by("id")
    rows = rows.exclude(plan__state__in=[PlanState.PAUSED, PlanState.ENDED, PlanState.DRAFT])
    return tuple(rows.values_list("organization_id", "id")[:limit])


def plan_counts(plan_ids: Iterable[int]) -> dict[int, dict[Disposition, int]]:
    """How the asks of plans stand: how many of each disposition, by plan."""
    rows = Ask.objects.filter(plan_id__in=set(plan_ids), is_test=False).order_by()
    found: dict[int, dict[Disposition, int]] = {}
    for plan_id, step, n in rows.values_list("plan_id", "disposition").annotate(n=Count("id")):
        found.setdefault(plan_id, {})[Disposition(step)] = n
    return found


def _rows() -> QuerySet[FieldworkPlan]:
    return FieldworkPlan.objects.annotate(n_members=Count("members"))


def plan_facts(row: FieldworkPlan) -> PlanFacts:
    survey = surveys.survey_head(id=row.survey_id)
    return PlanFacts(
        id=row.pk,
        uid=row.uid,
        survey_id=row.survey_id,
        survey_uid=survey.uid,
        survey_name=survey.name,
        definition=plan_from(row.document),
        state=PlanState(row.state),
        next_at=row.next_at,
        created_by=row.created_by,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        members=getattr(row, "n_members", 0),
    )
