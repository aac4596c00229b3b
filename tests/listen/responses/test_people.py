from __future__ import annotations

import json

import pytest
from django.db import connection
from tests.make.audiences import new_contact
from tests.make.responses import NOON, new_response
from tests.make.surveys import question, survey

from heedful.listen.audiences import queries as audiences, services as audience_services
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.services import record_asks
from heedful.listen.fieldwork.types import NewAsk
from heedful.listen.responses import queries
from heedful.listen.responses.models import Answer, InboxEntry, Refusal, Response
from heedful.listen.responses.services import store_responses, take_changes
from heedful.platform.core import personal_data
from heedful.platform.core.errors import NotFound, NotPermitted
from heedful.platform.core.models import AuditEntry, OutboxMessage
from heedful.platform.core.personal_data import Erasure

pytestmark = pytest.mark.usefixtures("organization")
SECRET = "zebra-7391"


@pytest.fixture
def person(alice):
    """A contact whose name, address, words, attributes and key all hold the same secret word."""
    asked = survey(question(), question("why", "long_text"), question("call", "contact"))
    someone = new_contact(
        f"{SECRET}@example.org", name=SECRET, attributes={"nickname": SECRET, "plan": "pro"}
    )
    new = new_response(
        asked, {"nps": 3, "why": f"I am {SECRET}", "call": {"name": SECRET, "consent": True}},
        contact=someone,
        idempotency_key=f"order-{SECRET}", raw={"email": SECRET}, status="partial",
    )  # fmt: skip
    InboxEntry.objects.create(idempotency_key=new.idempotency_key, body=SECRET.encode(), actor_label="x")
    (outcome,) = store_responses([new], by=alice)
    Refusal.objects.create(
        source="api", reason="x", body={"email": SECRET}, idempotency_key=new.idempotency_key
    )
    audience_services.change_attribute("nickname", by=alice, is_personal=True)
    facts = queries.response(outcome.uid, by=alice)
    record_asks([NewAsk(f"ask-{SECRET}", asked.id, NOON, contact_id=facts.contact_id)], by=alice)
    return audiences.contact_facts([facts.contact_id], by=alice)[facts.contact_id]


def everything_stored() -> str:
    tables = connection.introspection.table_names()
    parts = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            parts += [
                str([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()
            ]
    return "\n".join(parts)


def test_erasing_a_person_leaves_their_score_and_nothing_of_them(person, alice):
    assert SECRET in everything_stored()
    personal_data.erase(Erasure(person.uid), by=alice)
    assert SECRET not in everything_stored()
    (left,) = queries.responses(by=alice).items
    assert [answer.value for answer in left.answers] == [3]
    assert (left.contact_uid, left.attributes) == (None, {"plan": "pro"})
    assert fieldwork.asks(by=alice).items[0].contact_id is None


def test_answers_go_too_when_that_is_asked(person, alice):
    personal_data.erase(Erasure(person.uid, delete_answers=True), by=alice)
    assert not Response.objects.exists()
    assert not Answer.objects.exists()
    assert SECRET not in everything_stored()


def test_erasing_tells_the_projections_and_the_audit_log(person, alice):
    ids = queries.all_response_ids()
    personal_data.erase(Erasure(person.uid), by=alice)
    assert take_changes().response_ids == ids
    entry = AuditEntry.objects.get(action="contact.erased")
    assert (entry.subject_uid, entry.detail) == (person.uid, {"answers_deleted": False})
    for message in OutboxMessage.objects.filter(event="contact.erased"):
        assert message.payload["response_ids"] == list(ids)


def test_export_holds_what_every_module_knows(person, alice):
    document = json.loads(json.dumps(personal_data.export(person.uid, by=alice)))
    assert document["audiences"]["data"]["identities"] == [
        {"kind": "email", "value": f"{SECRET}@example.org"}
    ]
    assert document["fieldwork"]["data"]["asks"][0]["disposition"] == "invited"
    answers = {one["key"]: one["answer"] for one in document["responses"]["data"][0]["answers"]}
    assert answers["why"] == f"I am {SECRET}"
    assert all(part["what"] for name, part in document.items() if name != "contact")


def test_only_those_who_may_write_contacts_erase(person, dora):
    with pytest.raises(NotPermitted):
        personal_data.erase(Erasure(person.uid), by=dora)


def test_nobody_of_that_id(alice):
    with pytest.raises(NotFound):
        personal_data.erase(Erasure("con_nobody"), by=alice)
