"""What goes out for asks that are due, and what is made of what became of it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from heedful.listen.audiences import queries as audiences, services as contacts
from heedful.listen.channels.mail.sending import send_letter
from heedful.listen.channels.preferences.person import person_of
from heedful.listen.channels.preferences.services import unsubscribe
from heedful.listen.channels.sms.talks import hear, send_invitation
from heedful.listen.fieldwork import queries as fieldwork, services as ledger
from heedful.listen.fieldwork.events import AskDue
from heedful.listen.fieldwork.types import AskFacts, Disposition
from heedful.platform.core.outbox import on
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.platform.messaging import queries as messages
from heedful.platform.messaging.events import MailSettled, SmsArrived, SmsSettled
from heedful.platform.messaging.types import MailState, SmsState

_SENDS = {"email": send_letter, "sms": send_invitation}


@on(AskDue)
def send_ask(event: AskDue) -> None:
    """Send what is due by the channel of the ask; what cannot be sent is told to the ledger."""
    send = _SENDS.get(event.channel)
    with writing():
        ask = fieldwork.ask_by_id(event.ask_id)
        if send is None or ask is None or messages.messages_for(ask.uid) > event.reminder:
            return
        reason = send(ask, reminder=event.reminder, by=_fieldwork())
        if reason and not event.reminder:
            _note(ask.uid, Disposition.FAILED, reason)


@on(MailSettled)
def note_mail(event: MailSettled) -> None:
    """Tell the ledger what became of a letter, and leave alone whoever complained."""
    ask = fieldwork.ask(event.reference) if event.reference.startswith("ask_") else None
    if ask is None:
        return
    at = datetime.fromisoformat(event.at)
    match event.state:
        case MailState.BOUNCED:
            _bounced(ask, event, at)
        case MailState.COMPLAINED:
            unsubscribe(person_of(ask.uid), by=_fieldwork(), source="complained about a mail")
        case "unsubscribed":
            unsubscribe(person_of(ask.uid), by=_fieldwork(), source="unsubscribed at the mail provider")
        case MailState.FAILED:
            _note(ask.uid, Disposition.FAILED, event.detail, at)


def _bounced(ask: AskFacts, event: MailSettled, at: datetime) -> None:
    with writing():
        _note(ask.uid, Disposition.BOUNCED, event.detail or gettext_noop("The mail came back."), at)
        address = _address(ask, "email")
        if event.is_permanent and address and not ask.is_test:
            reason = "Mails to it come back."
            contacts.forbid(by=_fieldwork(), kind="email", value=address, reason=reason)


@on(SmsSettled)
def note_sms(event: SmsSettled) -> None:
    if event.state == SmsState.FAILED and event.reference.startswith("ask_"):
        _note(event.reference, Disposition.BOUNCED, event.detail, datetime.fromisoformat(event.at))


@on(SmsArrived)
def hear_sms(event: SmsArrived) -> None:
    hear(event.sms_uid, event.number, event.text, by=Actor.system(current_organization_id(), "Respondent"))


def _note(ask_uid: str, disposition: Disposition, reason: str, at: datetime | None = None) -> None:
    ledger.advance_ask(
        by=_fieldwork(), ask_uid=ask_uid, disposition=disposition, at=at or timezone.now(), reason=reason
    )


def _address(ask: AskFacts, kind: str) -> str:
    if ask.contact_id is None:
        return ""
    known = audiences.contact_facts([ask.contact_id], by=_fieldwork()).get(ask.contact_id)
    return next((value for each, value in known.identities if each == kind), "") if known else ""


def _fieldwork() -> Actor:
    return Actor.system(current_organization_id(), "Fieldwork")
