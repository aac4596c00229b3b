from __future__ import annotations

from importlib import import_module

import pyarrow as pa
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from tests.make.responses import NOON, scores
from tests.make.surveys import question, survey

from heedful.listen.fieldwork import services as fieldwork
from heedful.listen.fieldwork.types import NewAsk
from heedful.platform.core import outbox
from heedful.platform.core.organizations import change_organization
from heedful.platform.core.queue import Job, Run, enqueue, run_now
from heedful.platform.core.types import Actor
from heedful.understand.warehouse import queries, services
from heedful.understand.warehouse.services import rebuilding
from heedful.understand.warehouse.stores import responses_table
from heedful.understand.warehouse.types import Filter, Query


@pytest.fixture
def everyone(organization):
    return Actor.system(organization.pk)


@pytest.fixture
def asked(organization, monkeypatch):
    monkeypatch.setattr(rebuilding, "CHUNK", 4)
    return survey(question(), question("why", "long_text"))


def counted(asked, by, *dimensions):
    result = queries.counts(Query((asked.questions[0].id,), dimensions), by=by)
    return {
        cell.key: {value: tally.n for value, tally in cell.histogram.counts.items()} for cell in result.cells
    }


def test_makes_the_same_table_from_nothing(asked, everyone):
    scores(asked, *range(11))
    services.flush(everyone.organization_id)
    before = counted(asked, everyone)
    services.drop_organization(_uid())
    assert counted(asked, everyone) == {}
    job = run_now(enqueue("warehouse.rebuild", {}, by=everyone))
    assert job.result == {"responses": 11, "asks": 0, "texts": 0}
    assert (job.done, job.error) == (11, "")
    assert counted(asked, everyone) == before


def _uid():
    from heedful.platform.core.organizations import organization

    return organization().uid


def test_replaces_a_table_that_cannot_be_read(asked, everyone):
    scores(asked, 10, 9)
    services.flush(everyone.organization_id)
    log = responses_table().folder / "_delta_log"
    for path in log.glob("*.json"):
        path.write_text("{broken")
    responses_table().forget()
    assert run_now(enqueue("warehouse.rebuild", {}, by=everyone)).error == ""
    assert counted(asked, everyone) == {(): {9: 1, 10: 1}}


def test_answers_that_come_in_meanwhile_are_in_the_new_table(asked, everyone, monkeypatch):
    scores(asked, *range(11))
    services.flush(everyone.organization_id)
    tell = Run.tell
    expected = dict.fromkeys(range(11), 1)

    def meanwhile(self, done, *arguments, **named):
        tell(self, done, *arguments, **named)
        if done <= 8:
            scores(asked, 10)
            expected[10] += 1
            services.flush(everyone.organization_id)
            scores(asked, 0)
            expected[0] += 1
            assert counted(asked, everyone) == {(): expected}

    monkeypatch.setattr(Run, "tell", meanwhile)
    run_now(enqueue("warehouse.rebuild", {}, by=everyone))
    assert counted(asked, everyone) == {(): expected}
    services.flush(everyone.organization_id)
    assert counted(asked, everyone) == {(): expected}
    assert responses_table().snapshot().rows == sum(expected.values())


def test_goes_on_where_it_was_broken_off(asked, everyone, monkeypatch):
    scores(asked, *range(11))
    services.flush(everyone.organization_id)
    job = enqueue("warehouse.rebuild", {}, by=everyone)
    stage, staged = rebuilding._stage, []

    def stop_at_the_third(ids):
        if len(staged) == 2:
            staged.append("stopped")
            raise KeyboardInterrupt
        staged.append(list(ids))
        return stage(ids)

    monkeypatch.setattr(rebuilding, "_stage", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        services.rebuild(Run(Job.objects.get(pk=job.pk)))
    assert counted(asked, everyone) == {(): dict.fromkeys(range(11), 1)}
    services.rebuild(Run(Job.objects.get(pk=job.pk)))
    assert [len(ids) for ids in staged if ids != "stopped"] == [4, 4, 3]
    assert counted(asked, everyone) == {(): dict.fromkeys(range(11), 1)}


def test_another_time_zone_means_other_days(asked, everyone):
    scores(asked, 10, answered_at=NOON.replace(hour=20))
    services.flush(everyone.organization_id)
    assert list(counted(asked, everyone, "time.day")) == [("2026-03-02",)]
    change_organization(by=everyone, name="A", time_zone="Asia/Tokyo", language="en")
    outbox.deliver_due()
    run_now(Job.objects.get(kind="warehouse.rebuild"))
    assert list(counted(asked, everyone, "time.hour")) == [("2026-03-03T05",)]


def test_asks_by_how_they_ended(asked, everyone):
    new = [NewAsk(f"k{n}", asked.id, NOON, channel="email" if n % 2 else "sms") for n in range(6)]
    fieldwork.record_asks(new, by=everyone)
    outbox.deliver_due()
    assert queries.ask_counts(Filter(), by=everyone) == {"invited": 6}
    fieldwork.record_asks([NewAsk("k1", asked.id, NOON, "answered")], by=everyone)
    outbox.deliver_due()
    assert queries.ask_counts(Filter(), by=everyone) == {"invited": 5, "answered": 1}
    by_channel = queries.ask_counts_by(("channel", "time.month"), Filter(), by=everyone)
    assert by_channel == {
        ("email", "2026-03-01"): {"invited": 2, "answered": 1},
        ("sms", "2026-03-01"): {"invited": 3},
    }
    services.drop_organization(_uid())
    assert queries.ask_counts(Filter(), by=everyone) == {}
    assert run_now(enqueue("warehouse.rebuild", {}, by=everyone)).result["asks"] == 6
    assert queries.ask_counts(Filter(), by=everyone) == {"invited": 5, "answered": 1}


def test_tables_of_an_older_version_are_made_anew(asked, everyone):
    scores(asked, 10, 9)
    services.flush(everyone.organization_id)
    responses_table().ensure({**responses_table().snapshot().types, "themes": pa.list_(pa.string())})
    older = MigrationLoader(connection).project_state(("warehouse", "0001_sets_as_texts")).apps
    import_module("heedful.understand.warehouse.migrations.0001_sets_as_texts").make_anew(older, None)
    renewing = Job.objects.get(kind="warehouse.rebuild")
    assert run_now(renewing).error == ""
    scores(asked, 0)
    services.flush(everyone.organization_id)
    assert counted(asked, everyone) == {(): {0: 1, 9: 1, 10: 1}}
