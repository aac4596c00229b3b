from __future__ import annotations

import json
from datetime import date

import pytest
from tests.make import accounts
from tests.make.surveys import survey

from heedful.design.programs import queries, services
from heedful.design.programs.rules import answers_needed
from heedful.design.programs.types import GoalDefinition, Pillar, ProgramDefinition
from heedful.platform.core.errors import InvalidInput, NotFound, NotPermitted

DUE = date(2027, 6, 30)


def goal(metric="nps", baseline=5.0, target=15.0, **fields) -> GoalDefinition:
    return GoalDefinition(metric, target, DUE, Pillar.RETENTION, baseline, **fields)


def test_answers_needed_are_those_of_the_product():
    needed = answers_needed(goal())
    assert (needed.just_significant, needed.with_power) == (529, 1080)


def test_a_share_needs_answers_too_and_the_unknown_none():
    needed = answers_needed(goal("csat", 50, 75))
    assert 0 < needed.just_significant < needed.with_power < 80
    assert answers_needed(goal(baseline=None)) is None
    assert answers_needed(goal("mean", 3, 4)) is None
    assert answers_needed(goal(baseline=80, target=90)).with_power > 0


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("metric", goal("happiness")),
        ("target", goal(target=101.0)),
        ("target", goal(target=float("nan"))),
        ("baseline", goal("csat", baseline=-1.0)),
        ("target", goal(baseline=15.0)),
        ("segment", goal(segment="x" * 201)),
    ],
)
@pytest.mark.usefixtures("organization")
def test_an_unsound_goal_is_refused_by_field(alice, field, given):
    made = services.create_program(ProgramDefinition("P", "Why do they leave?"), by=alice)
    with pytest.raises(InvalidInput) as error:
        services.set_goal(made.uid, given, by=alice)
    assert error.value.problems[0].field == field


@pytest.mark.usefixtures("organization")
def test_a_programme_keeps_its_question_goals_and_surveys(alice, dora):
    asked = survey(name="Visit")
    definition = ProgramDefinition(
        "Stay", "Why do they leave?", ("Customers in year one",), ("CFO",), (asked.uid,)
    )
    made = services.create_program(definition, by=alice)
    facts = services.set_goal(made.uid, goal(survey_uid=asked.uid, owner="Bob"), by=alice)
    assert (facts.audiences, facts.stakeholders) == (("Customers in year one",), ("CFO",))
    assert facts.surveys == ((asked.uid, "Visit"),)
    assert (facts.goals[0].owner, facts.goals[0].survey_name) == ("Bob", "Visit")
    with pytest.raises(InvalidInput):
        services.create_program(definition, by=alice)
    with pytest.raises(NotPermitted):
        services.archive_program(made.uid, by=dora)
    services.drop_goal(facts.goals[0].uid, by=alice)
    services.archive_program(made.uid, by=alice)
    assert queries.programs() == ()
    with pytest.raises(NotFound):
        services.drop_goal(facts.goals[0].uid, by=alice)


@pytest.mark.usefixtures("organization")
def test_the_pages_take_a_programme_from_question_to_goal(alice_client, charlie_client, dora_client):
    assert "What are you trying to improve?" in alice_client.get("/programs/").content.decode()
    made = alice_client.post(
        "/programs/new/", {"name": "Stay", "business_question": "Why?", "audiences": "A\n\n B "}
    )
    address = made["Location"]
    form = {"metric": "nps", "baseline": "5", "target": "15", "due_on": "2027-06-30", "pillar": "retention"}
    assert alice_client.post(address, form).status_code == 302
    page = alice_client.get(address).content.decode()
    assert "1,080" in page
    assert "529" in page
    wrong = alice_client.post(address, form | {"target": "500"}).content.decode()
    assert "must lie from -100 to 100" in wrong
    assert "Set a goal" not in dora_client.get(address).content.decode()
    assert dora_client.post(address, form).status_code != 302
    assert charlie_client.get(address).status_code == 404
    assert queries.programs()[0].audiences == ("A", "B")
    alice_client.post(f"{address}edit/", {"name": "Stay longer", "business_question": "Why?"})
    assert queries.programs()[0].name == "Stay longer"


def test_programmes_over_the_api(client, cast):
    headers = {"Authorization": f"Bearer {accounts.key(cast.organization)}"}

    def send(method, path, body=None):
        return client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body else b"",
            content_type="application/json",
            headers=headers,
        )

    uid = send("POST", "/programs", {"name": "Stay", "business_question": "Why?"}).json()["uid"]
    body = {"metric": "nps", "baseline": 5, "target": 15, "due_on": "2027-06-30", "pillar": "retention"}
    made = send("POST", f"/programs/{uid}/goals", body).json()
    assert made["goals"][0]["answers_needed"]["with_power"] == 1080
    assert send("PUT", f"/programs/{uid}", {"name": "Go", "business_question": "?"}).json()["name"] == "Go"
    assert send("DELETE", f"/goals/{made['goals'][0]['uid']}").status_code == 204
    assert send("GET", "/programs").json()["items"][0]["goals"] == []
    assert send("POST", f"/programs/{uid}/archive").status_code == 204
