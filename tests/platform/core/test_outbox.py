from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread
from typing import ClassVar

import pytest
from django.db import connection
from django.utils import timezone
from tests.make import accounts

from heedful.platform.core import outbox
from heedful.platform.core.models import OutboxMessage
from heedful.platform.core.scope import current_organization_id, organization_scope
from heedful.platform.core.transactions import writing


@dataclass(frozen=True)
class BellRang:
    name: ClassVar[str] = "test.bell_rang"
    times: int


@dataclass(frozen=True)
class StepsHeard:
    name: ClassVar[str] = "test.steps_heard"
    steps: list[int]

    @classmethod
    def joined(cls, events: Sequence[StepsHeard]) -> StepsHeard:
        return cls([step for event in events for step in event.steps])


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    heard: list[tuple[int, int]] = []

    @outbox.on(BellRang)
    def listen(event: BellRang) -> None:
        heard.append((current_organization_id(), event.times))

    return heard


def ring(times: int) -> None:
    with writing():
        outbox.announce(BellRang(times))


def test_an_event_is_heard_in_its_organisation(organization, heard):
    ring(3)
    assert heard == []
    assert outbox.deliver_due() == 1
    assert heard == [(organization.pk, 3)]
    assert not OutboxMessage.objects.exists()


def ring_and_fail() -> None:
    with writing():
        outbox.announce(BellRang(1))
        raise ZeroDivisionError


def test_what_is_undone_is_not_heard(organization, heard):
    with pytest.raises(ZeroDivisionError):
        ring_and_fail()
    assert outbox.deliver_due() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_the_transaction_of_its_deed(organization, heard):
    with pytest.raises(RuntimeError, match="transaction"):
        outbox.announce(BellRang(1))


def test_each_handler_has_a_message_of_its_own(organization, heard):
    failures = iter([True])

    @outbox.on(BellRang)
    def stumble(event: BellRang) -> None:
        if next(failures, False):
            raise ZeroDivisionError("stumbled")

    ring(1)
    outbox.deliver_due()
    assert len(heard) == 1
    (left,) = OutboxMessage.objects.all()
    assert "stumbled" in left.error
    assert left.due_at > timezone.now()
    OutboxMessage.objects.update(due_at=timezone.now())
    outbox.deliver_due()
    assert len(heard) == 1
    assert not OutboxMessage.objects.exists()


def test_a_handler_that_always_fails_is_given_up_and_kept(organization, heard):
    @outbox.on(BellRang)
    def fail(event: BellRang) -> None:
        raise ZeroDivisionError

    ring(1)
    waits = []
    for _ in range(outbox.MAX_ATTEMPTS):
        outbox.deliver_due()
        row = OutboxMessage.objects.get()
        waits.append(row.due_at - timezone.now())
        OutboxMessage.objects.update(due_at=timezone.now())
    assert row.failed_at is not None
    assert waits[0] < waits[3] < waits[6]
    assert outbox.deliver_due() == 0


def test_a_message_of_a_worker_that_died_is_taken_up_again(organization, heard):
    ring(1)
    message = OutboxMessage.objects.get()
    assert outbox._claim([message])
    assert outbox.deliver_due() == 0
    OutboxMessage.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert outbox.deliver_due() == 1


@pytest.fixture
def steps(heard):
    steps: list[tuple[int, list[int]]] = []

    @outbox.on(StepsHeard)
    def walk(event: StepsHeard) -> None:
        if 0 in event.steps:
            raise ZeroDivisionError("nowhere")
        steps.append((current_organization_id(), event.steps))

    return steps


def walked(*numbers: int) -> None:
    for number in numbers:
        with writing():
            outbox.announce(StepsHeard([number]))


def test_what_can_be_joined_is_heard_once_in_its_organisation(organization, cast, heard, steps):
    walked(1, 2)
    ring(1)
    with organization_scope(cast.other.pk):
        walked(7)
    walked(3)
    assert outbox.deliver_due() == 5
    assert steps == [(organization.pk, [1, 2, 3]), (cast.other.pk, [7])]
    assert heard == [(organization.pk, 1)]
    assert not OutboxMessage.unscoped.exists()


def test_what_fails_together_is_told_alone_afterwards(organization, steps):
    walked(1, 0, 2)
    outbox.deliver_due()
    assert steps == []
    OutboxMessage.objects.update(due_at=timezone.now())
    outbox.deliver_due()
    assert steps == [(organization.pk, [1]), (organization.pk, [2])]
    (left,) = OutboxMessage.objects.all()
    assert (left.payload, left.attempts) == ({"steps": [0]}, 2)


def test_what_can_be_joined_waits_for_more_and_nothing_waits_for_it(organization, heard, steps):
    patience = timedelta(seconds=2)
    walked(1)
    ring(1)
    assert outbox.deliver_due(patience=patience) == 1
    assert (heard, steps) == ([(organization.pk, 1)], [])
    OutboxMessage.objects.update(due_at=timezone.now() - patience)
    walked(2)
    assert outbox.deliver_due(patience=patience) == 2
    assert steps == [(organization.pk, [1, 2])]


def test_many_are_told_without_waiting(organization, steps):
    walked(*range(1, 6))
    assert outbox.deliver_due(limit=10, patience=timedelta(hours=1)) == 5
    assert steps == [(organization.pk, [1, 2, 3, 4, 5])]


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_joins(steps):
    with organization_scope(accounts.organization().pk):
        walked(*range(1, 30))

    def work() -> None:
        outbox.deliver_due(limit=20)
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    outbox.deliver_due()
    assert sorted(step for _, some in steps for step in some) == list(range(1, 30))


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_delivers(heard):
    with organization_scope(accounts.organization().pk):
        for number in range(10):
            ring(number)

    def work() -> None:
        outbox.deliver_due()
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(times for _, times in heard) == list(range(10))
