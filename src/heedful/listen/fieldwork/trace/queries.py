"""Reads of traces: the rules decide as they would, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import SurveyFacts
from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork.experiments.queries import running_experiment
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.queries import all_asks_of, situation_of, situations, visitor
from heedful.listen.fieldwork.queries.asks import ask_facts
from heedful.listen.fieldwork.queries.audience import members_among
from heedful.listen.fieldwork.queries.deciding import fielded, within
from heedful.listen.fieldwork.queries.plans import plans
from heedful.listen.fieldwork.rules import Situation, disposition, judged
from heedful.listen.fieldwork.trace.drawing import fielding_now
from heedful.listen.fieldwork.trace.types import Trace
from heedful.listen.fieldwork.types import AskFacts, Channel, PlanFacts, PlanState
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.types import Actor, Permission

KNOWN_CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.WEB, Channel.MOBILE)


def trace_contact(
    contact_uid: str,
    survey_uid: str = "",
    *,
    by: Actor,
    channel: str = "",
    plan: str = "",
    now: datetime | None = None,
) -> Trace:
    """Why a contact was, or would be, asked a survey, or not; without one, the survey asked last."""
    contact = audiences.contact(contact_uid, by=by)
    survey = surveys.survey(survey_uid) if survey_uid else default_survey(contact.uid, by=by)
    if survey is None:
        raise NotFound("There is no published survey yet.")
    moment = now or timezone.now()
    past = _of_survey(all_asks_of(contact.uid, by=by), survey.id)
    by_channel = _channel(channel) or _usual_channel(past, {kind for kind, _ in contact.identities})
    (at,) = situations([contact.id], by=by, survey_id=survey.id, channel=by_channel, now=moment).values()
    fielding = fielding_now(_plan(plan, survey.id, by_channel, by), by=by)
    if fielding is not None:
        inside = members_among(fielding.plan, [contact.id])
        is_inside = None if inside is None else contact.id in inside
        at = fielded(at, fielding, is_inside=is_inside)
    told = _trace(at, survey, past, who=contact.label, contact_uid=contact.uid)
    return (
        told
        if fielding is None
        else replace(told, plan_uid=fielding.plan.uid, plan_name=fielding.plan.definition.name)
    )


def _plan(uid: str, survey_id: int, channel: str, by: Actor) -> PlanFacts | None:
    """Return the plan named; else the newest one that runs on the survey by this channel."""
    known = plans(by=by, survey_id=survey_id)
    if uid:
        named = next((one for one in known if one.uid == uid), None)
        if named is None:
            raise NotFound(f"This survey has no plan {uid}.")
        return named
    running = (one for one in known if one.state is PlanState.RUNNING)
    return next((one for one in running if one.definition.channel == channel), None)


def trace_visitor(
    device: str, survey_uid: str, *, by: Actor, channel: str = "", now: datetime | None = None
) -> Trace:
    """Why a visitor nobody knows was, or would be, asked a survey, or not: by the key of the device."""
    by.require(Permission.READ_CONTACTS)
    if by.unit_ids is not None:
        raise NotFound("No such visitor.")  # a device belongs to no unit
    survey = surveys.survey(survey_uid)
    moment = now or timezone.now()
    found = situation_of(
        visitor(device), survey_id=survey.id, channel=_channel(channel) or Channel.WEB, now=moment
    )
    return _trace(found, survey, _of_device(device, survey.id), who=device, device=device)


def default_survey(contact_uid: str, *, by: Actor) -> SurveyFacts | None:
    """Return the survey the person was last asked, else the first that can be asked."""
    published = {facts.id: facts for facts in surveys.surveys() if facts.version_id is not None}
    asked = [ask.survey_id for ask in all_asks_of(contact_uid, by=by) if ask.survey_id in published]
    if asked:
        return published[asked[0]]
    return next(iter(published.values()), None)


def _trace(
    at: Situation,
    survey: SurveyFacts,
    past: tuple[AskFacts, ...],
    *,
    who: str,
    contact_uid: str | None = None,
    device: str = "",
) -> Trace:
    decision = judged(within(at, running_experiment(survey.id)))
    return Trace(
        who=who,
        contact_uid=contact_uid,
        device=device,
        survey_uid=survey.uid,
        survey_name=survey.name,
        channel=at.channel,
        plan_uid=None,
        plan_name="",
        now=at.now,
        decision=decision,
        would_be=disposition(decision, at.rules, at.now),
        past=past,
    )


def _of_survey(asks: Iterable[AskFacts], survey_id: int) -> tuple[AskFacts, ...]:
    return tuple(ask for ask in asks if ask.survey_id == survey_id)


def _of_device(device: str, survey_id: int) -> tuple[AskFacts, ...]:
    rows = Ask.objects.filter(device=device, survey_id=survey_id).exclude(device="")
    return tuple(ask_facts(row) for row in rows.order_by("-asked_at", "-id"))


def _channel(named: str) -> str:
    if named and named not in KNOWN_CHANNELS:
        raise InvalidInput(Problem("channel", f"must be one of {', '.join(KNOWN_CHANNELS)}"))
    return named


def _usual_channel(past: tuple[AskFacts, ...], identities: set[str]) -> str:
    """Return the channel of the last ask, else one by which the person can be reached."""
    asked = next((ask.channel for ask in past if ask.channel in KNOWN_CHANNELS), None)
    if asked is not None:
        return asked
    return Channel.SMS if "phone" in identities and "email" not in identities else Channel.EMAIL
