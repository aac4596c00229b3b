"""Fills the instance that the browser tests open; prints the session, a key and the survey as JSON."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
django.setup()

from django.conf import settings  # noqa: E402 - Django comes first
from django.test import Client  # noqa: E402

from heedful.design.surveys.queries import survey_by_name  # noqa: E402
from heedful.listen.audiences.services import ensure_attributes, ensure_units  # noqa: E402
from heedful.listen.audiences.types import NewUnit  # noqa: E402
from heedful.listen.responses.services import store_responses  # noqa: E402
from heedful.listen.responses.types import NewResponse  # noqa: E402
from heedful.platform.accounts.models import Membership, User  # noqa: E402
from heedful.platform.accounts.services.keys import create_key  # noqa: E402
from heedful.platform.core.organizations import organizations  # noqa: E402
from heedful.platform.core.scope import organization_scope  # noqa: E402
from heedful.platform.core.types import Actor, Permission  # noqa: E402
from heedful.understand.boards.services import add_annotation  # noqa: E402
from heedful.understand.warehouse.services import flush  # noqa: E402

SITES = {"Berlin": 0.62, "Wien": 0.6, "Graz": 0.58, "Site 114": 0.2}
SAID = {True: "The staff remembered us.", False: "The soup was cold again."}


def fill() -> dict[str, str]:
    organization = organizations()[0]
    chance, now = random.Random(4), datetime.now(UTC)
    with organization_scope(organization.id):
        by = Actor.system(organization.id)
        ensure_units([NewUnit(site.lower(), site, "site") for site in SITES], by=by)
        ensure_attributes({"country": "text"}, by=by)
        survey = survey_by_name("Stay")
        assert survey is not None
        new = []
        for number in range(1200):
            site = chance.choice(list(SITES))
            is_happy = chance.random() < SITES[site] - (0.15 if number % 2 else 0)
            days = chance.randint(2, 85) if number % 2 else chance.randint(91, 175)
            answers = {"nps": chance.choice((9, 10) if is_happy else (2, 6, 7))}
            if number % 3 == 0:
                answers["why"] = SAID[is_happy]
            new.append(
                NewResponse(
                    idempotency_key=f"fill-{number}",
                    survey_id=survey.id,
                    answers=answers,
                    answered_at=now - timedelta(days=days),
                    unit_key=site.lower(),
                    channel=chance.choice(("email", "sms", "web")),
                    attributes={"country": "DE" if site in {"Berlin", "Site 114"} else "AT"},
                )
            )
        store_responses(new, by=by)
        add_annotation(by=by, on=(now - timedelta(days=40)).date(), text="New menu")
        flush(organization.id)
        user = User.objects.create_user("alice@example.org", None, name="Alice")
        Membership.objects.create(user=user, role="owner")
        key = create_key(by=by, name="Till", scopes=[Permission.WRITE_ANSWERS])[1]
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return {"session": client.cookies["sessionid"].value, "key": key, "survey": survey.uid}


print(json.dumps(fill()))
