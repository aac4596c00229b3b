"""Eligibility decisions of a population a minute, reading included, against the rules one by one.

``python -m bench.simulator [--people 100000]``. The people, their ledgers and a daily plan lie in a record
store under .cache/bench; every run reads them anew. The baselines decide in one process: ``rules.decide`` for
every person and moment, and ``rules.first_closed``, which stops at the first gate that is closed.
"""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

HOME = Path(__file__).resolve().parent.parent / ".cache" / "bench" / "simulator"
os.environ["HEEDFUL_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")

import django  # noqa: E402 - the environment comes first

django.setup()

from django.core.management import call_command  # noqa: E402

from heedful.design.surveys import services as survey_services  # noqa: E402
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition  # noqa: E402
from heedful.listen.audiences.models import Contact, Identity  # noqa: E402
from heedful.listen.fieldwork.models import Ask  # noqa: E402
from heedful.listen.fieldwork.queries import asked_survey, candidates, contact_rules  # noqa: E402
from heedful.listen.fieldwork.rules import Situation, decide, first_closed  # noqa: E402
from heedful.listen.fieldwork.rules.countries import DEFAULT_COUNTRIES  # noqa: E402
from heedful.listen.fieldwork.services import define_plan, start_plan  # noqa: E402
from heedful.listen.fieldwork.simulator.scenario import Trial  # noqa: E402
from heedful.listen.fieldwork.simulator.simulate import simulate  # noqa: E402
from heedful.listen.fieldwork.types import Disposition, Standing  # noqa: E402
from heedful.platform.core.organizations import create_organization, organizations  # noqa: E402
from heedful.platform.core.scope import organization_scope  # noqa: E402
from heedful.platform.core.types import Actor  # noqa: E402

NOW = datetime(2026, 3, 4, 6, tzinfo=UTC)
DAYS = 90
ONE_BY_ONE = 20_000
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "")
STEPS = (Disposition.ANSWERED, Disposition.DECLINED, Disposition.INVITED, Disposition.INVITED)


def population(people: int) -> Actor:
    """Make the organisation once: people with addresses, half of them asked before, and a plan a day."""
    name = f"Simulator {people}"
    known = next((one for one in organizations() if one.name == name), None)
    if known is not None:
        return Actor.system(known.id)
    by = Actor.system(create_organization(name, time_zone="Europe/Berlin").id)
    with organization_scope(by.organization_id):
        definition = SurveyDefinition("Pulse", (QuestionDefinition("nps", "nps", {"en": "How likely?"}),))
        survey = survey_services.create_survey(by=by, definition=definition)
        _people(people, survey.id)
        document = {
            "name": "Every day",
            "channel": "email",
            "trigger": {"kind": "schedule", "every": "day", "at": "10:00"},
            "sample": None,
        }
        start_plan(define_plan(by=by, survey_uid=survey.uid, document=document).uid, by=by, now=NOW)
    return by


def _people(people: int, survey_id: int) -> None:
    chance = Random(7)
    made = Contact.objects.bulk_create(
        [
            Contact(
                time_zone=chance.choice(ZONES),
                attributes={
                    "country": chance.choice(["XX", "US", "GB", "AT"]),
                    "plan": chance.choice(["free", "pro", "team"]),
                    "signed_up_on": (NOW - timedelta(days=chance.randrange(900))).date().isoformat(),
                },
            )
            for _ in range(people)
        ],
        batch_size=2_000,
    )
    Identity.objects.bulk_create(
        [
            Identity(contact=one, kind="email", value=f"p{number}@example.org")
            for number, one in enumerate(made)
        ],
        batch_size=2_000,
    )
    Ask.objects.bulk_create(
        [
            Ask(
                survey_id=survey_id,
                contact=one,
                channel="email",
                disposition=chance.choice(STEPS),
                asked_at=NOW - timedelta(days=chance.randrange(1, 200)),
                idempotency_key=f"k{number}",
            )
            for number, one in enumerate(made[::2])
        ],
        batch_size=2_000,
    )


def one_by_one(by: Actor) -> dict[str, float]:
    """Seconds a decision, in memory: every gate, and to the first closed one."""
    rules = contact_rules()
    ids = list(Contact.objects.order_by("id").values_list("id", flat=True)[:ONE_BY_ONE])
    people = list(candidates(ids, rules, by=by).values())
    survey = asked_survey(Ask.objects.values_list("survey_id", flat=True)[0])
    found = {}
    for name, judge in (
        ("decide", lambda one: decide(one, rules, NOW, "email", survey)),
        (
            "first_closed",
            lambda one: first_closed(
                Situation(one, rules, NOW, "email", survey, Standing(), DEFAULT_COUNTRIES)
            ),
        ),
    ):
        began = perf_counter()
        for one in people:
            judge(one)
        found[name] = (perf_counter() - began) / len(people)
    return found


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    people = parser.parse_args(arguments).people
    HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    by = population(people)
    with organization_scope(by.organization_id):
        base = one_by_one(by)
        reading: list[float] = []
        began = perf_counter()
        result: dict[str, Any] = simulate(
            Trial(days=DAYS, segment="plan"),
            by=by,
            now=NOW,
            progress=lambda done, _total, _what: reading.append(perf_counter()) if done == 50 else None,
        )
        seconds = perf_counter() - began
    _print(people, base, result, seconds, reading[0] - began if reading else 0.0)


def _print(
    people: int, base: dict[str, float], result: dict[str, Any], seconds: float, reading: float
) -> None:
    decisions = result["decisions"]
    print(f"{people:,} people, {DAYS} days, one plan a day: {decisions:,} decisions")
    print(f"read and simulated in {seconds:.1f} s, of which reading {reading:.1f} s")
    print(f"{'':34}{'a minute':>14}{'against decide':>16}")
    plain = 60 / base["decide"]
    for name, rate in (
        ("rules.decide, one by one, in memory", plain),
        ("rules.first_closed, likewise", 60 / base["first_closed"]),
        ("simulator, reading included", 60 * decisions / seconds),
        ("simulator, without reading", 60 * decisions / max(seconds - reading, 0.01)),
    ):
        print(f"{name:36}{rate:>12,.0f}{rate / plain:>14.1f} x")
    asks = result["scenarios"][0]["asks"]
    print(f"{asks:,} asks; nobody more than {result['scenarios'][0]['most_asks_of_one']} times")


if __name__ == "__main__":
    main()
