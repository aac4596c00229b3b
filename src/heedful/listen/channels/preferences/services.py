"""What a person decides by a signed link: heard by every channel at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences, services as contacts
from heedful.listen.channels.models import ErasureRequest
from heedful.listen.channels.preferences.queries import CHANNELS, topics
from heedful.listen.fieldwork import queries as fieldwork, services as ledger
from heedful.listen.fieldwork.types import AskFacts, Disposition
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


def unsubscribe(ask_uid: str, *, by: Actor, source: str) -> None:
    """Opt the person of an ask out of everything, and close the ask. Doing it twice changes nothing."""
    with writing():
        ask = _ask(ask_uid)
        _opt_out(ask, by=by, source=source)
        audit.record("ask.unsubscribed", by=by, subject_uid=ask_uid, source=source)


def _opt_out(ask: AskFacts, *, by: Actor, source: str) -> None:
    if ask.contact_id is not None:
        contacts.opt_out(by=by, contact_id=ask.contact_id, source=source)
    ledger.advance_ask(
        by=by, ask_uid=ask.uid, disposition=Disposition.OPTED_OUT, at=timezone.now(), reason=source
    )


def choose(ask_uid: str, choice: Choice, *, by: Actor, source: str) -> None:
    """Write down what a person chose on the preference page."""
    with writing():
        ask = _ask(ask_uid)
        if ask.contact_id is None:
            raise NotFound("This link belongs to nobody we know any more.")
        contacts.opt_in(by=by, contact_id=ask.contact_id, source=source)
        survey = surveys.survey_by_id(ask.survey_id).uid
        for channel in CHANNELS:
            _set(ask.contact_id, by=by, source=source, wanted=channel in choice.channels, channel=channel)
        for topic in topics(survey):
            _set(ask.contact_id, by=by, source=source, wanted=topic in choice.topics, topic=topic)
        if choice.language:
            _speak(ask.contact_id, choice.language, by)
        audit.record("preferences.chosen", by=by, subject_uid=ask_uid)


def _set(
    contact_id: int, *, by: Actor, source: str, wanted: bool, channel: str = "", topic: str = ""
) -> None:
    deed = contacts.opt_in if wanted else contacts.opt_out
    deed(by=by, contact_id=contact_id, channel=channel, topic=topic, source=source)


def _speak(contact_id: int, language: str, by: Actor) -> None:
    facts = audiences.contact_facts([contact_id], by=by)[contact_id]
    if facts.language != language:
        contacts.change_contact(facts.uid, by=by, language=language)


def request_erasure(ask_uid: str, *, by: Actor, source: str) -> None:
    """Note that a person wants to be forgotten, and leave them alone from now on."""
    with writing():
        ask = _ask(ask_uid)
        if ask.contact_id is None:
            raise NotFound("This link belongs to nobody we know any more.")
        _opt_out(ask, by=by, source=source)
        ErasureRequest.objects.get_or_create(contact_id=ask.contact_id, done_at=None)
        audit.record("erasure.requested", by=by, subject_uid=ask_uid, source=source)


def fulfil_erasure(request_uid: str, *, by: Actor, delete_answers: bool = False) -> None:
    """Forget the person of a request, everywhere."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        row = ErasureRequest.objects.select_related("contact").filter(uid=request_uid, done_at=None).first()
        if row is None:
            raise NotFound(f"No open request {request_uid}.")
        ErasureRequest.objects.filter(pk=row.pk).update(done_at=timezone.now(), done_by=by.label)
        personal_data.erase(Erasure(row.contact.uid, delete_answers), by=by)


def _ask(ask_uid: str) -> AskFacts:
    found = fieldwork.ask(ask_uid)
    if found is None:
        raise NotFound("This link is not valid any more.")
    return found
