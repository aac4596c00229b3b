"""From the record store to the numbers: live at once, the same after a flush, once after a crash."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection
from tests.make.responses import new_response, response, scores
from tests.make.surveys import question, survey

from heedful.listen.audiences import services as audiences
from heedful.listen.audiences.types import NewUnit
from heedful.listen.responses import queries as responses, services as response_services
from heedful.platform.core.types import Actor
from heedful.understand.warehouse import queries, services
from heedful.understand.warehouse.services import due, projection
from heedful.understand.warehouse.stores import responses_table
from heedful.understand.warehouse.tables import Table
from heedful.understand.warehouse.types import Condition, Filter, Operator, Query, Repeats


@pytest.fixture
def asked(organization):
    return survey(question(), question("why", "long_text"))


@pytest.fixture
def everyone(organization):
    return Actor.system(organization.pk)


def counted(asked, by, *dimensions, **fields):
    query = Query((asked.questions[0].id,), dimensions, **fields)
    result = queries.counts(query, by=by)
    return {
        cell.key: {value: tally.n for value, tally in cell.histogram.counts.items()} for cell in result.cells
    }


def test_an_answer_counts_at_once_and_the_same_after_the_flush(asked, everyone):
    scores(asked, 10, 9, 0)
    assert counted(asked, everyone) == {(): {0: 1, 9: 1, 10: 1}}
    assert queries.status().pending == 3
    services.flush(everyone.organization_id)
    assert queries.status().pending == 0
    assert counted(asked, everyone) == {(): {0: 1, 9: 1, 10: 1}}
    scores(asked, 10)
    assert counted(asked, everyone) == {(): {0: 1, 9: 1, 10: 2}}


def test_no_answers_are_no_cell(asked, everyone):
    assert counted(asked, everyone) == {}


def test_partial_then_completed_counts_once(asked, everyone):
    services.flush(everyone.organization_id)
    first = new_response(asked, {"nps": 3}, idempotency_key="one", status="partial")
    response_services.store_responses([first], by=everyone)
    services.flush(everyone.organization_id)
    then = new_response(asked, {"nps": 8}, idempotency_key="one")
    response_services.store_responses([then], by=everyone)
    assert counted(asked, everyone) == {(): {8: 1}}
    services.flush(everyone.organization_id)
    assert counted(asked, everyone) == {(): {8: 1}}


@pytest.mark.parametrize("flushed", [False, True])
def test_left_out_and_taken_back(asked, everyone, flushed):
    one, other, *_ = scores(asked, 10, 9, 0)
    scores(asked, 5, is_test=True)
    services.flush(everyone.organization_id)
    response_services.exclude_response(one, "spam", by=everyone)
    response_services.delete_responses([other], by=everyone)
    if flushed:
        services.flush(everyone.organization_id)
    query = Query((asked.questions[0].id,))
    assert counted(asked, everyone) == {(): {0: 1}}
    reasons = {part.reason: part.n for part in queries.left_out(query, by=everyone)}
    assert reasons == {"test": 1, "excluded:spam": 1}
    response_services.include_response(one, by=everyone)
    assert counted(asked, everyone) == {(): {0: 1, 10: 1}}


def test_rows_in_and_left_out_add_up(asked, everyone):
    audiences.ensure_attributes({"plan": "text"}, by=everyone)
    for plan in ("free", "pro", "pro"):
        scores(asked, 9, attributes={"plan": plan})
    chosen = Filter((Condition("attribute.plan", Operator.IS, ("pro",)),))
    query = Query((asked.questions[0].id,), filter=chosen)
    assert [(part.reason, part.n) for part in queries.left_out(query, by=everyone)] == [("outside_filter", 1)]
    assert counted(asked, everyone, filter=chosen) == {(): {9: 2}}


def test_a_kept_invalid_answer_is_invalid_not_missing(asked, everyone):
    new = [new_response(asked, {"nps": 11}), new_response(asked, {"why": "good"})]
    response_services.store_responses(new, by=everyone, on_invalid="keep")
    for _ in range(2):
        (cell,) = queries.counts(Query((asked.questions[0].id,)), by=everyone).cells
        assert (cell.histogram.n, cell.histogram.n_invalid, cell.histogram.n_missing) == (0, 1, 1)
        services.flush(everyone.organization_id)


def test_newest_answer_of_each_contact(asked, everyone):
    who = audiences.ensure_contacts(
        [audiences_contact("ann@example.org"), audiences_contact("ben@example.org")], by=everyone
    )
    scores(asked, 1, contact_id=who[0])
    services.flush(everyone.organization_id)
    scores(asked, 10, contact_id=who[0])
    scores(asked, 7, contact_id=who[1])
    assert counted(asked, everyone, repeats=Repeats.LAST) == {(): {7: 1, 10: 1}}
    query = Query((asked.questions[0].id,), repeats=Repeats.LAST)
    assert [(part.reason, part.n) for part in queries.left_out(query, by=everyone)] == [("repeated", 1)]


def audiences_contact(address):
    from heedful.listen.audiences.types import NewContact

    return NewContact(identities=(("email", address),))


def test_drill_down_lists_what_was_counted_newest_first(asked, everyone):
    scores(asked, 10, 9, 0, 10)
    services.flush(everyone.organization_id)
    scores(asked, 10)
    query = Query((asked.questions[0].id,))
    ids = queries.matching_response_ids(query, by=everyone)
    assert list(ids) == sorted(ids, reverse=True)
    assert len(ids) == 5
    tens = queries.matching_response_ids(query, by=everyone, value=10)
    assert len(tens) == 3
    assert queries.matching_response_ids(query, by=everyone, value=(9, 0)) == tuple(
        sorted(set(ids) - set(tens))[::-1]
    )
    first = queries.matching_response_ids(query, by=everyone, limit=2)
    rest = queries.matching_response_ids(query, by=everyone, limit=9, after=first[-1])
    assert first + rest == ids


def test_dora_counts_her_branch_and_nothing_of_a_unit_she_was_not_given(asked, everyone, organization):
    units = audiences.ensure_units(
        [NewUnit("north", level="region"), NewUnit("oslo", parent_key="north"), NewUnit("rome")], by=everyone
    )
    scores(asked, 10, unit_key="oslo")
    scores(asked, 1, unit_key="rome")
    scores(asked, 2)
    services.flush(everyone.organization_id)
    scores(asked, 9, unit_key="oslo")
    dora = Actor("user", "Dora", organization.pk, everyone.permissions, unit_ids=frozenset({units["north"]}))
    assert counted(asked, dora) == {(): {9: 1, 10: 1}}
    assert counted(asked, dora, "unit") == {("oslo",): {9: 1, 10: 1}}
    nobody = Actor("user", "New", organization.pk, everyone.permissions, unit_ids=frozenset())
    assert counted(asked, nobody) == {}
    assert queries.matching_response_ids(Query((asked.questions[0].id,)), by=nobody) == ()
    assert queries.left_out(Query((asked.questions[0].id,)), by=nobody) == ()


def test_cells_under_the_minimum_base_are_taken_out_and_counted(asked, everyone, settings):
    audiences.ensure_attributes({"plan": "text"}, by=everyone)
    scores(asked, 10, 9, attributes={"plan": "free"})
    scores(asked, 0, attributes={"plan": "pro"})
    settings.WAREHOUSE = {**settings.WAREHOUSE, "minimum_base": 2}
    result = queries.counts(Query((asked.questions[0].id,), ("attribute.plan",)), by=everyone)
    assert [cell.key for cell in result.cells] == [("free",)]
    assert result.suppressed == 1
    assert counted(asked, everyone) == {(): {0: 1, 9: 1, 10: 1}}


class Killed(BaseException):
    """Stands for the end of the process at this moment: nothing catches it."""


@pytest.mark.parametrize("moment", ["before reading", "before the commit", "after the commit"])
def test_a_crash_neither_loses_nor_doubles(asked, everyone, monkeypatch, moment):
    scores(asked, 10, 9)
    services.flush(everyone.organization_id)
    uid, *_ = scores(asked, 7, 7, 1)
    response_services.exclude_response(uid, "spam", by=everyone)
    expected = {(): {1: 1, 7: 1, 9: 1, 10: 1}}

    def die(*_arguments, **_named):
        raise Killed

    with monkeypatch.context() as patch:
        if moment == "before reading":
            patch.setattr(projection, "upsert", die)
        elif moment == "before the commit":
            patch.setattr(Table, "commit", die)
        else:
            patch.setattr(response_services, "forget_batch", die)
        with pytest.raises(Killed):
            services.flush(everyone.organization_id)
    assert counted(asked, everyone) == expected
    scores(asked, 0)
    services.flush(everyone.organization_id)
    assert counted(asked, everyone) == {(): {0: 1, **expected[()]}}
    assert responses_table().snapshot().rows == 6
    assert responses.pending_change_ids() == ()


def test_reading_while_a_flush_commits(asked, everyone, monkeypatch):
    """The flush falls between the reader's look at the feed and its look at the table."""
    scores(asked, 10, 9)
    from heedful.understand.warehouse.queries import live

    tail = live._tail

    def flush_meanwhile(*arguments):
        found = tail(*arguments)
        services.flush(everyone.organization_id)
        scores(asked, 5)
        services.flush(everyone.organization_id)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(live, "_tail", flush_meanwhile)
        assert counted(asked, everyone) == {(): {5: 1, 9: 1, 10: 1}}


def test_files_that_vanish_under_a_reader_are_read_from_the_newer_version(asked, everyone, monkeypatch):
    for score in (1, 2, 3):
        scores(asked, score)
        services.flush(everyone.organization_id)
    from heedful.understand.warehouse.kinds.duckdb import DuckDBEngine

    run = DuckDBEngine.run
    merged = []

    def compact_first(self, statement, source):
        if not merged:
            merged.append(services.compact())
            services.purge()
        return run(self, statement, source)

    monkeypatch.setattr(DuckDBEngine, "run", compact_first)
    assert counted(asked, everyone) == {(): {1: 1, 2: 1, 3: 1}}
    assert merged == [2]


def test_a_large_backlog_without_a_projector_is_flushed_by_the_reader(asked, everyone, monkeypatch):
    monkeypatch.setattr("heedful.understand.warehouse.queries.live.MOST_LIVE", 3)
    scores(asked, 1, 2, 3, 4, 5)
    assert counted(asked, everyone) == {(): {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}}
    assert queries.status().rows == 5
    # The projector has just worked, so the next backlog is left to it.
    scores(asked, 1, 2, 3, 4, 5)
    result = queries.counts(Query((asked.questions[0].id,)), by=everyone)
    assert result.freshness.is_behind
    assert result.cells[0].histogram.n == 5


def test_many_flushes_leave_few_files(asked, everyone):
    for score in range(11):
        scores(asked, score)
        scores(asked, score)
        services.flush(everyone.organization_id)
        scores(asked, score)
        services.flush(everyone.organization_id)
    assert len(responses_table().snapshot().files) < 15
    services.compact()
    assert len(responses_table().snapshot().files) == 1
    assert counted(asked, everyone) == {(): dict.fromkeys(range(11), 3)}


def test_columns_appear_as_attributes_and_questions_do(asked, everyone):
    scores(asked, 10)
    services.flush(everyone.organization_id)
    audiences.ensure_attributes({"plan": "text"}, by=everyone)
    assert counted(asked, everyone, "attribute.plan") == {(None,): {10: 1}}
    scores(asked, 9, attributes={"plan": "pro"})
    assert counted(asked, everyone, "attribute.plan") == {(None,): {10: 1}, ("pro",): {9: 1}}
    services.flush(everyone.organization_id)
    assert counted(asked, everyone, "attribute.plan") == {(None,): {10: 1}, ("pro",): {9: 1}}


def test_flush_due_leaves_a_small_tail_a_while(asked, everyone, monkeypatch):
    monkeypatch.setattr(due, "_flushed_at", {})
    scores(asked, 10)
    services.flush_due()
    assert queries.status().pending == 0
    scores(asked, 9)
    services.flush_due()
    assert queries.status().pending == 1
    monkeypatch.setattr(due, "PAUSE", 0)
    services.flush_due()
    assert queries.status().pending == 0


@pytest.mark.django_db(transaction=True)
def test_readers_never_see_a_wrong_number_while_answers_come_in_and_are_flushed(organization, everyone):
    asked = survey(question(), question("why", "long_text"))
    scores(asked, *[9] * 20)
    done, failures = Event(), []

    def project() -> None:
        from heedful.platform.core.scope import organization_scope

        try:
            with organization_scope(organization.pk):
                while not done.is_set():
                    services.flush(organization.pk)
                services.compact()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    projector = Thread(target=project)
    projector.start()
    for known in range(20, 60):
        assert counted(asked, everyone) == {(): {9: known}}
        response(asked, {"nps": 9})
    done.set()
    projector.join()
    assert not failures
    assert counted(asked, everyone) == {(): {9: 60}}
