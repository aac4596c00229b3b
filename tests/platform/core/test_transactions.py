from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection

from heedful.platform.core.models import Beat
from heedful.platform.core.transactions import store_version, writing

pytestmark = pytest.mark.django_db(transaction=True)


def write_and_fail(name: str) -> None:
    with writing():
        Beat.objects.create(name=name)
        raise ZeroDivisionError


def test_an_error_undoes_everything():
    with pytest.raises(ZeroDivisionError):
        write_and_fail("one")
    assert not Beat.objects.exists()


def test_an_inner_error_that_is_caught_undoes_the_inner_part_only():
    with writing():
        Beat.objects.create(name="outer")
        with pytest.raises(ZeroDivisionError):
            write_and_fail("inner")
    assert list(Beat.objects.values_list("name", flat=True)) == ["outer"]


def test_threads_that_read_and_write_lose_no_update():
    Beat.objects.create(name="counter", detail={"count": 0})

    def add() -> None:
        for _ in range(20):
            with writing():
                row = Beat.objects.select_for_update().get(name="counter")
                row.detail["count"] += 1
                row.save()
        connection.close()

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Beat.objects.get().detail["count"] == 80


def elsewhere(work) -> None:
    def run() -> None:
        work()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def stays(work=lambda: None) -> bool:
    """Say whether the version is ever the same after some work as before.

    Tests that run beside this one write into other databases of the same PostgreSQL, which changes it too.
    """
    return any(store_version() == (elsewhere(work), store_version())[1] for _ in range(100))


def test_another_connection_tells_by_the_version_that_something_was_written():
    assert stays(lambda: Beat.objects.filter(name="none").exists())
    before = store_version()
    elsewhere(lambda: Beat.objects.create(name="one"))
    assert store_version() != before
    assert stays()
