"""Plans over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from ninja import Router, Status

from heedful.design.surveys import queries as surveys
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.ledger.schemas import AskOut, ask_out
from heedful.listen.fieldwork.planning.schemas import (
    MembersIn,
    MembersOut,
    PlanIn,
    PlanOut,
    RemindedOut,
    plan_out,
)
from heedful.listen.fieldwork.types import PlanFacts
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import Permission

router = Router(tags=["fieldwork"])


@router.get("/plans", response=PageOut[PlanOut], summary="Plans: who is asked, and when")
def list_plans(request: HouseRequest, survey: str | None = None) -> PageOut[PlanOut]:
    survey_id = surveys.survey(survey).id if survey else None
    found = queries.plans(by=request.actor, survey_id=survey_id)
    counts = queries.plan_counts(facts.id for facts in found)
    items = [plan_out(one, {str(step): n for step, n in counts.get(one.id, {}).items()}) for one in found]
    return PageOut(items=items, next_cursor=None)


@router.post("/surveys/{uid}/plans", response={201: PlanOut}, summary="Write a plan down")
def define_plan(request: HouseRequest, uid: str, given: PlanIn) -> Status[PlanOut]:
    """Nobody is asked before the plan is started."""
    made = services.define_plan(by=request.actor, survey_uid=uid, document=given.model_dump(mode="json"))
    return Status(201, _out(made))


@router.get("/plans/{plan_uid}", response=PlanOut, summary="One plan")
def get_plan(request: HouseRequest, plan_uid: str) -> PlanOut:
    return _out(queries.plan(plan_uid, by=request.actor))


@router.put("/plans/{plan_uid}", response=PlanOut, summary="Change a plan that does not run")
def change_plan(request: HouseRequest, plan_uid: str, given: PlanIn) -> PlanOut:
    changed = services.change_plan(plan_uid, by=request.actor, document=given.model_dump(mode="json"))
    return _out(changed)


@router.delete("/plans/{plan_uid}", response={204: None}, summary="Forget a plan that asked nobody yet")
def drop_plan(request: HouseRequest, plan_uid: str) -> Status[None]:
    services.drop_plan(plan_uid, by=request.actor)
    return Status(204, None)


@router.post("/plans/{plan_uid}/start", response=PlanOut, summary="Ask by this plan from now on")
def start_plan(request: HouseRequest, plan_uid: str) -> PlanOut:
    return _done(request, plan_uid, services.start_plan)


@router.post("/plans/{plan_uid}/pause", response=PlanOut, summary="Stop asking for a while")
def pause_plan(request: HouseRequest, plan_uid: str) -> PlanOut:
    return _done(request, plan_uid, services.pause_plan)


@router.post("/plans/{plan_uid}/end", response=PlanOut, summary="Ask and remind nobody any more")
def end_plan(request: HouseRequest, plan_uid: str) -> PlanOut:
    return _done(request, plan_uid, services.end_plan)


@router.post("/plans/{plan_uid}/contacts", response=MembersOut, summary="Put contacts on the plan's list")
def add_members(request: HouseRequest, plan_uid: str, given: MembersIn) -> MembersOut:
    new = services.add_members(plan_uid, [one.new() for one in given.contacts], by=request.actor)
    return MembersOut(received=len(given.contacts), new=new)


@router.get("/plans/{plan_uid}/silent", response=PageOut[AskOut], summary="Who has not answered")
def silent_asks(
    request: HouseRequest, plan_uid: str, cursor: str | None = None, limit: int | None = None
) -> PageOut[AskOut]:
    facts = queries.plan(plan_uid, by=request.actor)
    page = queries.silent_asks(facts.id, by=request.actor, cursor=cursor, limit=limit)
    names = surveys.survey_names()
    return PageOut(items=[ask_out(ask, names) for ask in page.items], next_cursor=page.next_cursor)


@router.post("/plans/{plan_uid}/remind", response=RemindedOut, summary="Remind those who have not answered")
def remind(request: HouseRequest, plan_uid: str) -> RemindedOut:
    facts = queries.plan(plan_uid, by=request.actor)
    request.actor.require(Permission.WRITE_SURVEYS)
    return RemindedOut(reminded=services.remind_now(facts, by=request.actor, now=timezone.now()))


def _done(request: HouseRequest, plan_uid: str, deed: Callable[..., PlanFacts]) -> PlanOut:
    return _out(deed(plan_uid, by=request.actor))


def _out(facts: PlanFacts) -> PlanOut:
    counts = queries.plan_counts([facts.id]).get(facts.id, {})
    return plan_out(facts, {str(step): n for step, n in counts.items()})
