"""What a person decides by a signed link: heard by every channel at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from heedful.listen.audiences import services as contacts
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.channels.models import ErasureRequest
from heedful.listen.channels.preferences.person import Person
from heedful.listen.channels.preferences.queries import CHANNELS, topics
from heedful.listen.fieldwork import services as ledger
from heedful.listen.fieldwork.types import Disposition
from heedful.platform.core import audit, personal_data
from heedful.platform.core.errors import NotFound
from heedful.platform.core.personal_data import Erasure
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to be asked by and about; the rest is opted out of."""

    channels: Collection[str]
    topics: Collection[str]
    language: str = ""


def unsubscribe(person: Person, *, by: Actor, source: str) -> None:
    """Opt a person out of everything, and close the ask. Doing it twice changes nothing."""
    with writing():
        _opt_out(person, by=by, source=source)
        audit.record("person.unsubscribed", by=by, subject_uid=person.uid, source=source)


def _opt_out(person: Person, *, by: Actor, source: str) -> None:
    if person.contact is not None:
        contacts.opt_out(by=by, contact_id=person.contact.id, source=source)
    if person.ask is not None:
        out, now = Disposition.OPTED_OUT, timezone.now()
        ledger.advance_ask(by=by, ask_uid=person.ask.uid, disposition=out, at=now, reason=source)


def choose(person: Person, choice: Choice, *, by: Actor, source: str) -> None:
    """Write down what a person chose on the preference page."""
    contact = _known(person)
    with writing():
        contacts.opt_in(by=by, contact_id=contact.id, source=source)
        for channel in CHANNELS:
            _set(contact.id, by=by, source=source, wanted=channel in choice.channels, channel=channel)
        for topic in topics():
            _set(contact.id, by=by, source=source, wanted=topic in choice.topics, topic=topic)
        if choice.language and choice.language != contact.language:
            contacts.change_contact(contact.uid, by=by, language=choice.language)
        audit.record("preferences.chosen", by=by, subject_uid=person.uid)


def _set(
    contact_id: int, *, by: Actor, source: str, wanted: bool, channel: str = "", topic: str = ""
) -> None:
    deed = contacts.opt_in if wanted else contacts.opt_out
    deed(by=by, contact_id=contact_id, channel=channel, topic=topic, source=source)


def request_erasure(person: Person, *, by: Actor, source: str) -> None:
    """Note that a person wants to be forgotten, and leave them alone from now on."""
    contact = _known(person)
    with writing():
        _opt_out(person, by=by, source=source)
        ErasureRequest.objects.get_or_create(contact_id=contact.id, done_at=None)
        audit.record("erasure.requested", by=by, subject_uid=person.uid, source=source)


def fulfil_erasure(request_uid: str, *, by: Actor, delete_answers: bool = False) -> None:
    """Forget the person of a request, everywhere."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        row = ErasureRequest.objects.select_related("contact").filter(uid=request_uid, done_at=None).first()
        if row is None:
            raise NotFound(f"No open request {request_uid}.")
        ErasureRequest.objects.filter(pk=row.pk).update(done_at=timezone.now(), done_by=by.label)
        personal_data.erase(Erasure(row.contact.uid, delete_answers), by=by)


def _known(person: Person) -> ContactFacts:
    if person.contact is None:
        raise NotFound("This link belongs to nobody we know any more.")
    return person.contact
