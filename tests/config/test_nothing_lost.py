"""The server is killed again and again while clients send; what it acknowledged is there, once."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from http.client import HTTPException
from threading import Event, Thread

import pytest
from tests.make.server import Instance

KILLS = 20
CLIENTS = 6
SEED = random.randrange(10**6)  # printed, so that a run that failed can be had again


class Client(Thread):
    """Sends single answers and small batches; repeats some of what got no answer, as good clients do."""

    def __init__(self, instance: Instance, number: int, is_over: Event) -> None:
        super().__init__(daemon=True)
        self.instance, self.number, self.is_over = instance, number, is_over
        self.random = random.Random(f"{SEED}-{number}")
        self.acknowledged: dict[str, str] = {}  # key: id
        self.sent: set[str] = set()
        self.refused: list[object] = []

    def run(self) -> None:
        count, pending = 0, None
        while not self.is_over.is_set():
            if pending is None:
                size = self.random.choice([1, 1, 1, 5])
                pending = [self._row(count + place) for place in range(size)]
                count += size
                self.sent |= {row["idempotency_key"] for row in pending}
            try:
                status, told = self.instance.post(pending if len(pending) > 1 else pending[0])
            except ConnectionRefusedError:
                time.sleep(0.02)
                continue
            except (OSError, HTTPException, json.JSONDecodeError):
                pending = self.random.choice([pending, None])  # perhaps it arrived, perhaps not
                continue
            self._hear(status, told)
            pending = None if status in {200, 201} else pending

    def _row(self, number: int) -> dict[str, object]:
        score = self.random.randrange(11)
        return {"survey": "Stay", "answers": {"nps": score}, "idempotency_key": f"{self.number}-{number}"}

    def _hear(self, status: int, told: dict) -> None:
        if status not in {200, 201}:
            self.refused.append((status, told))
            return
        for result in told.get("results", [told]):
            self.acknowledged[result["idempotency_key"]] = result["id"]


@pytest.fixture
def instance(tmp_path):
    made = Instance(tmp_path / "home")
    made.set_up()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.kill()


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_double_nothing(instance):
    print(f"seed: {SEED}")
    chance, is_over = random.Random(SEED), Event()
    clients = [Client(instance, number, is_over) for number in range(CLIENTS)]
    instance.start()
    for client in clients:
        client.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.02, 0.5))
        instance.kill()
        instance.start(wait=chance.random() < 0.9)  # now and then it is killed while it starts
    instance.kill()
    instance.start()
    time.sleep(0.3)
    is_over.set()
    for client in clients:
        client.join(30)
    _wait_until_settled(instance)
    assert instance.stop() == 0
    acknowledged = {key: uid for client in clients for key, uid in client.acknowledged.items()}
    sent = {key for client in clients for key in client.sent}
    print(f"acknowledged: {len(acknowledged)}, sent: {len(sent)}")
    assert len(acknowledged) > KILLS, "the clients hardly came to anything"
    _check_records(instance, acknowledged, sent)
    _check_warehouse(instance)


def _wait_until_settled(instance: Instance) -> None:
    ends_at = time.monotonic() + 60
    while time.monotonic() < ends_at:
        (waiting,) = _rows(instance, "SELECT count(*) FROM responses_inboxentry WHERE settled_at IS NULL")[0]
        if not waiting:
            return
        time.sleep(0.1)
    raise AssertionError(f"{waiting} rows are still in the inbox: {instance.log[-2000:]}")


def _check_records(instance: Instance, acknowledged: dict[str, str], sent: set[str]) -> None:
    stored = _rows(instance, "SELECT idempotency_key, uid FROM responses_response")
    assert len(stored) == len(dict(stored)), "a key was stored twice"
    lost = acknowledged.keys() - dict(stored).keys()
    assert not lost, f"acknowledged and lost: {sorted(lost)[:10]}"
    assert acknowledged.items() <= dict(stored).items(), "stored under another id than acknowledged"
    assert dict(stored).keys() <= sent, "stored and never sent"
    per_response = _rows(instance, "SELECT count(*) FROM responses_answer GROUP BY response_id")
    assert per_response == [(1,)] * len(stored)
    assert _rows(instance, "SELECT count(*) FROM responses_refusal") == [(0,)]
    assert _rows(instance, "PRAGMA integrity_check") == [("ok",)]


def _check_warehouse(instance: Instance) -> None:
    scores = [score for (score,) in _rows(instance, "SELECT score FROM responses_answer")]
    told = json.loads(instance.heedful("score", "nps", "--survey", "Stay", "--json"))
    assert told["n"] == len(scores)
    nps = 100 * (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)) / len(scores)
    assert told["value"] == pytest.approx(nps)


def _rows(instance: Instance, statement: str) -> list[tuple]:
    with sqlite3.connect(instance.home / "heedful.sqlite3", timeout=20) as store:
        found = store.execute(statement).fetchall()
    store.close()
    return found
