"""A trace as JSON: what the API and the command line answer with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from heedful.listen.fieldwork.trace.types import Trace
from heedful.listen.fieldwork.types import AskFacts, Verdict


def trace_document(trace: Trace) -> dict[str, Any]:
    decision = trace.decision
    return {
        "contact": trace.contact_uid,
        "device": trace.device or None,
        "survey": trace.survey_uid,
        "survey_name": trace.survey_name,
        "channel": trace.channel,
        "plan": trace.plan_uid,
        "at": trace.now.isoformat(),
        "may_ask": decision.may_ask,
        "disposition": str(trace.would_be),
        "blocked_by": decision.blocked_by and str(decision.blocked_by),
        "reason": decision.reason,
        "until": _time(decision.until),
        "gates": [_gate(verdict) for verdict in decision.verdicts],
        "past": [_past(ask) for ask in trace.past],
    }


def _gate(verdict: Verdict) -> dict[str, Any]:
    document = verdict.as_json()
    return {
        "gate": document["gate"],
        "passed": document["passed"],
        "reason": verdict.reason,
        "facts": document["facts"],
        "until": document["until"],
    }


def _past(ask: AskFacts) -> dict[str, Any]:
    return {
        "ask": ask.uid,
        "at": ask.asked_at.isoformat(),
        "channel": str(ask.channel),
        "disposition": str(ask.disposition),
        "settled_at": _time(ask.settled_at),
        "due_at": _time(ask.due_at),
        "reason": ask.reason,
        "variant": ask.variant,
        "is_test": ask.is_test,
        "source": ask.source,
        "gates": [_gate(verdict) for verdict in ask.verdicts],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
