"""Puts people, a ledger, a running plan and an experiment into the instance of the browser tests."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
django.setup()

from heedful.design.surveys.queries import survey_by_name  # noqa: E402 - Django comes first
from heedful.listen.audiences.services import ensure_contacts  # noqa: E402
from heedful.listen.audiences.types import NewContact  # noqa: E402
from heedful.listen.fieldwork.experiments import Arm, Changes  # noqa: E402
from heedful.listen.fieldwork.experiments.models import ExperimentRow  # noqa: E402
from heedful.listen.fieldwork.experiments.services import define_experiment, start_experiment  # noqa: E402
from heedful.listen.fieldwork.models import Ask  # noqa: E402
from heedful.listen.fieldwork.services import ask_contact, define_plan, record_asks, start_plan  # noqa: E402
from heedful.listen.fieldwork.types import Disposition, NewAsk  # noqa: E402
from heedful.platform.core.organizations import organizations  # noqa: E402
from heedful.platform.core.scope import organization_scope  # noqa: E402
from heedful.platform.core.types import Actor  # noqa: E402

PEOPLE = 240
STEPS = (Disposition.ANSWERED, Disposition.DECLINED, Disposition.INVITED, Disposition.INVITED)


def fill() -> dict[str, str]:
    organization = organizations()[0]
    chance, now = random.Random(4), datetime.now(UTC)
    with organization_scope(organization.id):
        by = Actor.system(organization.id)
        survey = survey_by_name("Stay")
        assert survey is not None
        ids = ensure_contacts(
            [
                NewContact(
                    identities=(("email", f"guest{number}@example.org"),),
                    name=f"Guest {number}",
                    attributes={
                        "tier": chance.choice(["gold", "silver", "basic"]),
                        "country": chance.choice(["DE", "XX", "XX"]),
                        "signed_up_on": (now - timedelta(days=chance.randrange(500))).date().isoformat(),
                    },
                )
                for number in range(PEOPLE)
            ],
            by=by,
        )
        record_asks(
            [
                NewAsk(
                    f"past-{id_}",
                    survey.id,
                    now - timedelta(days=chance.randrange(8, 150)),
                    chance.choice(STEPS),
                    "email",
                    id_,
                )
                for id_ in ids[2::2]
            ]
            + [NewAsk("past", survey.id, now - timedelta(days=10), STEPS[0], "email", ids[0])],
            by=by,
        )
        document = {
            "name": "Every week",
            "channel": "email",
            # All at once: whatever the hour is now, the next ten o'clock is within a day.
            "trigger": {"kind": "schedule", "every": "day", "at": "10:00"},
        }
        start_plan(define_plan(by=by, survey_uid=survey.uid, document=document).uid, by=by)
        ask_contact(by=by, survey_id=survey.id, contact_id=ids[0], channel="email", occasion="once", now=now)
        changes = Changes(questions={"nps": {"en": "Would you stay again?"}})
        made = define_experiment(
            by=by, survey_uid=survey.uid, name="Shorter", arms=[Arm("A"), Arm("B", changes=changes)]
        )
        start_experiment(made.uid, by=by)
        ExperimentRow.objects.filter(uid=made.uid).update(started_at=now - timedelta(days=30))
        Ask.objects.bulk_create(
            Ask(
                survey_id=survey.id,
                channel="web",
                disposition=(
                    Disposition.ANSWERED
                    if chance.random() < (0.35 if number % 2 else 0.2)
                    else Disposition.SHOWN
                ),
                asked_at=now - timedelta(days=1 + number // 60),
                variant="B" if number % 2 else "A",
                idempotency_key=f"trial-{number}",
            )
            for number in range(1_500)
        )
        from heedful.listen.audiences import queries as audiences

        contact = audiences.contact_facts(ids[:1], by=by)[ids[0]]
    return {"contact": contact.uid, "experiment": made.uid, "survey": survey.uid}


print(json.dumps(fill()))
