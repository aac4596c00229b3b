"""A letter or SMS to oneself: a real ask, marked as a test, that counts nowhere."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences.services import ensure_contacts
from heedful.listen.audiences.types import NewContact
from heedful.listen.fieldwork.services import ask_contact
from heedful.listen.fieldwork.types import AskFacts
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.types import Actor, Permission


def send_test(
    survey_uid: str, *, by: Actor, channel: str, address: str, language: str = "", now: datetime | None = None
) -> AskFacts:
    """Ask somebody of the house as a test: no rule is asked, no clock starts, the answers do not count."""
    by.require(Permission.WRITE_SURVEYS)
    if not address:
        kind = "phone" if channel == "sms" else "email"
        raise InvalidInput(Problem(kind, "Say where the test goes."))
    moment = now or timezone.now()
    survey = surveys.survey(survey_uid)
    identity = ("phone" if channel == "sms" else "email", address)
    tester = NewContact(identities=(identity,), name=by.label, language=language)
    (contact_id,) = ensure_contacts([tester], by=by)
    return ask_contact(
        by=by,
        survey_id=survey.id,
        contact_id=contact_id,
        channel=channel,
        occasion=f"test {moment.isoformat()}",
        now=moment,
        is_test=True,
    )
