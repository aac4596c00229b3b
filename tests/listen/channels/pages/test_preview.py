"""The preview: any state of a survey, gone through to its end, and nothing is kept."""

from __future__ import annotations

import re

from tests.make import surveys

from heedful.design.surveys import services
from heedful.listen.responses.models import InboxEntry, Response


def test_a_draft_is_gone_through_and_nothing_is_kept(organization, alice, alice_client):
    survey = surveys.survey()
    drafted = surveys.definition(surveys.question(text="How was your {product|stay}?"), name=survey.name)
    services.save_draft(by=alice, survey_uid=survey.uid, definition=drafted)
    address = f"/surveys/{survey.uid}/preview/"
    first = alice_client.get(address)
    assert "How was your stay?" in first.content.decode()
    assert "frame-ancestors 'self'" in first["Content-Security-Policy"]
    assert "X-Frame-Options" not in first
    state = re.search(r'name="state" value="([^"]+)"', first.content.decode())[1]
    said = {"state": state, "at": "nps", "shown": "nps", "q.nps": "9"}
    last = alice_client.post(address, said | {"go": "next"})
    assert "Thank you" in last.content.decode()
    assert "Question nps?" in alice_client.get(f"{address}?version=1").content.decode()
    assert not InboxEntry.objects.exists()
    assert not Response.objects.exists()


def test_charlie_previews_nothing_of_alices(organization, charlie_client):
    assert charlie_client.get(f"/surveys/{surveys.survey().uid}/preview/").status_code == 404
