"""The page of the ledger: who was asked and who was not, and why."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.fieldwork import queries
from heedful.listen.fieldwork.planning.showing import STEPS, shown_counts, shown_step
from heedful.listen.fieldwork.sentences import CHANNELS
from heedful.listen.fieldwork.trace.wording import GATE_LABELS, reason
from heedful.listen.fieldwork.types import AskFacts, Channel, Decision, Disposition, Gate
from heedful.platform.core.requests import HouseRequest, first_page_url, next_page_url
from heedful.platform.core.types import Actor, Permission


@require_GET
def ledger(request: HouseRequest) -> HttpResponse:
    """Asks, newest first; counts of them by what was decided and by the gate that was closed."""
    by, asked = request.actor, request.GET
    by.require(Permission.READ_ANSWERS)
    known = surveys.surveys(include_archived=True)
    survey = next((one for one in known if one.uid == asked.get("survey")), None)
    plan = queries.plan(asked["plan"], by=by) if asked.get("plan") else None
    page = queries.asks(
        by=by,
        survey_id=survey.id if survey else None,
        disposition=_one_of(Disposition, asked, "disposition"),
        channel=_one_of(Channel, asked, "channel"),
        gate=_one_of(Gate, asked, "gate"),
        plan_id=plan.id if plan else None,
        cursor=asked.get("cursor") or None,
    )
    steps, gates = queries.ledger_counts(by=by, survey_id=survey.id if survey else None)
    context = {
        "asks": _rows(page.items, by),
        "surveys": known,
        "survey": survey,
        "plan": plan,
        "steps": STEPS.items(),
        "gates": GATE_LABELS.items(),
        "channels": CHANNELS.items(),
        "chosen": {name: asked.get(name, "") for name in ("disposition", "gate", "channel")},
        "counts": shown_counts({Disposition(step): n for step, n in steps.items()}),
        "gate_counts": sorted(
            ((GATE_LABELS[Gate(gate)], gate, n) for gate, n in gates.items()), key=lambda one: -one[2]
        ),
        "next_url": next_page_url(request, page.next_cursor),
        "first_url": first_page_url(request),
        "is_filtered": any(asked.get(name) for name in ("survey", "plan", "disposition", "gate", "channel")),
        "now": timezone.now(),
    }
    return render(request, "fieldwork/ledger/ledger.html", context)


def _one_of[T: (Disposition, Channel, Gate)](kind: type[T], asked: QueryDict, name: str) -> T | None:
    value = asked.get(name, "")
    return kind(value) if value in set(kind) else None


def _rows(asks: Iterable[AskFacts], by: Actor) -> list[dict[str, object]]:
    found = list(asks)
    names, plans, people = surveys.survey_names(), queries.plan_names(), _people(found, by)
    return [
        {
            "ask": ask,
            "survey": names[ask.survey_id],
            "plan": plans.get(ask.plan_id or 0),
            "contact": people.get(ask.contact_id or 0),
            "channel": CHANNELS[ask.channel],
            "step": shown_step(ask.disposition),
            "reason": reason_of(ask),
            "gate": GATE_LABELS[Gate(ask.gate)] if ask.gate else "",
        }
        for ask in found
    ]


def _people(asks: Iterable[AskFacts], by: Actor) -> dict[int, ContactFacts]:
    if not by.may(Permission.READ_CONTACTS):
        return {}
    return audiences.contact_facts([ask.contact_id for ask in asks if ask.contact_id], by=by)


def reason_of(ask: AskFacts) -> str:
    """Return why nobody was asked, in the reader's language."""
    closing = Decision(may_ask=False, verdicts=ask.verdicts).closing
    if closing is not None and ask.gate:
        return reason(closing)
    return _(ask.reason) if ask.reason else ""
