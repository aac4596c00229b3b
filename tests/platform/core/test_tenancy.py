from __future__ import annotations

from threading import Thread

import pytest
from tests.make import accounts

from heedful.platform.core.errors import OutsideScope
from heedful.platform.core.models import AuditEntry, Job
from heedful.platform.core.scope import current_organization_id, organization_scope, scoped_organization_id


@pytest.fixture
def two(db):
    ours, theirs = accounts.organization("Ours"), accounts.organization("Theirs")
    for one in (ours, theirs):
        with organization_scope(one.pk):
            Job.objects.create(kind="test", requested_by=one.name)
    return ours, theirs


def test_the_scope_decides_what_is_seen(two):
    for one in two:
        with organization_scope(one.pk):
            assert [job.requested_by for job in Job.objects.all()] == [one.name]


READS = {
    "all": lambda: list(Job.objects.all()),
    "count": lambda: Job.objects.all().count(),
    "filter": lambda: Job.objects.filter(kind="test").exists(),
    "update": lambda: Job.objects.update(kind="other"),
    "delete": lambda: Job.objects.all().delete(),
    "create": lambda: Job.objects.create(kind="test", requested_by="nobody"),
    "bulk_create": lambda: Job.objects.bulk_create([Job(kind="test", requested_by="nobody")]),
    "get_or_create": lambda: Job.objects.get_or_create(kind="none", defaults={"requested_by": "nobody"}),
    "save": lambda: Job(kind="test", requested_by="nobody").save(),
}


@pytest.mark.parametrize("deed", READS.values(), ids=READS)
def test_without_a_scope_nothing_works(two, deed):
    with pytest.raises(OutsideScope):
        deed()
    assert Job.unscoped.count() == 2


def test_a_row_takes_the_organisation_in_scope(two):
    ours, _ = two
    with organization_scope(ours.pk):
        (made,) = Job.objects.bulk_create([Job(kind="test", requested_by="us")])
    assert made.organization_id == ours.pk


@pytest.mark.parametrize("bulk", [False, True])
def test_a_row_is_not_written_into_another_organisation(two, bulk):
    ours, theirs = two
    row = Job(kind="test", requested_by="us", organization_id=theirs.pk)
    with organization_scope(ours.pk), pytest.raises(OutsideScope):
        Job.objects.bulk_create([row]) if bulk else row.save()


def test_a_row_of_others_is_not_saved_from_our_scope(two):
    ours, theirs = two
    with organization_scope(theirs.pk):
        row = Job.objects.get()
    with organization_scope(ours.pk), pytest.raises(OutsideScope):
        row.save()


def test_related_rows_are_scoped_by_their_own_table(two):
    ours, theirs = two
    with organization_scope(ours.pk):
        AuditEntry.objects.create(actor_kind="system", actor_label="x", action="test.done")
    with organization_scope(theirs.pk):
        assert not AuditEntry.objects.exists()


def test_scopes_nest_and_end_even_by_an_error():
    def nest() -> None:
        with organization_scope(1):
            with organization_scope(2):
                assert current_organization_id() == 2
            assert current_organization_id() == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        nest()
    assert scoped_organization_id() is None


def test_a_new_thread_has_no_scope():
    seen = []
    with organization_scope(1):
        thread = Thread(target=lambda: seen.append(scoped_organization_id()))
        thread.start()
        thread.join()
    assert seen == [None]
