"""Plans and asks as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork.sentences import plan_sentence
from heedful.listen.fieldwork.types import (
    NOT_ASKED,
    AskFacts,
    AudienceKind,
    Disposition,
    PlanFacts,
    PlanState,
)
from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Actor

type Words = str | Promise

STATES: Mapping[PlanState, Words] = {
    PlanState.DRAFT: gettext_lazy("draft"),
    PlanState.RUNNING: gettext_lazy("running"),
    PlanState.PAUSED: gettext_lazy("paused"),
    PlanState.ENDED: gettext_lazy("ended"),
}
STEPS: Mapping[Disposition, Words] = {
    Disposition.BLOCKED: gettext_lazy("blocked"),
    Disposition.POSTPONED: gettext_lazy("waiting"),
    Disposition.SAMPLED_OUT: gettext_lazy("not drawn"),
    Disposition.ELIGIBLE: gettext_lazy("may be shown"),
    Disposition.INVITED: gettext_lazy("invited"),
    Disposition.FAILED: gettext_lazy("not sent"),
    Disposition.BOUNCED: gettext_lazy("bounced"),
    Disposition.SHOWN: gettext_lazy("shown"),
    Disposition.OPENED: gettext_lazy("opened"),
    Disposition.DECLINED: gettext_lazy("declined"),
    Disposition.OPTED_OUT: gettext_lazy("opted out"),
    Disposition.PARTIAL: gettext_lazy("answered in part"),
    Disposition.ANSWERED: gettext_lazy("answered"),
}
_COLOURS = {
    Disposition.ANSWERED: "better",
    Disposition.PARTIAL: "better",
    Disposition.BLOCKED: "worse",
    Disposition.FAILED: "worse",
    Disposition.BOUNCED: "worse",
    Disposition.POSTPONED: "caution",
}


@dataclass(frozen=True, slots=True)
class ShownPlan:
    plan: PlanFacts
    says: str
    state: Words
    asked: int
    answered: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ShownStep:
    step: Disposition
    label: Words
    colour: str
    n: int = 0


def shown_plan(plan: PlanFacts, counts: Mapping[Disposition, int]) -> ShownPlan:
    return ShownPlan(
        plan=plan,
        says=plan_sentence(plan.definition, unit=_unit(plan), members=plan.members),
        state=STATES[plan.state],
        asked=sum(n for step, n in counts.items() if step not in NOT_ASKED),
        answered=counts.get(Disposition.ANSWERED, 0) + counts.get(Disposition.PARTIAL, 0),
        waiting=counts.get(Disposition.POSTPONED, 0),
    )


def _unit(plan: PlanFacts) -> str:
    if plan.definition.audience.kind is not AudienceKind.UNIT:
        return ""
    try:
        return audiences.unit(plan.definition.audience.unit).name
    except NotFound:
        return ""


def shown_step(step: Disposition, n: int = 0) -> ShownStep:
    return ShownStep(step, STEPS[step], _COLOURS.get(step, ""), n)


def shown_counts(counts: Mapping[Disposition, int]) -> list[ShownStep]:
    """How asks stand, the furthest step first."""
    return [shown_step(step, counts[step]) for step in reversed(tuple(STEPS)) if counts.get(step)]


def silent_people(asks: Sequence[AskFacts], *, by: Actor) -> list[dict[str, object]]:
    """People behind asks that nobody answered."""
    people = audiences.contact_facts([ask.contact_id for ask in asks if ask.contact_id], by=by)
    return [
        {"ask": ask, "step": shown_step(ask.disposition), "contact": people.get(ask.contact_id or 0)}
        for ask in asks
    ]
