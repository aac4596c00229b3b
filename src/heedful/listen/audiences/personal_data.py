from __future__ import annotations

from typing import Any

from heedful.listen.audiences import queries, services
from heedful.platform.core.personal_data import Erasure, register
from heedful.platform.core.types import Actor


def _export(contact_uid: str, by: Actor) -> dict[str, Any]:
    found = queries.contact(contact_uid, by=by)
    return {
        "uid": found.uid,
        "name": found.name,
        "language": found.language,
        "time_zone": found.time_zone,
        "identities": [{"kind": kind, "value": value} for kind, value in found.identities],
        "attributes": dict(found.attributes),
        "attributes_before": [
            {"key": one.key, "before": one.before, "after": one.after, "at": one.at.isoformat()}
            for one in queries.attribute_changes(contact_uid, by=by)
        ],
        "known_since": found.created_at.isoformat(),
        "consents": [
            {"channel": one.channel, "given": one.is_given, "source": one.source, "text": one.text}
            | {"at": one.at.isoformat()}
            for one in queries.consents(contact_uid, by=by)
        ],
        "opted_out_of": [
            {"channel": one.channel, "topic": one.topic, "source": one.source, "at": one.at.isoformat()}
            for one in queries.opt_outs(contact_uid, by=by)
        ],
    }


def _erase(erasure: Erasure, by: Actor) -> None:
    services.erase_contact(erasure.contact_uid, by=by)


register(
    "audiences",
    describe="Who somebody is: name, addresses, language, what was noted about them, consent and opt-outs.",
    export=_export,
    erase=_erase,
)
