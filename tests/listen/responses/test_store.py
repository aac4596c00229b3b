from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make import audiences as make_audiences
from tests.make.responses import NOON, new_response, response
from tests.make.surveys import definition, question, survey

from heedful.design.surveys import services as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import AttributeKind, NewContact, NewUnit
from heedful.listen.responses import queries
from heedful.listen.responses.models import Answer, Refusal, Response
from heedful.listen.responses.services import store as store_module, store_responses
from heedful.listen.responses.types import Status, StoreState
from heedful.platform.core.errors import NotPermitted
from heedful.platform.core.types import Permission

pytestmark = pytest.mark.usefixtures("organization")


def store(*new, by, **options):
    return store_responses(new, by=by, **options)


def test_answers_are_stored_in_their_columns(bob):
    asked = survey(
        question(), question("why", "long_text"), question("spend", "number"),
        question("dish", "multiple_choice", options=("soup", "cake")), question("came", "date"),
        question("grid", "matrix", options=("staff", "food")),
    )  # fmt: skip
    given = {
        "nps": 9, "why": "quick", "spend": 12.5, "dish": ["Cake"], "came": "2026-03-01",
        "grid": {"staff": 5, "food": 2},
    }  # fmt: skip
    (outcome,) = store(new_response(asked, given), by=bob)
    stored = queries.response(outcome.uid, by=bob)
    assert {answer.question_key: answer.value for answer in stored.answers} == {
        "nps": 9, "why": "quick", "spend": 12.5, "dish": ("cake",), "came": "2026-03-01",
        "grid.staff": 5, "grid.food": 2,
    }  # fmt: skip
    assert stored.version == 1


@pytest.mark.parametrize("wrong", [6.5, -1, 11, "", True])
def test_a_value_off_the_scale_is_refused_with_field_and_reason(wrong, bob):
    asked = survey()
    (outcome,) = store(new_response(asked, {"nps": wrong}, row=7), by=bob)
    assert outcome.state is StoreState.REFUSED
    (problem,) = outcome.problems
    assert (problem.field, problem.row) == ("answers.nps", 7)
    assert "whole number from 0 to 10" in problem.reason
    assert not Response.objects.exists()
    nps = asked.question("nps").id
    assert queries.invalid_counts([nps]) == {nps: 1}


def test_a_value_off_the_scale_is_kept_as_invalid_when_asked(bob):
    asked = survey()
    (outcome,) = store(new_response(asked, {"nps": 12, "why": "so"}), by=bob, on_invalid="keep")
    assert outcome.state is StoreState.STORED
    kept = Answer.objects.get(is_invalid=True)
    assert (kept.text, kept.score) == ("12", None)
    (row,) = queries.projection_rows([kept.response_id])
    assert row.answers == {}
    assert queries.invalid_counts([kept.question_id]) == {kept.question_id: 1}


def test_an_unknown_question_names_the_known_ones(bob):
    (outcome,) = store(new_response(survey(), {"nsp": 9}), by=bob)
    assert outcome.problems[0].field == "answers.nsp"
    assert "nps, why" in outcome.problems[0].reason


def test_required_questions_are_missed_in_completed_responses_only(bob):
    asked = survey(question(required=True), question("why", "long_text"))
    partial, completed = store(
        new_response(asked, {"why": "x"}, status="partial"), new_response(asked, {"why": "x"}), by=bob
    )
    assert (partial.state, completed.state) == (StoreState.STORED, StoreState.REFUSED)
    assert completed.problems[0].field == "answers.nps"


def test_a_partial_response_goes_on_and_keeps_what_was_answered(bob):
    asked = survey(question(required=True), question("why", "long_text"))
    first = new_response(asked, {"nps": 4}, status="partial", attributes={"plan": "pro"})
    last = replace(
        first, answers={"why": "slow"}, status="completed", answered_at=NOON + timedelta(minutes=1)
    )
    assert [store(one, by=bob)[0].state for one in (first, last, last)] == [
        StoreState.STORED, StoreState.UPDATED, StoreState.DUPLICATE,
    ]  # fmt: skip
    (stored,) = queries.responses(by=bob).items
    assert stored.status is Status.COMPLETED
    assert {answer.question_key: answer.value for answer in stored.answers} == {"nps": 4, "why": "slow"}
    assert stored.attributes == {"plan": "pro"}


def test_one_batch_may_hold_a_response_and_how_it_goes_on(bob):
    asked = survey()
    first = new_response(asked, {"nps": 4}, status="partial")
    last = replace(first, answers={"nps": 5, "why": "better"}, status="completed")
    assert [outcome.state for outcome in store(first, last, first, by=bob)] == [
        StoreState.STORED, StoreState.UPDATED, StoreState.DUPLICATE,
    ]  # fmt: skip
    assert Answer.objects.get(question__key="nps").score == 5


def test_the_same_key_with_other_content_is_a_conflict_and_the_first_stays(bob):
    asked = survey()
    first = new_response(asked, {"nps": 9})
    store(first, by=bob)
    (outcome,) = store(replace(first, answers={"nps": 0}), by=bob)
    assert outcome.state is StoreState.REFUSED
    assert outcome.problems[0].field == "idempotency_key"
    assert Answer.objects.get().score == 9


def test_storing_the_same_batch_again_changes_nothing(bob):
    asked = survey()
    batch = [new_response(asked, {"nps": n % 11}, contact=make_audiences.new_contact()) for n in range(20)]
    store(*batch, by=bob)
    mark = queries.latest_mark()
    assert {outcome.state for outcome in store(*batch, by=bob)} == {StoreState.DUPLICATE}
    assert (Response.objects.count(), Answer.objects.count(), queries.latest_mark()) == (20, 20, mark)


def test_an_old_response_that_comes_again_does_not_make_its_contact_old(bob):
    asked = survey()
    ann = NewContact((("email", "ann@example.org"),), "Ann", attributes={"plan": "free"})
    old = new_response(asked, contact=ann)
    store(old, by=bob)
    store(new_response(asked, contact=replace(ann, name="Anna", attributes={"plan": "pro"})), by=bob)
    (outcome,) = store(old, by=bob)
    assert outcome.state is StoreState.DUPLICATE
    (contact,) = audiences.contact_facts([queries.response(outcome.uid, by=bob).contact_id], by=bob).values()
    assert (contact.name, contact.attributes) == ("Anna", {"plan": "pro"})


def test_what_is_known_is_looked_at_again_when_the_batch_goes_on_from_it(bob):
    asked = survey()
    first = new_response(asked, {"nps": 3}, status=Status.PARTIAL)
    store(first, by=bob)
    changed = replace(first, answers={"nps": 8}, answered_at=NOON + timedelta(minutes=1))
    back = replace(first, answered_at=NOON + timedelta(minutes=2))
    outcomes = store(changed, back, by=bob)
    assert [outcome.state for outcome in outcomes] == [StoreState.UPDATED, StoreState.UPDATED]
    assert Answer.objects.get().score == 3


def test_a_repeated_response_that_is_deleted_meanwhile_is_stored_anew(bob, monkeypatch):
    new = new_response(survey())
    store(new, by=bob)
    check = store_module.check_all

    def deleting(*given, **named):
        Response.objects.all().delete()
        return check(*given, **named)

    monkeypatch.setattr(store_module, "check_all", deleting)
    (outcome,) = store(new, by=bob)
    assert outcome.state is StoreState.STORED
    assert Answer.objects.get().score == 9


def test_what_is_accepted_later_is_no_longer_refused(bob):
    asked = survey()
    wrong = new_response(asked, {"nps": 12})
    store(wrong, by=bob)
    store(wrong, by=bob)
    assert Refusal.objects.count() == 1
    store(replace(wrong, answers={"nps": 1}), by=bob)
    assert not Refusal.objects.exists()


def test_one_wrong_response_does_not_hold_up_the_others(bob):
    asked = survey()
    good, bad, other = store(
        new_response(asked), new_response(asked, unit_key="nowhere"), new_response(asked), by=bob
    )
    assert [good.state, bad.state, other.state] == [StoreState.STORED, StoreState.REFUSED, StoreState.STORED]
    assert bad.problems[0].field == "unit"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("channel", {"channel": "pigeon"}),
        ("status", {"status": "half"}),
        ("weight", {"weight": -1.0}),
        ("weight", {"weight": float("nan")}),
        ("touchpoint", {"touchpoint": "x" * 81}),
        ("answered_at", {"answered_at": datetime(2026, 1, 1)}),  # noqa: DTZ001 - that it is naive is the fault
        ("answered_at", {"answered_at": datetime(2999, 1, 1, tzinfo=UTC)}),
        ("answered_at", {"answered_at": datetime(1899, 1, 1, tzinfo=UTC)}),
        ("idempotency_key", {"idempotency_key": ""}),
        ("version", {"version": 9}),
        ("survey", {"survey_id": 999_999}),
        ("contact_id", {"contact_id": 999_999}),
        ("contact.email", {"contact": NewContact((("email", "nobody"),))}),
        ("attributes", {"attributes": {f"a{n}": n for n in range(301)}}),
    ],
)
def test_a_wrong_field_is_named(field, changes, bob):
    asked = survey()
    (outcome,) = store(replace(new_response(asked), **changes), by=bob)
    assert outcome.state is StoreState.REFUSED
    assert outcome.problems[0].field == field
    assert Refusal.objects.get().field == field


def test_300_attributes_are_kept_and_the_301st_is_named(bob):
    asked = survey()
    many = {f"a{n}": n for n in range(300)}
    full, over = store(
        new_response(asked, attributes=many), new_response(asked, attributes=many | {"last": 1}), by=bob
    )
    assert queries.response(full.uid, by=bob).attributes == many
    assert "'last' is one too many" in over.problems[0].reason


def test_the_first_value_decides_the_kind_of_an_attribute(bob):
    asked = survey()
    first = {"plan": "pro", "age": 41, "is_new": True, "joined": "2026-01-05"}
    store(new_response(asked, attributes=first), by=bob)
    assert {key: facts.kind for key, facts in audiences.attributes().items()} == {
        "plan": AttributeKind.TEXT, "age": AttributeKind.NUMBER, "is_new": AttributeKind.BOOLEAN,
        "joined": AttributeKind.DATE,
    }  # fmt: skip
    (read,) = store(new_response(asked, attributes={"age": "42.5", "is_new": "no", "plan": 7}), by=bob)
    assert queries.response(read.uid, by=bob).attributes == {"age": 42.5, "is_new": False, "plan": "7"}
    (wrong,) = store(new_response(asked, attributes={"age": "old"}), by=bob)
    assert wrong.problems[0].field == "attributes.age"
    assert "not a number" in wrong.problems[0].reason


def test_a_contact_is_recognised_and_its_attributes_are_kept_as_they_were(bob):
    asked = survey()
    ann = NewContact((("email", "ANN@example.org"),), "Ann", attributes={"plan": "free"})
    store(new_response(asked, contact=ann), by=bob)
    later = replace(ann, identities=(("email", "ann@example.org"),), attributes={"plan": "pro"})
    store(new_response(asked, contact=later, attributes={"basket": 3}), by=bob)
    newest, oldest = sorted(queries.responses(by=bob).items, key=lambda one: -one.id)
    assert newest.contact_id == oldest.contact_id
    assert (oldest.attributes, newest.attributes) == ({"plan": "free"}, {"plan": "pro", "basket": 3})
    assert audiences.contact_facts([newest.contact_id], by=bob)[newest.contact_id].attributes == {
        "plan": "pro"
    }


def test_an_answer_belongs_to_the_version_given_or_else_the_published_one(alice):
    asked = survey(question(), name="Visit")
    surveys.publish_survey(
        by=alice, survey_uid=asked.uid, definition=definition(question("csat", "csat"), name="Visit")
    )
    old, new, wrong = store(
        new_response(asked, {"nps": 1}, version=1),
        new_response(asked, {"csat": 1}),
        new_response(asked),
        by=alice,
    )
    assert [queries.response(one.uid, by=alice).version for one in (old, new)] == [1, 2]
    assert "version 2 asks csat" in wrong.problems[0].reason


def test_an_answer_that_comes_days_later_is_late_but_an_imported_one_is_not(bob):
    asked = survey()
    api = response(asked)
    imported = response(asked, source="import:imp_1")
    assert (api.is_late, imported.is_late) == (True, False)


def test_statements_hardly_grow_with_the_batch(bob):
    asked = survey()
    make_audiences.units(NewUnit("a"), NewUnit("b"))

    def statements(size):
        batch = [
            new_response(
                asked, {"nps": n % 11, "why": "x"}, unit_key="ab"[n % 2], attributes={"plan": "pro"},
                contact=make_audiences.new_contact(),
            )
            for n in range(size)
        ]  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert all(one.state is StoreState.STORED for one in store(*batch, by=bob))
        return len(caught)

    statements(1)  # makes the attribute
    of_few = statements(2)
    assert of_few <= 40
    assert statements(256) <= of_few + 256 // 8  # SQLite is given 64 rows at a time


def test_whoever_may_not_write_is_refused(dora):
    with pytest.raises(NotPermitted):
        store(new_response(survey()), by=dora)


def test_a_writer_of_one_unit_cannot_write_into_another(dora, cast):
    clerk = replace(dora, permissions=dora.permissions | {Permission.WRITE_ANSWERS})
    asked = survey()
    own, other = store(
        new_response(asked, unit_key=cast.branch.key),
        new_response(asked, unit_key=cast.next_branch.key),
        by=clerk,
    )
    assert (own.state, other.state) == (StoreState.STORED, StoreState.REFUSED)
