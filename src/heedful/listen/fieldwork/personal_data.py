from __future__ import annotations

from typing import Any

from heedful.listen.audiences.queries import contact_ids_of
from heedful.listen.fieldwork import queries, services
from heedful.platform.core.personal_data import Erasure, register
from heedful.platform.core.types import Actor


def _export(contact_uid: str, by: Actor) -> dict[str, Any]:
    unasked = queries.unasked_answers_of(contact_uid, by=by)
    return {
        "asks": _asks(contact_uid, by),
        "events": _events(contact_uid, by),
        "answers_without_an_ask": [{"answered_at": one.answered_at.isoformat()} for one in unasked],
    }


def _events(contact_uid: str, by: Actor) -> list[dict[str, Any]]:
    return [
        {
            "name": event.name,
            "properties": dict(event.properties),
            "occurred_at": event.occurred_at.isoformat(),
            "source": event.source,
        }
        for event in queries.all_events_of(contact_uid, by=by)
    ]


def _asks(contact_uid: str, by: Actor) -> list[dict[str, Any]]:
    return [
        {
            "asked_at": ask.asked_at.isoformat(),
            "channel": ask.channel,
            "disposition": ask.disposition,
            "settled_at": ask.settled_at and ask.settled_at.isoformat(),
            "reason": ask.reason,
            "gates": [verdict.as_json() for verdict in ask.verdicts],
        }
        for ask in queries.all_asks_of(contact_uid, by=by)
    ]


def _erase(erasure: Erasure, by: Actor) -> None:
    services.forget_contact(contact_ids_of(erasure.contact_uid), by=by)


register(
    "fieldwork",
    describe="When somebody was asked or not, why, what became of it, and what happened to them.",
    export=_export,
    erase=_erase,
)
