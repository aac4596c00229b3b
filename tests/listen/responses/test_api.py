from __future__ import annotations

import pytest
from tests.make import accounts
from tests.make.audiences import new_contact
from tests.make.responses import new_response, response, scores
from tests.make.surveys import question, survey

from heedful.listen.responses import queries, services
from heedful.platform.core.types import Permission

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def send(client, cast):
    strong = accounts.key(cast.organization)

    def call(method, path, body=None, *, key=None):
        headers = {"Authorization": f"Bearer {key or strong}"}
        return getattr(client, method)(
            f"/api/v1{path}", body, content_type="application/json", headers=headers
        )

    return call


def test_responses_are_listed_narrowed_and_read(send, cast):
    asked = survey(name="Visit")
    low = response(
        asked, {"nps": 2, "why": "slow"}, unit_key=cast.branch.key, contact=new_contact(name="Ann")
    )
    scores(asked, 9, 10)
    everything = send("get", "/responses").json()
    assert len(everything["items"]) == 3
    for query in (
        "q=slow",
        "class=detractor&metric=nps",
        f"f=unit:{cast.branch.uid}",
        f"class=detractor&survey={asked.uid}",
    ):
        assert [one["uid"] for one in send("get", f"/responses?{query}").json()["items"]] == [low.uid], query
    one = send("get", f"/responses/{low.uid}").json()
    assert one["survey"] == {"uid": asked.uid, "name": "Visit", "version": 1}
    assert {answer["key"]: answer["value"] for answer in one["answers"]} == {"nps": 2, "why": "slow"}
    assert one["contact"]["name"] == "Ann"
    assert send("get", "/responses?class=oops").status_code == 422


def test_a_list_goes_on_where_it_stopped_though_times_are_equal(send):
    scores(survey(), *range(7))
    first = send("get", "/responses?limit=4").json()
    rest = send("get", f"/responses?limit=4&cursor={first['next_cursor']}").json()
    assert len({one["uid"] for one in first["items"] + rest["items"]}) == 7
    assert rest["next_cursor"] is None


def test_a_response_is_excluded_included_and_deleted(send, alice):
    (uid,) = scores(survey(), 5)
    assert send("post", f"/responses/{uid}/exclude", {"reason": "spam"}).json()["excluded_reason"] == "spam"
    assert send("post", f"/responses/{uid}/exclude", {"reason": ""}).status_code == 422
    assert send("post", f"/responses/{uid}/include").json()["excluded_at"] is None
    assert send("delete", f"/responses/{uid}").status_code == 204
    assert send("get", f"/responses/{uid}").status_code == 404


def test_a_key_without_contacts_does_not_learn_who_answered(send, cast):
    asked = survey(question(), question("call", "contact"))
    made = response(
        asked, {"nps": 1, "call": {"name": "Ann", "consent": True}}, contact=new_contact(name="Ann")
    )
    key = accounts.key(cast.organization, Permission.READ_ANSWERS)
    one = send("get", f"/responses/{made.uid}", key=key)
    assert one.json()["contact"] is None
    assert "Ann" not in one.content.decode()


def test_refusals_say_what_was_wrong(send, bob):
    services.store_responses([new_response(survey(), {"nps": 12}, row=3, raw={"nps": "12"})], by=bob)
    (refusal,) = send("get", "/refusals?source=api").json()["items"]
    assert (refusal["row"], refusal["field"], refusal["body"]) == (3, "answers.nps", {"nps": "12"})


def test_charlie_gets_404_and_weak_keys_403(send, cast):
    (uid,) = scores(survey(), 5)
    other, weak = accounts.key(cast.other), accounts.key(cast.organization, Permission.READ_SCORES)
    for method, path, body in (
        ("get", "", None), ("post", "/exclude", {"reason": "x"}),
        ("post", "/include", None), ("delete", "", None),
    ):  # fmt: skip
        assert send(method, f"/responses/{uid}{path}", body, key=other).status_code == 404
        assert send(method, f"/responses/{uid}{path}", body, key=weak).status_code == 403
    assert send("get", "/responses", key=other).json()["items"] == []


def test_invalid_answers_are_counted_by_day_of_the_organisation(bob):
    asked = survey()
    nps = asked.question("nps").id
    services.store_responses([new_response(asked, {"nps": 12})], by=bob)
    day = new_response(asked).answered_at.date()
    assert queries.invalid_counts([nps], day, day) == {nps: 1}
    assert queries.invalid_counts([nps], None, day.replace(day=1)) == {nps: 0}
