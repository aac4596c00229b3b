from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make.audiences import new_contact
from tests.make.responses import response, scores
from tests.make.surveys import question, survey

from heedful.listen.audiences import queries as audiences
from heedful.listen.responses import queries
from heedful.listen.responses.models import Response

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def asked(cast):
    made = survey(question(), question("why", "long_text"), name="Visit")
    response(made, {"nps": 3, "why": "Cold soup"}, unit_key=cast.branch.key, attributes={"plan": "pro"},
             contact=new_contact("ann@example.org", name="Ann"))  # fmt: skip
    response(
        made, {"nps": 10, "why": "Warm bread"}, unit_key=cast.next_branch.key, attributes={"plan": "free"}
    )
    return made


def text(reply) -> str:
    assert reply.status_code == 200
    return reply.content.decode()


def test_answers_are_listed_with_class_words_and_place(alice_client, asked):
    page = text(alice_client.get("/answers/"))
    assert page.index("Warm bread") < page.index("Cold soup")
    assert 'class-mark detractor">3' in page
    assert 'class-mark promoter">10' in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=soup", "Cold soup", "Warm bread"),
        ("f=attribute.plan:free", "Warm bread", "Cold soup"),
        ("f=attribute.plan!:free", "Cold soup", "Warm bread"),
        ("class=detractor&metric=nps", "Cold soup", "Warm bread"),
        ("f=unit:north-2", "Warm bread", "Cold soup"),
        ("f=unit.region:north&q=bread", "Warm bread", "Cold soup"),
        ("period=last-7-days", "No answer fits", "Cold soup"),
        ("from=2026-03-02&to=2026-03-02&q=cold", "Cold soup", "Warm bread"),
        ("f=channel!:api", "No answer fits", "Cold soup"),
    ],
)
def test_the_filter_in_the_address_narrows_the_list(alice_client, asked, query, shown, hidden):
    page = text(alice_client.get(f"/answers/?{query}"))
    assert shown in page
    assert hidden not in page


def test_an_answer_is_found_by_what_was_answered(alice_client, asked):
    nps = asked.question("nps").uid
    for query, shown in ((f"f=answer.{nps}:3", "Cold soup"), (f"f=answer.{nps}>=9", "Warm bread")):
        page = text(alice_client.get(f"/answers/?{query}"))
        assert shown in page
        assert ("Warm bread" in page) == (shown == "Warm bread")


@pytest.mark.parametrize(
    "query", ["f=nonsense", "f=shoe:1", "class=fine", "from=x", "cursor=x", "f=attribute.no:1", "q=%00"]
)
def test_a_broken_address_is_refused_in_words(alice_client, asked, query):
    assert alice_client.get(f"/answers/?{query}").status_code == 422


def test_dora_reads_her_branch_only(dora_client, alice_client, asked):
    page = text(dora_client.get("/answers/"))
    assert "Cold soup" in page
    assert "Warm bread" not in page
    other = Response.objects.get(attributes={"plan": "free"}).uid
    assert dora_client.get(f"/answers/{other}/").status_code == 404
    assert alice_client.get(f"/answers/{other}/").status_code == 200


def test_charlie_reads_nothing(charlie_client, asked):
    uid = Response.objects.first().uid
    assert "soup" not in text(charlie_client.get("/answers/"))
    assert charlie_client.get(f"/answers/{uid}/").status_code == 404
    assert charlie_client.post(f"/answers/{uid}/exclude/", {"reason": "x"}).status_code == 404


def test_pages_follow_each_other(alice_client, asked):
    scores(asked, *([7] * 45))
    first = alice_client.get("/answers/")
    second = alice_client.get(first.context["next_url"])
    uids = [one.facts.uid for reply in (first, second) for one in reply.context["answers"]]
    assert len(uids) == len(set(uids)) == 47


def test_the_list_asks_the_database_as_often_for_many_answers_as_for_few(alice_client, asked):
    def statements():
        with CaptureQueriesContext(connection) as caught:
            text(alice_client.get("/answers/"))
        return len(caught)

    statements()
    few = statements()
    scores(asked, *range(11), *range(11))
    assert statements() == few <= 25


def test_an_answer_is_excluded_and_counted_again(alice_client, asked, alice):
    uid = queries.responses(by=alice).items[0].uid
    alice_client.post(f"/answers/{uid}/exclude/", {"reason": "spam"})
    assert queries.response(uid, by=alice).excluded_reason == "spam"
    row = alice_client.post(f"/answers/{uid}/include/", headers={"HX-Request": "true"})
    assert row.content.decode().startswith(f'<li id="{uid}"')
    assert queries.response(uid, by=alice).excluded_at is None
    again = alice_client.post(f"/answers/{uid}/exclude/", {"reason": "spam"}, headers={"HX-Request": "true"})
    assert json.loads(again["HX-Trigger"])["toast"]["url"] == f"/answers/{uid}/include/"


def test_a_reason_is_needed_and_nobody_is_sent_away_from_here(alice_client, asked, alice):
    uid = queries.responses(by=alice).items[0].uid
    alice_client.post(f"/answers/{uid}/exclude/", {"reason": " "})
    assert queries.response(uid, by=alice).excluded_at is None
    reply = alice_client.post(f"/answers/{uid}/include/", {"next": "https://elsewhere.example/"})
    assert reply["Location"] == f"/answers/{uid}/"


def test_the_page_of_an_answer_shows_all_that_is_known(alice_client, asked, alice):
    uid = queries.responses(by=alice).items[1].uid
    page = text(alice_client.get(f"/answers/{uid}/"))
    for part in ("Cold soup", "Question nps?", "Plan", "pro", "Ann", "Unit north-1", "version 1"):
        assert part in page


def test_dora_may_read_but_not_exclude(dora_client, asked, alice):
    uid = queries.responses(by=alice).items[1].uid
    assert "Leave it out" not in text(dora_client.get(f"/answers/{uid}/"))
    assert dora_client.post(f"/answers/{uid}/exclude/", {"reason": "x"}).status_code == 403


def test_a_person_has_a_page_an_export_and_an_end(alice_client, asked, alice):
    ann = audiences.contacts(by=alice).items[0]
    page = text(alice_client.get(f"/contacts/{ann.uid}/"))
    for part in ("Ann", "ann@example.org", "Cold soup"):
        assert part in page
    exported = alice_client.get(f"/contacts/{ann.uid}/export/")
    assert "Cold soup" in exported.content.decode()
    assert alice_client.post(f"/contacts/{ann.uid}/erase/", {"typed": "Anna"}).status_code == 422
    alice_client.post(f"/contacts/{ann.uid}/erase/", {"typed": "Ann"})
    assert "Cold soup" not in text(alice_client.get("/answers/"))
    assert "forgotten" in text(alice_client.get(f"/contacts/{ann.uid}/"))


def test_contacts_are_merged_by_address(alice_client, asked, alice):
    response(asked, {"nps": 7, "why": "Again"}, contact=new_contact("anna@example.org"))
    ann = next(one for one in audiences.contacts(by=alice).items if one.name == "Ann")
    alice_client.post(f"/contacts/{ann.uid}/merge/", {"other": "anna@example.org"})
    assert len(audiences.contact(ann.uid, by=alice).identities) == 2
    reply = alice_client.post(f"/contacts/{ann.uid}/merge/", {"other": "nobody@example.org"}, follow=True)
    assert "No contact is known as nobody@example.org" in text(reply)


def test_search_in_an_empty_house_says_how_to_begin(charlie_client):
    assert "Answers will be listed here" in text(charlie_client.get("/answers/"))
    assert "Contacts will be listed here" in text(charlie_client.get("/contacts/"))
