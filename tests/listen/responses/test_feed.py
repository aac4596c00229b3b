from __future__ import annotations

import pytest
from tests.make import audiences as make_audiences
from tests.make.responses import new_response, response, scores
from tests.make.surveys import question, survey

from heedful.listen.audiences import services as audiences
from heedful.listen.audiences.types import NewUnit
from heedful.listen.responses import queries, services
from heedful.platform.core import outbox

pytestmark = pytest.mark.usefixtures("organization")


def drain() -> None:
    while batch := services.take_changes():
        services.forget_batch(batch)


def test_changes_are_taken_in_order_and_once(bob):
    scores(survey(), 1, 2, 3)
    ids = queries.all_response_ids()
    first = services.take_changes(2)
    assert first.response_ids == ids[:2]
    assert services.take_changes(2) == first, "until it is forgotten, the same batch comes again"
    assert queries.pending_change_ids() == ids
    services.forget_batch(first)
    assert queries.pending_change_ids() == ids[2:]
    assert services.take_changes(2).number > first.number


def test_a_response_that_changes_while_its_batch_is_under_way_comes_again(bob):
    (uid,) = scores(survey(), 5)
    batch = services.take_changes()
    services.exclude_response(uid, "a test of ours", by=bob)
    services.forget_batch(batch)
    assert services.take_changes().response_ids == batch.response_ids


def test_the_mark_grows_with_every_change(bob):
    marks = [queries.latest_mark()]
    (uid,) = scores(survey(), 5)
    marks.append(queries.latest_mark())
    services.exclude_response(uid, "spam", by=bob)
    marks.append(queries.latest_mark())
    drain()
    services.include_response(uid, by=bob)
    marks.append(queries.latest_mark())
    assert marks == sorted(set(marks))


def test_a_projection_row_has_all_that_numbers_are_made_of(bob):
    places = make_audiences.units(NewUnit("north-3", group="franchise", parent_key="north"))
    asked = survey(
        question(), question("why", "long_text"), question("dish", "multiple_choice", options=("a", "b"))
    )
    facts = response(
        asked, {"nps": 3, "why": "cold", "dish": ["a", "b"]}, unit_key="north-3", channel="email", weight=2.0,
        attributes={"plan": "pro"}, touchpoint="visit", contact=make_audiences.new_contact(),
    )  # fmt: skip
    (row,) = queries.projection_rows([facts.id, 999_999])
    assert row.answers == {asked.question("nps").id: 3, asked.question("dish").id: ("a", "b")}
    assert row.unit_path == places["north-3"].path_ids
    assert (row.group, row.channel, row.weight, row.version) == ("franchise", "email", 2.0, 1)
    assert (row.touchpoint, row.attributes, row.excluded) == ("visit", {"plan": "pro"}, None)
    assert row.contact_id == facts.contact_id


def test_a_deleted_response_is_a_change_without_a_row(bob):
    (uid,) = scores(survey(), 5)
    drain()
    services.delete_responses([uid], by=bob)
    batch = services.take_changes()
    assert len(batch.response_ids) == 1
    assert list(queries.projection_rows(batch.response_ids)) == []


def test_moving_a_unit_puts_its_responses_and_those_below_into_the_feed(alice, cast):
    asked = survey()
    scores(asked, 1, unit_key=cast.branch.key)
    scores(asked, 2)
    moved = queries.all_response_ids()[:1]
    drain()
    make_audiences.units(NewUnit("top"))
    audiences.move_unit(cast.region.uid, make_audiences.units(NewUnit("top"))["top"].uid, by=alice)
    outbox.deliver_due()
    assert services.take_changes().response_ids == moved


def test_merging_contacts_hands_their_responses_over(bob):
    asked = survey()
    ann, anna = make_audiences.contact("ann@example.org"), make_audiences.contact("anna@example.org")
    services.store_responses([new_response(asked, contact_id=anna.id)], by=bob)
    drain()
    audiences.merge_contacts(ann.uid, anna.uid, by=bob)
    outbox.deliver_due()
    (facts,) = queries.all_responses_of(ann.uid, by=bob)
    assert facts.contact_uid == ann.uid
    assert services.take_changes().response_ids == (facts.id,)
