"""Sends the letter of an ask: an invitation, or a reminder to whoever has not answered."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings

from heedful.design.surveys.flow import piped
from heedful.listen.channels.addressee import Addressee, addressee_of
from heedful.listen.channels.links import personal_url
from heedful.listen.channels.mail.composing import compose
from heedful.listen.channels.mail.logo import logo_url
from heedful.listen.channels.mail.queries import letter_texts, sender, subject_of
from heedful.listen.channels.mail.types import Addresses, ComposedLetter, Occasion, SenderFacts
from heedful.listen.channels.preferences.addresses import preferences_url, unsubscribe_url
from heedful.listen.channels.preferences.person import link_uid
from heedful.listen.channels.wanted import why_not
from heedful.listen.fieldwork.types import AskFacts
from heedful.platform.core.types import Actor
from heedful.platform.messaging import services as messaging
from heedful.platform.messaging.types import Sender

STREAM = "surveys"


def send_letter(ask: AskFacts, *, reminder: int, by: Actor) -> str:
    """Queue the letter of an ask; return why not, empty when it is on its way.

    Call it inside the transaction that looked the ask up, so that both are of one moment.
    """
    if reason := why_not(ask):
        return reason
    who = addressee_of(ask)
    address = who.address("email")
    if not address:
        return "The contact has no e-mail address."
    house = sender()
    letter = letter_for(who, Occasion.REMINDER if reminder else Occasion.INVITATION, house)
    messaging.send_mail(
        by=by,
        to=[address],
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        sender=Sender(house.name, house.address, house.reply_to),
        headers=headers(who, reminder, house),
        stream=STREAM,
        reference=ask.uid,
        forgets_address=ask.is_anonymous,
    )
    return ""


def letter_for(who: Addressee, occasion: Occasion, house: SenderFacts) -> ComposedLetter:
    """Return the letter as this person gets it."""
    texts = letter_texts(who.ask.survey_id, occasion, who.around.language)
    letter = compose(
        who.definition,
        texts,
        who.around,
        _addresses(who),
        sender=house,
        logo_url=logo_url(who.definition),
        is_test=who.ask.is_test,
    )
    subject = letter.subject
    if who.subject and occasion is Occasion.INVITATION:
        subject = piped(subject_of(who.subject, who.around.language, subject), {}, who.around)
    return ComposedLetter(subject, letter.html, letter.text, letter.language)


def _addresses(who: Addressee) -> Addresses:
    ask_uid, own = who.ask.uid, link_uid(who.ask, who.contact)
    return Addresses(
        start=personal_url(ask_uid),
        unsubscribe=unsubscribe_url(own),
        preferences=preferences_url(own),
        score=lambda key, value: personal_url(ask_uid, score=(key, value)),
    )


def headers(who: Addressee, reminder: int, house: SenderFacts) -> dict[str, str]:
    """Return what tells mail programs what this is and how to end it (RFC 8058, RFC 3834)."""
    domain = parseaddr(house.address or settings.MAIL_ADDRESS)[1].rpartition("@")[2] or "localhost"
    first = f"<{who.ask.uid}@{domain}>"
    threaded = {"In-Reply-To": first, "References": first} if reminder else {}
    return {
        "Message-ID": f"<{who.ask.uid}.{reminder}@{domain}>" if reminder else first,
        "List-Unsubscribe": f"<{unsubscribe_url(link_uid(who.ask, who.contact))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        **threaded,
    }
