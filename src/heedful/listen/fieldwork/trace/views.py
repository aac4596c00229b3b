"""The page "Why was she asked?"."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork.trace import queries, wording
from heedful.listen.fieldwork.trace.types import Trace
from heedful.listen.fieldwork.types import AskFacts, Verdict
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

SHOWN_DECISIONS = 50


@require_GET
def why(request: HouseRequest, contact_uid: str) -> HttpResponse:
    """Every gate for one contact and one survey, now and before."""
    contact = audiences.contact(contact_uid, by=request.actor)
    survey_uid = request.GET.get("survey") or _default(contact.uid, request)
    context: dict[str, Any] = {"contact": contact, "who": contact.label}
    if survey_uid:
        channel = request.GET.get("channel", "")
        trace = queries.trace_contact(contact.uid, survey_uid, by=request.actor, channel=channel)
        context |= _shown(trace)
    return render(request, "fieldwork/trace/why.html", context)


@require_GET
def why_visitor(request: HouseRequest) -> HttpResponse:
    """Every gate for a device; without one, a form that asks for it."""
    request.actor.require(Permission.READ_CONTACTS)
    device, survey_uid = request.GET.get("device", "").strip()[:64], request.GET.get("survey", "")
    context: dict[str, Any] = {"is_visitor": True, "device": device, "who": device or _("A visitor")}
    if device and survey_uid:
        context |= _shown(queries.trace_visitor(device, survey_uid, by=request.actor))
    else:
        context |= _choices()
    return render(request, "fieldwork/trace/why.html", context)


def _default(contact_uid: str, request: HouseRequest) -> str:
    found = queries.default_survey(contact_uid, by=request.actor)
    return found.uid if found else ""


def _choices() -> dict[str, Any]:
    return {"surveys": [(facts.uid, facts.name) for facts in surveys.surveys() if facts.version_id]}


def _shown(trace: Trace) -> dict[str, Any]:
    decision = trace.decision
    return _choices() | {
        "trace": trace,
        "headline": wording.headline(decision.may_ask, trace.would_be, decision.closing, decision.until),
        "gates": [_gate(verdict) for verdict in decision.verdicts],
        "closed": sum(not verdict.passed for verdict in decision.verdicts),
        "past": [_past(ask) for ask in trace.past[:SHOWN_DECISIONS]],
        "channels": [str(channel) for channel in queries.KNOWN_CHANNELS],
    }


def _gate(verdict: Verdict) -> dict[str, Any]:
    return {
        "label": wording.GATE_LABELS[verdict.gate],
        "key": str(verdict.gate),
        "passed": verdict.passed,
        "reason": wording.reason(verdict),
        "until": verdict.until,
    }


def _past(ask: AskFacts) -> dict[str, Any]:
    closed = next((verdict for verdict in ask.verdicts if not verdict.passed), None)
    return {
        "ask": ask,
        "reason": (wording.reason(closed) if closed else "") or ask.reason,
        "gates": [_gate(verdict) for verdict in ask.verdicts],
    }
