from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.make import surveys
from tests.make.responses import new_response

from heedful.listen.responses.services import store_responses
from heedful.understand.boards import queries
from heedful.understand.boards.types import HOME
from heedful.understand.warehouse import services as warehouse

pytestmark = pytest.mark.django_db


def test_the_home_says_what_happened_and_how_sure_it_is(stay, alice_client):
    content = alice_client.get("/").content.decode()
    assert "NPS fell by 80.0 points against the period before. That is more than noise." in content
    assert "n = 50" in content
    assert re.search(r"data-score>\s*0\s*<", content)
    assert "Cold soup" in content


def test_an_instance_without_answers_says_what_will_be_here(cast, alice_client):
    response = alice_client.get("/")
    assert response.status_code == 200
    assert "Your score will be here" in response.content.decode()


def test_nobody_answered_is_no_score_and_not_zero(stay, alice_client):
    content = alice_client.get("/?from=2001-01-01&to=2001-01-31").content.decode()
    assert "Nobody has answered" in content
    assert re.search(r"data-score>\s*–\s*<", content)


def test_filters_are_chips_in_the_address(stay, alice_client):
    content = alice_client.get("/?f=channel:email").content.decode()
    assert "<b>email</b>" in content
    assert "n = 40" in content


def test_a_filter_that_cannot_be_read_is_said_in_words(stay, alice_client):
    response = alice_client.get("/?f=nonsense")
    assert response.status_code == 422
    assert "nonsense" in response.content.decode()


def test_a_part_of_the_page_is_answered_to_htmx_and_the_whole_to_the_back_button(stay, alice_client):
    part = alice_client.get("/", headers={"hx-request": "true", "hx-target": "board"})
    content = alice_client.get("/", headers={"hx-request": "true", "hx-target": "board-content"})
    back = alice_client.get("/", headers={"hx-request": "true", "hx-history-restore-request": "true"})
    assert part.content.lstrip().startswith(b'<div class="stack" id="board"')
    assert content.content.lstrip().startswith(b'<div class="stack" id="board-content"')
    assert b"<!doctype html>" in back.content
    assert "HX-Request" in part["Vary"]


def test_dora_sees_the_numbers_of_her_branch_only(stay, dora_client):
    content = dora_client.get("/").content.decode()
    assert "n = 25" in content
    assert "Unit north-2" not in content


def test_charlie_sees_none_of_it(stay, charlie_client):
    assert "Cold soup" not in charlie_client.get("/").content.decode()


def test_the_values_of_a_field_come_with_their_n(stay, alice_client):
    content = alice_client.get("/filter/values/?field=attribute.country&page=/").content.decode()
    assert re.findall(r'grow">(\w+)</span><span class="muted num">(\d+)', content) == [
        ("DE", "33"),
        ("AT", "17"),
    ]
    assert "f=attribute.country:DE" in content


def test_an_open_page_hears_of_news_and_of_nothing_else(stay, alice_client):
    mark = alice_client.get("/live/").json()["mark"]
    assert alice_client.get(f"/live/?mark={mark}").status_code == 204
    from tests.make import responses

    responses.scores(stay, 10, answered_at=timezone.now())
    assert alice_client.get(f"/live/?mark={mark}").json()["mark"] != mark


def test_asking_for_news_costs_few_statements(stay, alice_client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        alice_client.get("/live/?mark=1")


def test_the_home_does_not_ask_more_the_more_there_is(stay, alice_client, django_assert_max_num_queries):
    alice_client.get("/")
    with django_assert_max_num_queries(130):
        alice_client.get("/?period=last-12-months")


@pytest.mark.parametrize(
    ("kind", "start"),
    [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")],
)
def test_the_board_is_taken_along(stay, alice_client, kind, start):
    response = alice_client.get(f"/boards/home/export.{kind}")
    assert response.content.startswith(start)
    assert response["Content-Disposition"].endswith(f'.{kind}"')


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("svg", b"<svg"), ("png", b"\x89PNG")])
def test_a_tile_is_taken_along(stay, alice_client, kind, start):
    assert alice_client.get(f"/boards/home/tiles/0.{kind}").content.startswith(start)


def test_a_pdf_of_the_board_has_its_words_as_text(stay, alice_client):
    from io import BytesIO

    from pypdf import PdfReader

    content = alice_client.get("/boards/home/export.pdf").content
    pages = PdfReader(BytesIO(content)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert "more than noise" in re.sub(r"\s+", " ", text)
    assert {round(float(page.mediabox.height)) for page in pages} == {842}
    assert len(pages) > 1


@pytest.mark.parametrize(
    "address", ["/boards/home/export.exe", "/boards/home/tiles/99.csv", "/boards/brd_x/"]
)
def test_what_is_not_there_is_not_found(stay, alice_client, address):
    assert alice_client.get(address).status_code == 404


def arranged(alice_client) -> dict:
    content = alice_client.get("/boards/home/arrange/").content.decode()
    kinds = re.findall(r'name="kind" value="(\w+)"', content)
    rows = len(kinds)
    empty = [""] * rows
    widths = ["full"] * rows
    return {"kind": kinds, "width": widths, "by": empty, "grain": empty, "metric": empty, "survey": empty}


def test_tiles_are_moved_and_removed_by_buttons_and_nothing_is_kept_before_saving(stay, alice_client, alice):
    form = arranged(alice_client)
    moved = alice_client.post("/boards/home/arrange/", form | {"move": "0,1"}).content.decode()
    assert re.findall(r'name="kind" value="(\w+)"', moved)[:2] == ["classes", "trend"]
    removed = alice_client.post("/boards/home/arrange/", form | {"without": "0"}).content.decode()
    assert "trend" not in re.findall(r'name="kind" value="(\w+)"', removed)
    added = alice_client.post(
        "/boards/home/arrange/", form | {"add": "1", "new_kind": "score"}
    ).content.decode()
    assert re.findall(r'name="kind" value="(\w+)"', added)[-1] == "score"
    assert queries.home_board(by=alice).is_shipped


def test_an_arranged_home_is_saved_and_put_back(stay, alice_client, alice):
    alice_client.post("/boards/home/arrange/", arranged(alice_client) | {"save": "1", "audience": "mine"})
    home = queries.home_board(by=alice)
    assert {tile.width for tile in home.tiles} == {"full"}
    assert alice_client.get("/").status_code == 200
    alice_client.post(f"/boards/{HOME}/delete/")
    assert queries.home_board(by=alice).is_shipped


def test_a_new_board_is_made_opened_and_deleted(stay, alice_client, alice):
    response = alice_client.post("/boards/new/", {"name": "Weekly"})
    (board,) = queries.boards(by=alice)
    assert response.url == f"/boards/{board.uid}/arrange/"
    assert "Weekly" in alice_client.get(f"/boards/{board.uid}/").content.decode()
    assert "Weekly" in alice_client.get("/boards/").content.decode()
    alice_client.post(f"/boards/{board.uid}/delete/")
    assert queries.boards(by=alice) == ()


def test_segments_and_annotations_are_kept_and_removed(stay, alice_client, alice):
    alice_client.post("/segments/", {"name": "By mail", "query": "f=channel:email", "next": "/"})
    (segment,) = queries.segments(by=alice)
    assert "By mail" in alice_client.get("/").content.decode()
    alice_client.post(f"/segments/{segment.uid}/delete/")
    alice_client.post("/annotations/", {"on": timezone.localdate().isoformat(), "text": "New menu"})
    (noted,) = queries.known_annotations(by=alice)
    assert "New menu" in alice_client.get("/").content.decode()
    alice_client.post(f"/annotations/{noted.uid}/remove/")
    assert queries.known_annotations(by=alice) == ()


def test_one_is_not_sent_to_other_peoples_pages_after_saving(stay, alice_client):
    response = alice_client.post("/segments/", {"name": "A", "query": "", "next": "https://evil.example/"})
    assert response.url == "/"


def test_a_mail_is_planned_sent_and_cancelled_on_its_page(stay, alice_client, alice):
    page = "/boards/home/mail/"
    refused = alice_client.post(page, {"recipients": "nobody", "hour": "8", "weekday": ""})
    assert "is no address" in refused.content.decode()
    alice_client.post(page, {"recipients": "eve@example.org\nada@example.org", "hour": "8", "weekday": "0"})
    (planned,) = queries.mail_schedules(HOME, by=alice)
    assert planned.recipients == ("eve@example.org", "ada@example.org")
    assert "eve@example.org" in alice_client.get(page).content.decode()
    assert alice_client.post(f"/boards/mail/{planned.uid}/send/").status_code == 302
    alice_client.post(f"/boards/mail/{planned.uid}/cancel/")
    assert queries.mail_schedules(HOME, by=alice) == ()


def test_the_home_asks_the_record_store_little(stay, organization, alice_client):
    warehouse.flush(organization.pk)
    alice_client.get("/")
    with CaptureQueriesContext(connection) as asked:
        alice_client.get("/")
    assert len(asked) <= 27, "\n".join(one["sql"] for one in asked)
    tables = Counter(re.findall(r'FROM "(\w+)"', " ".join(one["sql"] for one in asked)))
    assert tables["core_organization"] == 1
    assert max(tables["surveys_survey"], tables["audiences_unit"], tables["audiences_attribute"]) <= 2


def test_the_question_for_news_is_cheap(stay, alice_client):
    alice_client.get("/live/")
    with CaptureQueriesContext(connection) as asked:
        alice_client.get("/live/")
    assert len(asked) <= 4  # session, user, membership, mark


def test_the_survey_with_most_answers_lately_leads_and_all_are_reachable(stay, organization, alice_client):
    quiet = surveys.survey(name="A quiet one")
    content = alice_client.get("/").content.decode()
    assert "n = 50" in content
    assert f"survey={quiet.uid}" in content
    assert "survey=all" in content


def test_a_change_names_the_groups_it_comes_from(stay, organization, alice, alice_client):
    at, then = (timezone.now() - timedelta(days=ago) for ago in (10, 130))
    store_responses(
        [
            new_response(stay, {"nps": 10}, answered_at=day, attributes={"country": "CH"}, unit_key="north-1")
            for day in (at, then)
            for _ in range(60)
        ],
        by=alice,
    )
    content = alice_client.get("/").content.decode()
    assert "(change × share of answers)" in content
    said = re.search(r"((?:Country|Branch) [^(]*) (?:accounts? for|alone would have moved it by)", content)
    assert said
    assert "CH" not in said[1]
