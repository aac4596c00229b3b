"""STOP, START and HELP: obeyed at once, whatever else is going on."""

from __future__ import annotations

from django.utils import timezone

from heedful.listen.audiences import queries as audiences, services as contacts
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.channels.addressee import house_surroundings
from heedful.listen.channels.sms.keywords import Keyword
from heedful.listen.channels.sms.script import house_text
from heedful.listen.channels.sms.texts import usual_script
from heedful.listen.fieldwork import services as ledger
from heedful.listen.fieldwork.types import Disposition
from heedful.platform.core.types import Actor

STOPPED, STARTED = "STOP by SMS", "START by SMS"


def obey(command: Keyword, number: str, *, by: Actor, language: str = "", ask_uid: str = "") -> str:
    """Do what a word commands and return what is said in answer. ``ask_uid``: which ask it came upon."""
    contact = audiences.contact_by_identity("phone", number, by=by)
    if command is Keyword.STOP:
        _stop(number, contact, ask_uid, by=by)
    elif command is Keyword.START:
        _start(number, contact, by=by)
    around = house_surroundings(language or (contact.language if contact else ""), "sms")
    script = usual_script(around.language)
    said = {Keyword.STOP: script.stopped, Keyword.START: script.started, Keyword.HELP: script.help}
    return house_text(said[command], around)


def _stop(number: str, contact: ContactFacts | None, ask_uid: str, *, by: Actor) -> None:
    if contact is None:
        # Nobody has this number now; whoever is imported with it later has said it all the same.
        contacts.forbid(by=by, kind="phone", value=number, reason=STOPPED)
        return
    contacts.opt_out(by=by, contact_id=contact.id, source=STOPPED)
    contacts.withdraw_consent(by=by, contact_id=contact.id, channel="sms", source=STOPPED)
    if ask_uid:
        out = Disposition.OPTED_OUT
        ledger.advance_ask(by=by, ask_uid=ask_uid, disposition=out, at=timezone.now(), reason=STOPPED)


def _start(number: str, contact: ContactFacts | None, *, by: Actor) -> None:
    for line in audiences.suppressions(by=by, search=number).items:
        if line.kind == "phone" and line.value == number and line.reason == STOPPED:
            contacts.allow_again(line.uid, by=by)
    if contact is not None:
        for channel in ("", "sms"):
            contacts.opt_in(by=by, contact_id=contact.id, channel=channel, source=STARTED)
        contacts.record_consent(by=by, contact_id=contact.id, channel="sms", source=STARTED)
