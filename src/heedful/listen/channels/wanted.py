"""Looks again before a message goes out: has the person answered, declined or opted out meanwhile?"""

from __future__ import annotations

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.channels import answers
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.types import AskFacts, Disposition
from heedful.platform.messaging.guards import before_sending

_OPEN = frozenset({Disposition.INVITED, Disposition.SHOWN, Disposition.OPENED, Disposition.PARTIAL})


@before_sending
def no_longer_wanted(reference: str) -> str:
    """Return why a message of an ask must not go out; nothing for messages of anything else."""
    if not reference.startswith("ask_"):
        return ""
    ask = fieldwork.ask(reference)
    return "The ask is gone." if ask is None else why_not(ask)


def why_not(ask: AskFacts) -> str:
    """Return why a person must not be written to about this ask, empty when they may be."""
    if ask.disposition not in _OPEN:
        return f"The ask is {ask.disposition}."
    if ask.is_test:
        return ""
    so_far = answers.saved(ask.answer_key or ask.uid)  # an answer may still wait in the inbox
    if so_far is not None and so_far.is_completed:
        return "The ask is answered."
    return _forbidden(ask)


def _forbidden(ask: AskFacts) -> str:
    if ask.contact_id is None:
        return "The contact is gone."
    allowed = audiences.contact_permissions([ask.contact_id])[ask.contact_id]
    if allowed.forbidden:
        return "The contact is on the do-not-contact list."
    topic = surveys.published(surveys.survey_by_id(ask.survey_id).uid).definition.topic
    for channel, about in allowed.opted_out:
        if channel in {"", str(ask.channel)} and about in {"", topic}:
            return "The contact has opted out."
    return ""
