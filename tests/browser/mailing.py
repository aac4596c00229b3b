"""Asks somebody by mail in a served instance, reminds, and tells how it stands; prints JSON.

``mailing.py ask`` · ``mailing.py remind ASK`` · ``mailing.py state ASK``
"""

from __future__ import annotations

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
django.setup()

from django.test import Client  # noqa: E402 - Django comes first
from django.utils import timezone  # noqa: E402

from heedful.design.surveys.queries import survey_by_name  # noqa: E402
from heedful.listen.audiences import queries as audiences  # noqa: E402
from heedful.listen.audiences.services import ensure_contacts  # noqa: E402
from heedful.listen.audiences.types import NewContact  # noqa: E402
from heedful.listen.fieldwork import queries  # noqa: E402
from heedful.listen.fieldwork.events import AskDue  # noqa: E402
from heedful.listen.fieldwork.services import record_asks  # noqa: E402
from heedful.listen.fieldwork.types import Channel, Disposition, NewAsk  # noqa: E402
from heedful.platform.accounts.models import Membership, User  # noqa: E402
from heedful.platform.core.organizations import organizations  # noqa: E402
from heedful.platform.core.outbox import announce  # noqa: E402
from heedful.platform.core.scope import organization_scope  # noqa: E402
from heedful.platform.core.transactions import writing  # noqa: E402
from heedful.platform.core.types import Actor  # noqa: E402


def ask(by: Actor) -> dict[str, str]:
    survey = survey_by_name("Stay")
    assert survey is not None
    eve = NewContact((("email", "eve@example.org"),), name="Eve Moneypenny", language="en")
    (contact_id,) = ensure_contacts([eve], by=by)
    new = NewAsk("mailing", survey.id, timezone.now(), Disposition.INVITED, Channel.EMAIL, contact_id)
    record_asks([new], by=by)
    (made,) = queries.asks(by=by).items
    due(made.uid, 0)
    user = User.objects.create_user("alice@example.org", "correct horse battery staple", name="Alice")
    Membership.objects.create(user=user, role="owner")
    client = Client()
    client.force_login(user)
    return {"ask": made.uid, "survey": survey.uid, "session": client.cookies["sessionid"].value}


def due(ask_uid: str, reminder: int) -> dict[str, str]:
    found = queries.ask(ask_uid)
    assert found is not None
    with writing():
        announce(AskDue(ask_id=found.id, channel="email", reminder=reminder))
    return {}


def state(ask_uid: str) -> dict[str, object]:
    found = queries.ask(ask_uid)
    assert found is not None
    assert found.contact_id is not None
    out = audiences.contact_permissions([found.contact_id])[found.contact_id].opted_out
    return {"disposition": found.disposition, "opted_out": sorted(map(list, out))}


organization = organizations()[0]
with organization_scope(organization.id):
    what, *given = sys.argv[1:]
    if what == "ask":
        told: object = ask(Actor.system(organization.id))
    else:
        told = due(given[0], 1) if what == "remind" else state(given[0])
    print(json.dumps(told))
