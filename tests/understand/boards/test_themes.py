"""The themes board, the page of a theme, its tile: what they say, to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.make import responses, surveys, words

from heedful.listen.responses.models import Response
from heedful.understand.boards.themes.evidence import parts
from heedful.understand.boards.themes.types import Part
from heedful.understand.words.models import ThemeLabel, WaitingText


def said(asked, score, text, *opinions, place, days=10, **fields):
    at = timezone.now() - timedelta(days=days)
    comment = {"nps": score, "why": text}
    return words.Said(
        responses.new_response(asked, comment, answered_at=at, unit_key=place.key), opinions, fields
    )


@pytest.fixture
def stay(cast, organization):
    """People of Dora's branch complain of staff, those of the next one praise the food."""
    by = words.edition(words.taxonomy("service", "service/staff", "food", "price"))
    asked = surveys.survey(name="Stay")
    here, there = cast.branch, cast.next_branch
    told = []
    for number in range(12):
        told += [
            said(asked, 2, f"Rude staff <b>{number}</b>", "-staff", place=here, sentiment=-1),
            said(asked, 10, f"Lovely soup {number}", "+food", place=there, sentiment=1),
            said(asked, 9, f"Nice {number}", place=there, sentiment=1),
            said(asked, 9, f"Fine {number}", "+food", place=there, days=120, sentiment=1),
        ]
    words.tell(told, by=by)
    return asked


def page(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def test_the_board_says_what_lowers_the_score_most(stay, alice_client):
    shown = page(alice_client, "/themes/")
    assert "Staff lowers NPS most: without those who speak of it, it would be 66.7 points higher." in shown
    assert "Food raises it most" in shown
    assert "/themes/staff/?" in shown
    assert "36 comments were read." in shown
    assert "Service" in shown


def test_what_is_not_read_yet_is_said(stay, alice_client):
    assert "rests on what was read" not in page(alice_client, "/themes/")
    unread = responses.response(stay, {"nps": 3, "why": "Nobody came"})
    WaitingText.objects.create(response_id=unread.id, answered_at=unread.answered_at, is_history=True)
    for address in ("/themes/", "/themes/staff/"):
        assert "What is here rests on what was read." in page(alice_client, address)
        assert "or not read yet" in page(alice_client, address)


def test_a_filter_narrows_the_board(stay, alice_client):
    shown = page(alice_client, "/themes/", f="unit:north-2")
    assert "Lovely" not in shown
    assert "/themes/staff/?" not in shown


def test_a_theme_with_its_evidence(stay, alice_client):
    shown = page(alice_client, "/themes/staff/")
    assert "Staff: 33.3 % of comments speak of it, and they lower NPS by 66.7 points." in shown
    assert '<mark class="worse">Rude staff &lt;b&gt;11&lt;/b&gt;</mark>' in shown, (
        "what people write is escaped"
    )
    assert "90 % sure" in shown
    assert "Speaks of staff." in shown
    assert "Taxonomy" in shown
    assert "test-1" in shown, "the version that read it"
    assert "Lovely soup" not in shown


def test_a_theme_above_shows_what_is_said_of_those_below(stay, alice_client):
    shown = page(alice_client, "/themes/service/")
    assert "Rude staff" in shown
    assert "Themes below it" in shown


def test_broken_down_by_what_is_asked_for(stay, alice_client):
    assert "Share by Channel" in page(alice_client, "/themes/staff/", by="channel")


def test_a_theme_nobody_speaks_of_and_one_nobody_knows(stay, alice_client):
    assert "Nobody speaks of it" in page(alice_client, "/themes/price/")
    assert alice_client.get("/themes/nowhere/").status_code == 404


def test_dora_sees_her_branch_alone(stay, dora_client):
    shown = page(dora_client, "/themes/")
    assert "/themes/staff/?" in shown
    assert "/themes/food/?" not in shown
    assert "Lovely soup" not in page(dora_client, "/themes/food/")


def test_charlie_sees_nothing(stay, charlie_client):
    assert "/themes/staff/?" not in page(charlie_client, "/themes/")
    assert charlie_client.get("/themes/staff/").status_code == 404


def test_wrong_is_one_click_and_can_be_taken_back(stay, alice_client):
    misread = said(stay, 3, "Staffan was here", "-staff", place=_branch(), days=1)
    (response_id,) = words.tell([misread], by=words.Edition.objects.get())
    question = stay.questions[1].id
    where = {
        "response_uid": Response.objects.get(pk=response_id).uid,
        "question_id": question,
        "start": 0,
        "end": 6,
        "next": "/themes/staff/",
    }
    assert alice_client.post("/themes/staff/wrong/", where).headers["Location"] == "/themes/staff/"
    label = ThemeLabel.objects.get()
    assert (label.theme, label.is_present, label.response_id, label.start) == ("staff", False, response_id, 0)
    assert "called wrong" in page(alice_client, "/themes/staff/")
    alice_client.post("/themes/staff/wrong/", where | {"is_present": "1"})
    assert ThemeLabel.objects.get().is_present
    assert "called wrong" not in page(alice_client, "/themes/staff/")


def _branch():
    from heedful.listen.audiences.models import Unit

    return Unit.objects.get(key="north-1")


def test_wrong_needs_a_place_and_a_permission(stay, alice_client, dora_client):
    assert alice_client.post("/themes/staff/wrong/", {"question_id": "x"}).status_code in {400, 422}
    where = {"response_uid": "rsp_1", "question_id": 1, "start": 0, "end": 1}
    assert dora_client.post("/themes/staff/wrong/", where).status_code == 403
    assert "wrong</button>" not in page(dora_client, "/themes/staff/")


def test_the_home_board_names_what_to_mend_first_where_comments_are_read(stay, alice_client):
    shown = page(alice_client, "/")
    assert "What to mend first" in shown
    assert "“<mark" in shown


def test_without_readings_the_home_board_is_as_before_and_the_page_says_how(organization, alice_client):
    surveys.survey()
    assert "What to mend first" not in page(alice_client, "/")
    shown = page(alice_client, "/themes/")
    assert "No themes are looked for yet" in shown
    assert "/themes/define/" in shown


def test_themes_that_are_not_read_yet(organization, alice_client):
    words.taxonomy("staff")
    surveys.survey()
    assert "Comments have not been read yet" in page(alice_client, "/themes/")


def test_a_survey_without_words(organization, alice_client):
    surveys.survey(surveys.question())
    assert "asks no question that is answered in words" in page(alice_client, "/themes/")


@pytest.mark.parametrize("address", ["/themes/", "/themes/staff/"])
def test_exports(stay, alice_client, address):
    told = alice_client.get(f"{address}export.csv").content.decode()
    assert ("staff,Staff,service,12" if address == "/themes/" else "Detractors,12,100") in told
    assert alice_client.get(f"{address}export.png").content.startswith(b"\x89PNG")
    assert alice_client.get(f"{address}export.pdf").content.startswith(b"%PDF")
    assert alice_client.get(f"{address}export.exe").status_code == 404


def test_over_http(stay, alice_client, dora_client):
    told = alice_client.get("/api/v1/themes").json()
    assert [row["key"] for row in told["themes"]] == ["service", "staff", "food"]
    staff = told["themes"][1]
    assert staff["impact"]["value"] == pytest.approx(-66.7, abs=0.1)
    assert staff["impact"]["is_real"]
    assert (staff["n"], round(staff["share"]["value"], 1), staff["net_sentiment"]["value"]) == (
        12,
        33.3,
        -100,
    )
    assert (told["n_read"], told["score"]["metric"]) == (36, "nps")
    one = alice_client.get("/api/v1/themes/staff").json()
    assert one["classes"][2]["n"] == one["figures"]["n"] == 12
    assert alice_client.get("/api/v1/themes/price").json()["figures"] is None
    assert one["series"][-1]["share"] is not None
    said = alice_client.get("/api/v1/themes/staff/quotes").json()
    assert said[0]["text"].startswith("Rude staff")
    assert said[0]["spans"] == [[0, len(said[0]["text"])]]
    assert [row["key"] for row in dora_client.get("/api/v1/themes").json()["themes"]] == ["service", "staff"]
    assert alice_client.get("/api/v1/themes/nowhere").status_code == 404


def test_a_long_story_is_cut_around_the_place():
    text = "a" * 300 + " rude staff " + "b" * 300
    found = parts(text, [(301, 311)])
    assert found[1] == Part("rude staff", is_marked=True)
    assert found[0].text.startswith("… aaa")
    assert found[2].text.endswith("…")
    assert len("".join(part.text for part in found)) < 320


def test_places_that_touch_are_one_and_those_outside_are_cut():
    assert parts("rude staff", [(0, 4), (4, 99), (5, 5)]) == (Part("rude staff", is_marked=True),)
    assert parts("short", []) == (Part("short"),)


def test_the_impact_on_any_score_and_where_a_share_comes_from(stay, alice_client):
    felt = page(alice_client, "/themes/", metric="net_sentiment")
    assert "Impact on Net sentiment" in felt
    assert "Staff lowers Net sentiment most" in felt
    assert "Impact on Theme share" in page(alice_client, "/themes/", metric="theme_share")
    origin = page(alice_client, "/scores/theme_share/provenance/", theme="staff", period="all")
    assert "Theme share is 25.0, from 48 answers" in origin


def test_home_and_answers_narrowed_by_an_opinion(stay, alice_client):
    home = page(alice_client, "/", f="opinion:-staff")
    assert "Staff: negative" in home, "the chip says it in words"
    assert "Lovely soup" not in home
    answers = page(alice_client, "/answers/", f="opinion:-staff", period="all")
    assert "Rude staff" in answers
    assert "Lovely soup" not in answers
