"""Personal data in comments: gone before anything is stored, on every way in."""

from __future__ import annotations

import json

import pytest
from tests.make import responses as make, surveys

from heedful.listen.audiences.types import NewContact
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.listen.responses.models import Answer, InboxEntry, OriginalText, Refusal, Response
from heedful.listen.responses.redaction.history import redact_history
from heedful.listen.responses.redaction.originals import has_originals, read_originals
from heedful.listen.responses.redaction.policy import change_redaction, redaction_policy
from heedful.listen.responses.redaction.types import RedactionPolicy
from heedful.listen.responses.services import delete_responses, store_responses
from heedful.listen.responses.types import NewResponse
from heedful.platform.core import audit
from heedful.platform.core.errors import NotFound, NotPermitted
from heedful.platform.core.models import Job
from heedful.platform.core.queue import run_now

SAID = "Lena Sommer here: mail lena.sommer@example.org or call +49 151 23456789."
LEFT = "[NAME 1] here: mail [EMAIL 1] or call [PHONE 1]."


@pytest.fixture
def survey(organization):
    return surveys.survey(
        surveys.question("nps", "nps"),
        surveys.question("why", "long_text"),
        surveys.question("mail", "contact"),
    )


def store(survey, alice, why=SAID, key="k1", **more):
    new = NewResponse(
        idempotency_key=key,
        survey_id=survey.id,
        answers={"nps": 3, "why": why, "mail": {"email": "lena.sommer@example.org", "consent": True}},
        answered_at=make.NOON,
        contact=NewContact(identities=(("email", "lena.sommer@example.org"),), name="Lena Sommer"),
        raw={"answers": {"why": why}, "source_row": [why, "3"]},
        **more,
    )
    (outcome,) = store_responses([new], by=alice)
    assert outcome.uid, outcome.problems
    return outcome


def text_of(key="k1"):
    return Answer.objects.get(response__idempotency_key=key, question__key="why").text


def test_a_comment_is_stored_without_personal_data(survey, alice):
    store(survey, alice)
    assert text_of() == LEFT
    kept = json.dumps(Response.objects.get().raw)
    assert "lena" not in kept.lower()
    assert kept.count("[EMAIL 1]") == 2
    assert not OriginalText.objects.exists()


def test_what_was_asked_for_is_no_leak(survey, alice):
    store(survey, alice)
    mail = Answer.objects.get(question__key="mail")
    assert "lena.sommer@example.org" in json.dumps([mail.text, mail.choices])


def test_a_retry_is_known_by_what_was_said(survey, alice):
    first = store(survey, alice)
    again = store(survey, alice)
    assert (again.state, again.uid) == ("duplicate", first.uid)


def test_an_organisation_may_leave_it(survey, alice):
    change_redaction(RedactionPolicy(is_on=False, keeps_original=True), by=alice)
    assert redaction_policy() == RedactionPolicy(is_on=False, keeps_original=False)
    store(survey, alice)
    assert text_of() == SAID


def test_an_original_is_kept_encrypted_and_opening_it_is_noted(survey, alice, dora):
    change_redaction(RedactionPolicy(is_on=True, keeps_original=True), by=alice)
    uid = store(survey, alice).uid
    (row,) = OriginalText.objects.all()
    assert "lena" not in row.token.lower()
    assert read_originals(uid, by=alice) == {row.question_id: SAID}
    assert "answer.original_read" in [entry.action for entry in audit.entries(by=alice).items]
    with pytest.raises((NotFound, NotPermitted)):
        read_originals(uid, by=dora)
    delete_responses([uid], by=alice)
    assert not OriginalText.objects.exists()


def test_old_words_go_when_the_question_is_answered_anew(survey, alice):
    change_redaction(RedactionPolicy(is_on=True, keeps_original=True), by=alice)
    uid = store(survey, alice, status="partial").uid
    assert has_originals(uid)
    store(survey, alice, why="Fine, thank you.", status="completed")
    assert text_of() == "Fine, thank you."
    assert not has_originals(uid)


def test_the_inbox_does_not_keep_what_was_taken_out(survey, alice_client):
    body = {"survey": survey.uid, "answers": {"nps": 2, "why": SAID}, "idempotency_key": "door"}
    told = alice_client.post("/api/v1/responses", body, content_type="application/json")
    assert told.status_code == 201, told.content
    process_inbox()
    (entry,) = InboxEntry.objects.all()
    assert (entry.settled_at is not None, bytes(entry.body)) == (True, b"")
    assert (
        text_of("door") == "Lena Sommer here: mail [EMAIL 1] or call [PHONE 1]."
    )  # nobody knows her name here


def test_a_refused_response_shows_no_personal_data_in_its_comment(survey, alice):
    new = NewResponse(
        idempotency_key="bad",
        survey_id=survey.id,
        answers={"nps": 99, "why": SAID},
        answered_at=make.NOON,
        raw={"nps": 99, "why": SAID},
    )
    (outcome,) = store_responses([new], by=alice)
    assert outcome.state == "refused"
    assert "+49" not in json.dumps([one.body for one in Refusal.objects.all()])


def test_what_is_stored_already_is_redacted_on_demand(survey, alice):
    change_redaction(RedactionPolicy(is_on=False), by=alice)
    store(survey, alice)
    store(survey, alice, why="Nothing to hide.", key="k2")
    change_redaction(RedactionPolicy(is_on=True, keeps_original=True), by=alice)
    job = run_now(Job.objects.get(uid=redact_history(by=alice).uid))
    assert (job.state, job.result) == ("done", {"responses": 1})
    assert (text_of(), text_of("k2")) == (LEFT, "Nothing to hide.")
    assert "lena" not in json.dumps(Response.objects.get(idempotency_key="k1").raw).lower()
    uid = Response.objects.get(idempotency_key="k1").uid
    assert list(read_originals(uid, by=alice).values()) == [SAID]


def test_only_who_manages_the_organisation_says_what_happens(bob):
    with pytest.raises(NotPermitted):
        change_redaction(RedactionPolicy(is_on=False), by=bob)


def test_the_page_says_what_happens_and_shows_it(survey, alice, alice_client):
    change_redaction(RedactionPolicy(is_on=True, keeps_original=True), by=alice)
    uid = store(survey, alice).uid
    tried = alice_client.post("/settings/redaction/try/", {"text": "Mail ann@example.org"}).content.decode()
    assert "Mail [EMAIL 1]" in tried
    assert "the original is kept, encrypted" in tried
    assert SAID not in alice_client.get(f"/answers/{uid}/").content.decode()
    assert SAID in alice_client.post(f"/answers/{uid}/originals/").content.decode()
    saved = alice_client.post("/settings/redaction/", {"is_on": ""}, follow=True).content.decode()
    assert "Stored as it was written" in saved
