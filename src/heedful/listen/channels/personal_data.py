from __future__ import annotations

from typing import Any

from heedful.listen.audiences import queries as audiences
from heedful.listen.channels.pages.services import forget_votes
from heedful.listen.channels.sms.talks import forget_talks
from heedful.listen.fieldwork import queries as fieldwork
from heedful.platform.core.errors import NotFound
from heedful.platform.core.personal_data import Erasure, register
from heedful.platform.core.types import Actor
from heedful.platform.messaging import queries as messages, services as messaging


def _export(contact_uid: str, by: Actor) -> list[dict[str, Any]]:
    asks = [ask.uid for ask in fieldwork.all_asks_of(contact_uid, by=by)]
    return messages.messages_of(_addresses(contact_uid, by), asks, by=by)


def _erase(erasure: Erasure, by: Actor) -> None:
    asks = [ask.uid for ask in fieldwork.all_asks_of(erasure.contact_uid, by=by)]
    addresses = _addresses(erasure.contact_uid, by)
    messaging.forget_addresses(addresses, by=by, references=asks)
    forget_talks(asks, addresses, by=by)
    forget_votes(asks, by=by)


def _addresses(contact_uid: str, by: Actor) -> list[str]:
    try:
        known = audiences.contact(contact_uid, by=by).identities
    except NotFound:
        return []
    return [value for kind, value in known if kind in {"email", "phone"}]


register(
    "channels",
    describe="Mails and SMS that went to somebody, and SMS that came from them; their words are not kept.",
    export=_export,
    erase=_erase,
)
