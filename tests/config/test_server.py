"""The server as a process: started by the command, asked over the network, stopped by a signal."""

from __future__ import annotations

import re
import sqlite3
import sys
import time
from http.client import HTTPConnection

import pytest
from tests.make.server import Instance

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    made = Instance(tmp_path_factory.mktemp("instance") / "home")
    made.set_up()
    made.start(by_command="up")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.kill()


def get(instance, path, **headers):
    connection = HTTPConnection("127.0.0.1", instance.port, timeout=30)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.body = response.read()
    connection.close()
    return response


def row(key, score=9):
    return {"survey": "Stay", "answers": {"nps": score}, "idempotency_key": key}


def test_the_first_start_says_where_it_is_and_how_to_come_in(instance):
    assert f"URL: http://127.0.0.1:{instance.port}" in instance.log
    assert re.search(r"Admin link, good once: http://127\.0\.0\.1:\d+/welcome/\S+", instance.log)
    assert "Not configured: mail" in instance.log


def test_what_idles_has_loaded_no_engine(instance):
    heavy = "numpy scipy pandas pyarrow duckdb deltalake vl_convert"
    told = instance.run(
        [
            sys.executable,
            "-c",
            f"import sys, heedful.config.server; print([m for m in {heavy.split()} if m in sys.modules])",
        ]
    )
    assert told.strip() == "[]"


def test_pages_are_served_with_their_cookies_and_policies(instance):
    page = get(instance, "/accounts/login/")
    assert page.status == 200
    assert "csrftoken" in page.getheader("Set-Cookie")
    assert "script-src" in page.getheader("Content-Security-Policy")
    assert get(instance, "/").status == 302


def test_encoded_paths_and_long_bodies_arrive_whole(instance):
    assert get(instance, "/api/v1/responses/rsp_%C3%A9").status == 401
    status, told = instance.post({"survey": "Stay", "answers": {"why": "x" * 2_000_000}})
    assert (status, told["errors"][0]["field"]) == (422, "answers.why")


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (row("both-ways"), {}, {200, 201}),
        (row("refused", 11), {}, {422}),
        ([row("a"), row("b", 11)], {}, {422}),
        (b"{", {}, {400}),
        (b"[]", {}, {422}),
        (row("c"), {"Content-Type": "text/csv"}, {415}),
        (row("d"), {"Authorization": "Bearer hk_unknown"}, {401}),
        (row("e"), {"Authorization": "Basic YTpi"}, {401}),
    ],
)
def test_the_short_way_and_the_way_through_django_say_the_same(instance, content, headers, status):
    short = instance.post(content, **headers)
    # The server compares the path as it was sent, Django as it is meant.
    through = instance.post(content, path="/api/v1/respons%65s", **headers)
    assert short[0] in status
    assert through[0] in status
    if short[0] >= 400:
        assert through[1] == short[1]
    else:
        assert through[1] | {"state": ""} == short[1] | {"state": ""}


def test_too_much_is_refused_before_it_is_read(instance):
    status, told = instance.post(b" " * (11 * 1024 * 1024))
    assert (status, told["status"]) == (413, 413)


def test_an_answer_is_stored_at_once(instance):
    status, told = instance.post(row("at-once"))
    assert status == 201
    sent_at = time.monotonic()
    while not _stored(instance, told["id"]):
        assert time.monotonic() - sent_at < 10, instance.log
        time.sleep(0.01)
    print(f"stored after {1000 * (time.monotonic() - sent_at):.0f} ms")


def test_a_second_server_on_the_port_is_refused(instance):
    with pytest.raises(AssertionError, match="Cannot listen"):
        instance.heedful("up", "--port", str(instance.port))


def test_the_bare_door_takes_the_same_and_nothing_else(instance):
    door = Instance(instance.home, key=instance.key)
    door.start(target="heedful.config.intake:application")
    try:
        status, told = door.post(row("by-the-door"))
        assert status == 201
        sent_at = time.monotonic()
        while not _stored(instance, told["id"]):
            assert time.monotonic() - sent_at < 2, "the worker did not see what another process wrote"
            time.sleep(0.01)
        assert instance.post(row("by-the-door"))[0] == 200
        assert door.post(row("x"), Authorization="")[0] == 401
        assert get(door, "/").status == 404
    finally:
        assert door.stop() == 0


def test_it_stops_in_order_when_told_to(tmp_path):
    one = Instance(tmp_path / "home")
    one.set_up()
    one.start()
    _, told = one.post(row("last"))
    assert one.stop() == 0
    one.start()
    assert one.post(row("last"))[1]["id"] == told["id"]
    assert one.stop() == 0


def _stored(instance, uid):
    store = sqlite3.connect(instance.home / "heedful.sqlite3", timeout=20)
    found = store.execute("SELECT 1 FROM responses_response WHERE uid = ?", [uid]).fetchone()
    store.close()
    return found
