from __future__ import annotations

from typing import Any

from heedful.listen.audiences.queries import contact_ids_of
from heedful.listen.fieldwork import queries, services
from heedful.platform.core.personal_data import Erasure, register
from heedful.platform.core.types import Actor


def _export(contact_uid: str, by: Actor) -> list[dict[str, Any]]:
    return [
        {
            "asked_at": ask.asked_at.isoformat(),
            "channel": ask.channel,
            "disposition": ask.disposition,
            "settled_at": ask.settled_at and ask.settled_at.isoformat(),
            "reason": ask.reason,
        }
        for ask in queries.all_asks_of(contact_uid, by=by)
    ]


def _erase(erasure: Erasure, by: Actor) -> None:
    services.forget_contact(contact_ids_of(erasure.contact_uid), by=by)


register(
    "fieldwork",
    describe="When somebody was asked, by which channel, and what became of it.",
    export=_export,
    erase=_erase,
)
