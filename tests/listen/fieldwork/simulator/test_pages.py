from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.make import accounts
from tests.make.audiences import new_contact
from tests.make.surveys import survey

from heedful.listen.audiences import queries as audiences, services as audience_services
from heedful.listen.fieldwork.services import define_plan, start_plan
from heedful.listen.fieldwork.simulator import services
from heedful.listen.fieldwork.simulator.work import KIND
from heedful.platform.core.models import Job
from heedful.platform.core.personal_data import Erasure, erase
from heedful.platform.core.queue import run_due


@pytest.fixture
def running(organization, alice):
    """A weekly plan for forty people of two plans."""
    audience_services.ensure_contacts(
        [
            new_contact(f"p{number}@example.org", attributes={"plan": "pro" if number % 2 else "free"})
            for number in range(40)
        ],
        by=alice,
    )
    document = {
        "name": "Weekly <b>pulse</b>",
        "channel": "email",
        "trigger": {"kind": "schedule", "every": "week", "weekday": 2, "at": "10:00"},
    }
    made = define_plan(by=alice, survey_uid=survey().uid, document=document)
    start_plan(made.uid, by=alice)
    return made


def test_a_dry_run_from_form_to_tables(running, alice_client):
    page = alice_client.get("/simulations/").content.decode()
    assert "Weekly &lt;b&gt;pulse&lt;/b&gt;" in page
    done = alice_client.post("/simulations/", {"days": 30, "segment": "plan"}, follow=True)
    page = done.content.decode()
    assert "40 people would be asked 40 times" in page
    assert "Weekly &lt;b&gt;pulse&lt;/b&gt;" in page
    assert page.count("data-chart") == 2
    for table in ("plans", "load", "segments"):
        assert f'id="{table}"' in page
    assert "Nobody new comes in" in page


def test_who_is_asked_within_a_day_is_named_until_erased(running, alice, alice_client):
    started = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)
    wave = {"name": "Wave", "channel": "email", "trigger": {"kind": "wave", "wave_at": started.isoformat()}}
    wave["sample"] = {"method": "everyone"}
    made = define_plan(by=alice, survey_uid=running.survey_uid, document=wave)
    done = alice_client.post("/simulations/", {"days": 3, "plans": [made.uid]})
    page = alice_client.get(done.headers["Location"]).content.decode()
    assert "p7@example.org" in page  # at night they are asked when the day begins: within a day
    (first,) = audiences.contacts(by=alice, search="p7@").items
    erase(Erasure(first.uid), by=alice)
    assert "p7@example.org" not in alice_client.get(done.headers["Location"]).content.decode()
    assert "@example.org" not in json.dumps(Job.objects.get(kind=KIND).result)


def test_two_rule_sets_stand_side_by_side(running, alice_client):
    page = alice_client.post(
        "/simulations/", {"days": 90, "segment": "plan", "any_survey_days": 89}, follow=True
    ).content.decode()  # fmt: skip
    assert "As today" in page
    assert "As proposed" in page
    assert page.count('id="asks-') >= 2


def test_what_cannot_be_tried_is_said_beside_the_field(running, alice_client):
    refused = alice_client.post("/simulations/", {"days": 0})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    assert not Job.objects.filter(kind=KIND).exists()


def test_many_people_wait_for_the_worker(running, alice_client, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 5)
    answer = alice_client.post("/simulations/", {"days": 10})
    page = alice_client.get(answer.headers["Location"]).content.decode()
    assert "Waiting for its turn" in page
    part = alice_client.get(answer.headers["Location"], headers={"HX-Request": "true"})
    assert "hx-get" in part.content.decode()
    assert run_due()
    done = alice_client.get(answer.headers["Location"], headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    assert "answers to be expected" in done.content.decode()


def test_over_http(running, alice_client, client, cast):
    trial = {"days": 14, "scenarios": [{"name": "a"}, {"name": "b", "changes": {"daily_cap": 0}}]}
    made = alice_client.post("/api/v1/simulations", trial, content_type="application/json")
    assert made.status_code == 202
    told = alice_client.get(f"/api/v1/simulations/{made.json()['uid']}").json()
    assert [one["asks"] for one in told["result"]["scenarios"]] == [40, 0]
    wrong = {"scenarios": [{"changes": {"any_survey_days": -1, "shoe_size": 7}}]}
    refused = alice_client.post("/api/v1/simulations", wrong, content_type="application/json")
    assert refused.status_code == 422
    fields = {error["field"] for error in refused.json()["errors"]}
    assert fields == {"scenarios[0].changes.any_survey_days", "scenarios[0].changes.shoe_size"}


def test_who_sees_some_units_only_is_told_why_not(running, dora_client):
    assert dora_client.get("/simulations/").status_code == 403
    answer = dora_client.post("/api/v1/simulations", {}, content_type="application/json")
    assert answer.status_code == 403
    assert "sees all" in answer.json()["detail"] or "see those of some units" in answer.json()["detail"]


def test_without_anything_the_page_says_so(organization, alice_client):
    page = alice_client.post("/simulations/", {"days": 5}, follow=True).content.decode()
    assert "There are no contacts yet" in page
    assert "No plan runs" in page


def test_another_organisation_finds_no_simulation(running, alice_client, charlie_client):
    made = alice_client.post("/simulations/", {"days": 5})
    assert charlie_client.get(made.headers["Location"]).status_code == 404


def test_a_key_without_contacts_may_not(running, client, cast):
    from heedful.platform.core.types import Permission

    secret = accounts.key(cast.organization, Permission.READ_SURVEYS)
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.post("/api/v1/simulations", {}, content_type="application/json", headers=headers)
    assert answer.status_code == 403
