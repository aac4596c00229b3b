"""The short way by itself: an event loop, requests that come at the same time, and the real inbox."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import orjson
import pytest
from django.db import connection
from tests.make import accounts

from heedful.config import short_way
from heedful.config.short_way import ShortWay
from heedful.design.surveys.services import create_survey
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition
from heedful.listen.responses import inbox, intake_surveys
from heedful.listen.responses.models import InboxEntry
from heedful.platform.accounts.services.keys import create_key
from heedful.platform.core.errors import TryLater
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor, Permission

pytestmark = pytest.mark.django_db(transaction=True)


class Request:
    """What the server gives of a request, and what was answered."""

    query_string = ""

    def __init__(self, content, key, **headers):
        self.body = content if isinstance(content, bytes) else orjson.dumps(content)
        known = {"content-type": "application/json", "authorization": f"Bearer {key}"}
        self.headers = known | {"content-length": str(len(self.body))} | headers
        self.status = 0
        self.told = {}

    async def __call__(self):
        await asyncio.sleep(0)
        return self.body

    def response_bytes(self, status, _headers, body):
        self.status, self.told = status, orjson.loads(body)


@pytest.fixture
def key():
    organization = accounts.organization()
    with organization_scope(organization.pk):
        by = Actor.system(organization.pk)
        nps = QuestionDefinition("nps", "nps", {"en": "How likely?"})
        create_survey(by=by, definition=SurveyDefinition("Stay", (nps,)))
        return create_key(by=by, name="Till", scopes=[Permission.WRITE_ANSWERS])[1]


@pytest.fixture
def committer(monkeypatch):
    made = inbox.Committer()
    monkeypatch.setattr(inbox, "committer", lambda: made)
    yield made
    made.close()


@pytest.fixture
def groups(committer, monkeypatch):
    """The sizes of the transactions."""
    sizes = []
    write_rows = inbox.write_rows

    def noted(rows):
        sizes.append(len(rows))
        return write_rows(rows)

    monkeypatch.setattr(inbox, "write_rows", noted)
    return sizes


def close_connection():
    connection.close()  # of the thread that calls


@contextmanager
def door_threads():
    with ThreadPoolExecutor(1) as threads:
        yield threads
        threads.submit(close_connection).result()


def run(main):
    """Run a coroutine in a loop of its own: after a browser's test this thread seems to have one."""
    with door_threads() as threads, pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as loop:
        patch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # set for browsers, never for a server
        loop.submit(lambda: asyncio.run(main(threads))).result()


def send(requests, *, rounds=1):
    """Send all at the same time, ``rounds`` times over one way."""

    async def main(threads):
        way = ShortWay(threads, threads)
        for _ in range(rounds):
            await asyncio.wait_for(asyncio.gather(*(way.answer(one, one) for one in requests)), 30)

    run(main)


def row(key, score=9):
    return {"survey": "Stay", "answers": {"nps": score}, "idempotency_key": key}


def test_those_that_come_together_share_transactions_and_each_hears_its_own(key, groups):
    send([Request(row("first"), key)])  # the key and the survey are known now
    requests = [Request(row(f"{number:02}"), key) for number in range(60)]
    send(requests)
    assert [one.status for one in requests] == [201] * 60
    assert [one.told["idempotency_key"] for one in requests] == [f"{number:02}" for number in range(60)]
    stored = InboxEntry.unscoped.values_list("idempotency_key", flat=True)
    assert sorted(stored) == [*sorted(one.told["idempotency_key"] for one in requests), "first"]
    assert sum(groups) == 61
    assert len(groups) <= 10


def test_of_many_with_an_unknown_key_one_looks_it_up_and_the_others_follow(key, committer, monkeypatch):
    apart, check = [], short_way.Asked.check
    monkeypatch.setattr(short_way.Asked, "check", lambda asked: apart.append(asked) or check(asked))
    requests = [Request(row(f"{number:02}"), key) for number in range(30)]
    requests += [Request(row("stranger"), "hk_nobody") for _ in range(3)]
    send(requests)
    assert [one.status for one in requests] == [201] * 30 + [401] * 3
    assert InboxEntry.unscoped.count() == 30
    assert len(apart) <= 3 + 4  # nobody's key is never remembered


def test_of_many_whose_survey_is_not_remembered_few_look_it_up(key, committer, monkeypatch):
    send([Request(row("first"), key)])
    intake_surveys.forget()
    apart, check = [], short_way.Asked.check
    monkeypatch.setattr(short_way.Asked, "check", lambda asked: apart.append(asked) or check(asked))
    requests = [Request(row(f"{number:02}"), key) for number in range(30)]
    send(requests)
    assert [one.status for one in requests] == [201] * 30
    assert InboxEntry.unscoped.count() == 31
    assert len(apart) <= 3


def test_who_needs_tables_for_itself_holds_up_nobody(key, committer, monkeypatch):
    send([Request(row("first"), key)])
    apart, check = [], short_way.Asked.check
    monkeypatch.setattr(short_way.Asked, "check", lambda asked: apart.append(asked) or check(asked))
    odd = {4, 9, 10, 11}
    requests = [
        Request(row(f"{number:02}") | ({"unit": f"none {number}"} if number in odd else {}), key)
        for number in range(16)
    ]
    send(requests)
    assert [one.status for one in requests] == [422 if number in odd else 201 for number in range(16)]
    assert len(apart) == len(odd)


def test_what_is_wrong_with_one_is_told_to_it_alone(key, committer):
    requests = [Request(row(f"{number}", number), key) for number in range(13)]
    requests += [Request(row("none"), "hk_nobody"), Request(b"{", key)]
    send(requests)
    assert [one.status for one in requests] == [201] * 11 + [422] * 2 + [401, 400]
    assert {error["field"] for one in requests[11:13] for error in one.told["errors"]} == {"answers.nps"}
    assert InboxEntry.unscoped.count() == 11


def test_twins_in_one_transaction_are_stored_once_and_have_one_id(key, committer):
    requests = [Request(row("same"), key) for _ in range(12)]
    send(requests)
    assert sorted(one.status for one in requests) == [200] * 11 + [201]
    assert len({one.told["id"] for one in requests}) == 1
    assert InboxEntry.unscoped.count() == 1


def test_a_batch_is_checked_apart_and_told_row_by_row(key, committer):
    batch = Request([row(f"{number:04}") for number in range(900)], key)
    assert len(batch.body) > short_way.LONG_BODY
    send([batch, Request(row("single"), key)])
    assert batch.status == 201
    assert batch.told["counts"] == {"accepted": 900, "duplicate": 0, "refused": 0}
    assert InboxEntry.unscoped.count() == 901


def test_who_is_alone_does_not_wait_for_others(key, committer, monkeypatch):
    monkeypatch.setattr(short_way, "GATHERING_SECONDS", 60.0)
    started = time.monotonic()
    send([Request(row("alone"), key)], rounds=3)
    assert time.monotonic() - started < 20


def test_nobody_waits_for_ever_for_those_who_do_not_come_again(key, groups, monkeypatch):
    monkeypatch.setattr(short_way, "GATHERING_SECONDS", 0.05)
    many = [Request(row(f"{number}"), key) for number in range(40)]
    last = Request(row("last"), key)

    async def main(threads):
        way = ShortWay(threads, threads)
        await asyncio.gather(*(way.answer(one, one) for one in many))
        await asyncio.wait_for(way.answer(last, last), 20)

    run(main)
    assert last.status == 201
    assert groups[-1] == 1


def test_when_there_is_no_room_all_are_asked_to_come_again(key, committer, monkeypatch):
    def full(_ticket):
        raise TryLater("Too many answers are waiting to be written.")

    monkeypatch.setattr(committer, "put", full)
    requests = [Request(row(f"{number}"), key) for number in range(5)]
    send(requests)
    assert [one.status for one in requests] == [503] * 5


def test_a_client_that_left_does_not_silence_the_others(key, committer):
    leaving, staying = Request(row("leaving"), key), Request(row("staying"), key)

    async def main(threads):
        way = ShortWay(threads, threads)
        tasks = [asyncio.ensure_future(way.answer(one, one)) for one in (leaving, staying)]
        await asyncio.sleep(0.001)
        tasks[0].cancel()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 20)

    run(main)
    assert staying.status == 201
