from __future__ import annotations

import time
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone
from tests.make import accounts

from heedful.platform.core import audit, queue
from heedful.platform.core.errors import Conflict, NotFound, NotPermitted, TryLater
from heedful.platform.core.models import Job
from heedful.platform.core.scope import current_organization_id, organization_scope
from heedful.platform.core.types import Actor


@pytest.fixture(autouse=True)
def functions(monkeypatch):
    known: dict = {}
    monkeypatch.setattr(queue, "_functions", known)
    return known


@pytest.fixture
def count(functions):
    """A job that counts to five, noting where it is."""
    seen: list[int] = []

    def count(run):
        for number in range(run.checkpoint.get("next", 0), 5):
            seen.append(number)
            run.tell(number + 1, 5, f"at {number}", checkpoint={"next": number + 1})
        return {"organization": current_organization_id()}

    functions["test.count"] = count
    return seen


def test_a_job_runs_in_its_organisation_and_tells_how_far_it_is(organization, alice, count):
    queued = queue.enqueue("test.count", {}, by=alice)
    assert queue.run_due()
    queued.refresh_from_db()
    assert queued.state == Job.State.DONE
    assert queued.result == {"organization": organization.pk}
    assert (queued.done, queued.total, queued.message) == (5, 5, "at 4")
    assert queued.finished_at is not None
    assert not queue.run_due()
    assert audit.entries(by=alice, action="job.queued").items[0].subject_uid == queued.uid


def test_a_kind_nobody_runs_is_refused_at_once(organization, alice):
    with pytest.raises(LookupError, match=r"test\.unknown"):
        queue.enqueue("test.unknown", {}, by=alice)


def test_a_job_goes_on_where_a_dead_process_left_it(organization, alice, count):
    queued = queue.enqueue("test.count", {}, by=alice)
    Job.objects.update(
        state=Job.State.RUNNING,
        attempts=1,
        checkpoint={"next": 3},
        heartbeat_at=timezone.now() - timedelta(minutes=2),
    )
    assert queue.run_due()
    assert count == [3, 4]
    queued.refresh_from_db()
    assert queued.state == Job.State.DONE


def test_a_job_that_beats_is_left_alone(organization, alice, count):
    queue.enqueue("test.count", {}, by=alice)
    Job.objects.update(state=Job.State.RUNNING, heartbeat_at=timezone.now())
    assert not queue.run_due()


def test_a_job_that_kills_every_process_is_given_up(organization, alice, count):
    queued = queue.enqueue("test.count", {}, by=alice)
    long_ago = timezone.now() - timedelta(minutes=2)
    Job.objects.update(state=Job.State.RUNNING, attempts=queue.MAX_ATTEMPTS, heartbeat_at=long_ago)
    assert queue.run_due()
    queued.refresh_from_db()
    assert queued.state == Job.State.FAILED
    assert count == []
    assert not queue.run_due()


def test_a_cancelled_job_stops_and_keeps_what_it_finished(organization, alice, functions):
    done = []

    def work(run):
        for number in range(5):
            done.append(number)
            if number == 2:
                queue.cancel(run.uid, by=alice)
            run.tell(number + 1, 5, checkpoint={"next": number + 1})
        return {}

    functions["test.work"] = work
    queued = queue.run_now(queue.enqueue("test.work", {}, by=alice))
    assert queued.state == Job.State.CANCELLED
    assert done == [0, 1, 2]
    assert queued.checkpoint == {"next": 3}


def test_a_waiting_job_is_cancelled_without_running(organization, alice, count):
    queued = queue.enqueue("test.count", {}, by=alice)
    queue.cancel(queued.uid, by=alice)
    assert not queue.run_due()
    with pytest.raises(Conflict):
        queue.cancel(queued.uid, by=alice)


def test_who_may_cancel(organization, alice, dora, charlie, cast, count):
    queued = queue.enqueue("test.count", {}, by=alice)
    with pytest.raises(NotPermitted):
        queue.cancel(queued.uid, by=dora)
    with organization_scope(cast.other.pk), pytest.raises(NotFound):
        queue.cancel(queued.uid, by=charlie)


def test_an_error_is_told(organization, alice, functions):
    def fail(_run):
        raise ZeroDivisionError("by zero")

    functions["test.fail"] = fail
    queued = queue.run_now(queue.enqueue("test.fail", {}, by=alice))
    assert (queued.state, queued.error) == (Job.State.FAILED, "ZeroDivisionError: by zero")


def test_try_later_waits_longer_each_time_and_ends(organization, alice, functions):
    def later(_run):
        raise TryLater("not yet")

    functions["test.later"] = later
    queued = queue.enqueue("test.later", {}, by=alice)
    waits = []
    while queued.state == Job.State.WAITING:
        Job.objects.update(due_at=timezone.now())
        assert queue.run_due()
        queued.refresh_from_db()
        waits.append(queued.due_at - timezone.now())
    assert queued.state == Job.State.FAILED
    assert len(waits) == queue.MAX_ATTEMPTS
    assert waits[0] < waits[1] < waits[2]


@pytest.mark.django_db(transaction=True)
def test_a_silent_step_keeps_its_job(functions, monkeypatch):
    monkeypatch.setattr(queue, "BEAT_EVERY", timedelta(seconds=0.02))
    organization = accounts.organization()

    def long_step(run):
        before = Job.unscoped.get(uid=run.uid).heartbeat_at
        time.sleep(0.3)
        return {"has_beaten": Job.unscoped.get(uid=run.uid).heartbeat_at > before}

    functions["test.long"] = long_step
    with organization_scope(organization.pk):
        queued = queue.run_now(queue.enqueue("test.long", {}, by=Actor.system(organization.pk)))
    assert queued.result == {"has_beaten": True}


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_runs_a_job(functions):
    ran = []
    functions["test.once"] = lambda run: ran.append(run.uid) or {}
    organization = accounts.organization()
    with organization_scope(organization.pk):
        for _ in range(6):
            queue.enqueue("test.once", {}, by=Actor.system(organization.pk))

    def work() -> None:
        while queue.run_due():
            pass
        connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(ran) == len(set(ran)) == 6
