"""Threads of the server keep little of the store in memory, those that write much keep more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest
from django.db import connection

from heedful.config.server import Server
from heedful.config.store_pages import FEW, keep_few_pages, let_pages_go
from heedful.config.worker import Loop, Worker

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite keeps pages."),
]


def cache_size() -> int:
    try:
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA cache_size").fetchone()[0]
    finally:
        connection.close()


def test_only_threads_that_say_so_keep_few_pages():
    with ThreadPoolExecutor(1) as usual, ThreadPoolExecutor(1, initializer=keep_few_pages) as few:
        assert usual.submit(cache_size).result() < -FEW
        assert [few.submit(cache_size).result() for _ in range(2)] == [-FEW, -FEW]  # each a new connection


def test_pages_of_the_server_are_drawn_by_such_threads():
    assert Server()._threads.submit(cache_size).result() == -FEW


@pytest.mark.parametrize("writes_much", [True, False])
def test_loops_that_write_much_keep_many(writes_much):
    seen = []

    def step():
        seen.append(cache_size())
        loop.stop()

    loop = Loop("test", step, rest=60, writes_much=writes_much)
    thread = Thread(target=loop.run)
    thread.start()
    thread.join(10)
    assert (seen[0] < -FEW) is writes_much
    assert {one.name for one in Worker().loops if one.writes_much} == {"inbox", "jobs 1", "jobs 2"}


def test_pages_go_and_the_connection_stays():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept AS SELECT 7 AS number")
    let_pages_go()
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT number FROM kept").fetchone() == (7,)
