from __future__ import annotations

import json

import pytest
from tests.make import audiences, surveys
from typer.testing import CliRunner

from heedful.config.cli.simulate import app as simulate
from heedful.config.cli.why import app as why
from heedful.listen.fieldwork.rules import GATES
from heedful.listen.fieldwork.services import define_plan, start_plan
from heedful.platform.core.errors import InvalidInput, NotFound

run = CliRunner()


@pytest.fixture
def eve(organization):
    return audiences.contact("eve@example.org", name="Eve")


@pytest.fixture
def asked(organization):
    return surveys.survey(name="Relationship")


def call(app, *words):
    found = run.invoke(app, [*words, "--organization", "Alder & Sons"], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.output


def test_why_by_address_and_name(eve, asked):
    said = call(why, "eve@example.org", "Relationship")
    assert "Eve" in said
    assert "Clock of this survey" in said
    told = json.loads(call(why, eve.uid, asked.uid, "--json", "--channel", "web"))
    assert (told["contact"], told["channel"], len(told["gates"])) == (eve.uid, "web", len(GATES))
    assert json.loads(call(why, "device:d-1", asked.uid, "--json"))["device"] == "d-1"


def test_why_of_nobody(asked):
    with pytest.raises(NotFound, match="No contact is known"):
        call(why, "nobody@example.org", asked.uid)


def test_simulate_tries_rules_beside_todays(eve, asked, alice):
    document = {
        "name": "Daily",
        "channel": "email",
        "trigger": {"kind": "schedule", "every": "day", "at": "10:00"},
    }
    start_plan(define_plan(by=alice, survey_uid=asked.uid, document=document).uid, by=alice)
    said = call(simulate, "--days", "40", "--try", "any_survey_days=60", "--try", "opens_at=09:00")
    assert "today" in said
    assert "tried" in said
    assert "nothing was sent or written" in said
    # Within the clocks it is one ask whether she would answer or not, which is drawn.
    told = json.loads(call(simulate, "--days", "25", "--json"))
    assert told["scenarios"][0]["asks"] == 1


def test_what_cannot_be_tried(asked):
    with pytest.raises(InvalidInput, match="NAME=VALUE"):
        call(simulate, "--try", "nonsense")
    with pytest.raises(InvalidInput, match="daily_cap"):
        call(simulate, "--try", "daily_cap=many")
