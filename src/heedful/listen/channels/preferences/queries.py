"""What may be chosen, and what a person has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.languages import offered
from heedful.listen.audiences import queries as audiences
from heedful.listen.channels.models import ErasureRequest
from heedful.listen.channels.preferences.person import Person
from heedful.platform.core.types import Actor, Permission

CHANNELS = ("email", "sms", "web", "mobile")


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person may be asked by and about, as they have it now."""

    channels: dict[str, bool]
    topics: dict[str, bool]
    language: str
    languages: tuple[str, ...]
    is_out: bool  # of everything


@dataclass(frozen=True, slots=True)
class ErasureRequestFacts:
    uid: str
    contact_uid: str
    requested_at: datetime
    done_at: datetime | None
    done_by: str


def topics() -> tuple[str, ...]:
    """Return the topics of the organisation's published surveys."""
    uids = (each.uid for each in surveys.surveys() if each.version_id is not None)
    found = (surveys.published(uid).definition.topic for uid in uids)
    return tuple(dict.fromkeys(topic for topic in found if topic))


def preferences(person: Person) -> Preferences | None:
    """Return the choices of a person as they are now; None when the person is gone."""
    contact = person.contact
    if contact is None:
        return None
    out = audiences.contact_permissions([contact.id])[contact.id].opted_out
    everything = ("", "") in out
    return Preferences(
        channels={each: not everything and (each, "") not in out for each in CHANNELS},
        topics={each: not everything and ("", each) not in out for each in topics()},
        language=contact.language,
        languages=_languages(person),
        is_out=everything,
    )


def _languages(person: Person) -> tuple[str, ...]:
    if person.ask is None:
        return ()
    return offered(surveys.published(surveys.survey_by_id(person.ask.survey_id).uid).definition)


def erasure_requests(*, by: Actor) -> tuple[ErasureRequestFacts, ...]:
    """Return who wants to be forgotten: open requests first, then the newest hundred done."""
    by.require(Permission.WRITE_CONTACTS)
    rows = ErasureRequest.objects.select_related("contact")
    waiting = list(rows.filter(done_at=None).order_by("requested_at"))
    done = list(rows.exclude(done_at=None).order_by("-done_at")[:100])
    return tuple(
        ErasureRequestFacts(row.uid, row.contact.uid, row.requested_at, row.done_at, row.done_by)
        for row in (*waiting, *done)
    )
