from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from tests.make import accounts
from tests.make.audiences import contact
from tests.make.responses import NOON
from tests.make.surveys import survey

from heedful.listen.audiences import queries as audiences, services as audience_services
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.rules import further
from heedful.listen.fieldwork.types import Channel, Disposition, NewAsk
from heedful.platform.core import outbox
from heedful.platform.core.errors import NotPermitted

dispositions = st.sampled_from(Disposition)


@given(a=dispositions, b=dispositions, c=dispositions)
def test_the_furthest_step_does_not_depend_on_the_order_of_news(a, b, c):
    assert further(a, b) == further(b, a)
    assert further(further(a, b), c) == further(a, further(b, c))
    assert further(a, a) == a


@pytest.fixture
def asked(organization):
    return survey()


def ask(asked, key="k", disposition=Disposition.INVITED, **fields) -> NewAsk:
    return NewAsk(key, asked.id, fields.pop("asked_at", NOON), disposition, **fields)


def test_an_ask_goes_on_and_never_back(asked, bob):
    later = NOON + timedelta(hours=1)
    assert services.record_asks([ask(asked), ask(asked, disposition=Disposition.OPENED)], by=bob) == 1
    assert services.record_asks([ask(asked, disposition=Disposition.ANSWERED, settled_at=later)], by=bob) == 0
    services.record_asks([ask(asked, disposition=Disposition.SHOWN)], by=bob)
    (facts,) = queries.asks(by=bob).items
    assert (facts.disposition, facts.settled_at) == (Disposition.ANSWERED, later)


def test_recording_the_same_asks_again_changes_nothing(asked, bob):
    many = [ask(asked, f"k{n}") for n in range(10)]
    assert [services.record_asks(many, by=bob) for _ in range(2)] == [10, 0]
    assert Ask.objects.count() == 10
    assert services.record_asks([], by=bob) == 0


def test_asks_are_projected_with_the_path_of_their_unit(asked, bob, cast):
    services.record_asks(
        [ask(asked, "a", unit_id=cast.branch.pk, channel=Channel.SMS), ask(asked, "b")], by=bob
    )
    first, second = queries.asks_for_projection(0, 10)
    assert (first.unit_path, first.channel) == ((cast.region.pk, cast.branch.pk), Channel.SMS)
    assert second.unit_path == ()
    assert queries.asks_for_projection(first.id, 10) == (second,)
    assert queries.asks_projected([second.id, 999]) == (second,)


def test_dora_sees_the_asks_of_her_branch(asked, bob, cast, dora):
    somebody = contact()
    services.record_asks(
        [
            ask(asked, "a", unit_id=cast.branch.pk, contact_id=somebody.id),
            ask(asked, "b", unit_id=cast.next_branch.pk),
        ],
        by=bob,
    )
    (seen,) = queries.asks(by=dora).items
    assert seen.unit_id == cast.branch.pk
    assert audiences.contact(somebody.uid, by=dora).uid == somebody.uid
    with pytest.raises(NotPermitted):
        services.record_asks([ask(asked)], by=dora)


def test_asks_follow_a_merged_contact(asked, bob):
    ann, anna = contact(), contact()
    services.record_asks([ask(asked, contact_id=anna.id)], by=bob)
    audience_services.merge_contacts(ann.uid, anna.uid, by=bob)
    assert len(queries.asks(by=bob, contact_uid=ann.uid).items) == 1, "even before the news has gone round"
    outbox.deliver_due()
    assert Ask.objects.get().contact_id == ann.id


def test_asks_over_the_api(asked, cast, client):
    headers = {"Authorization": f"Bearer {accounts.key(cast.organization)}"}
    one = {
        "idempotency_key": "k", "survey": asked.uid, "disposition": "opened",
        "asked_at": "2026-03-02T12:00:00Z",
        "unit": cast.branch.key, "contact": {"identities": [{"kind": "email", "value": "ann@example.org"}]},
    }  # fmt: skip

    def send(*asks):
        return client.post(
            "/api/v1/asks", json.dumps({"asks": asks}), content_type="application/json", headers=headers
        )

    assert send(one).json() == {"received": 1, "new": 1}
    assert send(one).json() == {"received": 1, "new": 0}
    wrong = send(one, one | {"survey": "svy_none", "unit": "nowhere"})
    assert [(error["field"], error["row"]) for error in wrong.json()["errors"]] == [
        ("survey", 2),
        ("unit", 2),
    ]
    assert send(one | {"asked_at": "2026-03-02T12:00:00"}).status_code == 422
    listed = client.get(f"/api/v1/asks?survey={asked.uid}&disposition=opened", headers=headers).json()[
        "items"
    ]
    assert [ask["channel"] for ask in listed] == ["other"]
