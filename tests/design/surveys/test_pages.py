from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.make.surveys import question, survey

from heedful.design.surveys import queries

pytestmark = pytest.mark.usefixtures("organization")
YAML = "name: Visit\nquestions:\n  - {key: nps, kind: nps, text: How likely, required: true}\n"


def text(reply) -> str:
    assert reply.status_code == 200
    return reply.content.decode()


def test_a_survey_is_made_from_a_file_and_gets_a_new_version_from_text(alice_client):
    made = alice_client.post("/surveys/new/file/", {"file": SimpleUploadedFile("visit.yaml", YAML.encode())})
    address = made["Location"]
    assert "How likely" in text(alice_client.get(address))
    more = YAML + "  - {key: why, kind: long_text, text: Why}\n"
    alice_client.post(f"{address}edit/file/", {"text": more})
    assert "What changes from version 1" in text(alice_client.get(f"{address}publish/"))
    alice_client.post(f"{address}publish/")
    (facts,) = queries.surveys()
    assert (facts.version_number, len(facts.questions)) == (2, 2)
    unchanged = alice_client.post(f"{address}publish/", follow=True)
    assert "no new version" in text(unchanged)


def test_what_is_wrong_with_a_file_is_said_and_nothing_is_made(alice_client):
    page = text(alice_client.post("/surveys/new/file/", {"text": YAML.replace("kind: nps", "kind: npx")}))
    assert "is none of" in page
    assert "Choose a file" in text(alice_client.post("/surveys/new/file/", {"text": " "}))
    assert "not UTF-8" in text(
        alice_client.post("/surveys/new/file/", {"file": SimpleUploadedFile("a.yaml", b"\xff\xfe\x00")})
    )
    assert queries.surveys() == ()


def test_many_surveys_come_a_page_at_a_time_and_are_found_by_name(alice_client):
    for n in range(52):
        survey(question(), name=f"Visit {n:02}")
    first = alice_client.get("/surveys/?archived=1")
    assert "Visit 49" in text(first)
    assert "Visit 50" not in text(first)
    assert "archived=1" in first.context["next_url"]
    second = text(alice_client.get(first.context["next_url"]))
    assert "Visit 51" in second
    assert "Visit 49" not in second
    found = text(alice_client.get("/surveys/?q=sit+51"))
    assert "Visit 51" in found
    assert "Visit 49" not in found
    assert "No survey found" in text(alice_client.get("/surveys/?q=nothing"))


def test_versions_are_downloaded_as_they_were(alice_client, alice):
    one = survey(question(text="How?"), name="Visit")
    reply = alice_client.get(f"/surveys/{one.uid}/versions/1.yaml")
    assert "text: How?" in text(reply)
    assert f"{one.uid}-1.yaml" in reply["Content-Disposition"]
    assert text(alice_client.get(f"/surveys/{one.uid}/versions/1.json")).startswith("{")
    for wrong in ("1.exe", "9.yaml"):
        assert alice_client.get(f"/surveys/{one.uid}/versions/{wrong}").status_code == 404


def test_two_versions_are_compared(alice_client):
    one = survey(question(text="Old words?"), question("why", "long_text"), name="Visit")
    alice_client.post(f"/surveys/{one.uid}/edit/file/", {"text": YAML})
    alice_client.post(f"/surveys/{one.uid}/publish/")
    page = text(alice_client.get(f"/surveys/{one.uid}/compare/"))
    for part in ("Old words?", "How likely", "wording, required", "removed"):
        assert part in page
    assert "The two ask the same" in text(alice_client.get(f"/surveys/{one.uid}/compare/?from=2&to=2"))
    assert alice_client.get(f"/surveys/{one.uid}/compare/?from=9").status_code == 404
    assert alice_client.get(f"/surveys/{one.uid}/compare/?from=x").status_code == 422


def test_an_archived_survey_is_taken_out_and_brought_back(alice_client):
    one = survey(name="Visit")
    alice_client.post(f"/surveys/{one.uid}/archive/")
    assert "Visit" not in text(alice_client.get("/surveys/"))
    assert "archived" in text(alice_client.get("/surveys/?archived"))
    alice_client.post(f"/surveys/{one.uid}/restore/")
    assert "Visit" in text(alice_client.get("/surveys/"))


def test_dora_reads_but_does_not_write(dora_client):
    one = survey(name="Visit")
    assert f"/surveys/{one.uid}/edit/" not in text(dora_client.get(f"/surveys/{one.uid}/"))
    for path in ("new/", "new/file/", f"{one.uid}/edit/", f"{one.uid}/publish/", f"{one.uid}/edit/look/"):
        assert dora_client.get(f"/surveys/{path}").status_code == 403
    assert dora_client.post(f"/surveys/{one.uid}/archive/").status_code == 403


def test_charlie_finds_no_survey(charlie_client):
    one = survey(name="Visit")
    for path in ("", "edit/", "edit/look/", "publish/", "compare/", "versions/1.yaml"):
        assert charlie_client.get(f"/surveys/{one.uid}/{path}").status_code == 404


def test_a_survey_of_another_system_becomes_a_draft_and_what_was_left_out_is_listed(alice_client):
    theirs = {
        "title": "Short <b>",
        "elements": [{"type": "comment", "name": "why"}, {"type": "signaturepad"}],
    }
    page = text(alice_client.post("/surveys/new/file/", {"text": json.dumps(theirs)}))
    assert "a question of the type signaturepad" in page
    (facts,) = queries.surveys()
    assert (facts.name, facts.version_number, facts.has_draft) == ("Short", None, True)


@pytest.mark.parametrize(
    ("format_", "part"), [("qsf", "SurveyEntry"), ("surveyjs", '"pages"'), ("yaml", "name:")]
)
def test_a_version_is_a_file_of_several_systems(alice_client, format_, part):
    made = survey(question())
    assert part in text(alice_client.get(f"/surveys/{made.uid}/versions/1.{format_}"))
    assert alice_client.get(f"/surveys/{made.uid}/versions/1.docx").status_code == 404
