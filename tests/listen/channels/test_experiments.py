"""Which arm it was travels from the ask to the answer, so that boards can break down by it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.make.audiences import contact
from tests.make.experiments import running
from tests.make.surveys import survey

from heedful.listen.channels.answers import save
from heedful.listen.fieldwork.experiments import ATTRIBUTE
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.types import Channel, Disposition
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.listen.responses.models import Response


def test_the_response_carries_the_arm_of_its_ask(organization):
    asked, who = survey(), contact()
    running(asked, since=timezone.now() - timedelta(days=1), name="Shorter words")
    ask = Ask.objects.create(
        survey_id=asked.id,
        contact_id=who.id,
        channel=Channel.EMAIL,
        disposition=Disposition.INVITED,
        asked_at=timezone.now() - timedelta(hours=1),
        variant="B",
        idempotency_key="k",
    )
    save(
        asked.uid, "", {"nps": 9}, completed=True, ask_uid=ask.uid, channel="email", language="en",
        attributes={"plan": "pro"},
    )  # fmt: skip
    process_inbox()
    (stored,) = Response.objects.all()
    assert stored.attributes == {"plan": "pro", ATTRIBUTE: "Shorter words: B"}
