"""Some seconds long; renewed by one of those who ask, before it is over."""

from __future__ import annotations

import pytest

from heedful.platform.core import brief_memory
from heedful.platform.core.brief_memory import REMEMBERED_SECONDS, RENEWING_SECONDS, BriefMemory


class Clock:
    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(brief_memory, "time", made)
    return made


class Store:
    """What is there, and how often it was looked at."""

    def __init__(self):
        self.values = {"a": 1}
        self.looks = 0

    def look(self, key):
        self.looks += 1
        return self.values.get(key)


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def memory(clock, store):
    made = BriefMemory(store.look)
    assert made.find("a") == 1
    return made


def test_what_was_found_is_known_for_some_seconds(memory, clock, store):
    store.values["a"] = 2
    clock.now += REMEMBERED_SECONDS - RENEWING_SECONDS - 0.01
    assert memory.find("a") == 1
    assert store.looks == 1
    assert memory.find("a", anew=True) == memory.find("a") == 2
    assert store.looks == 2


def test_nothing_is_known_longer_though_nobody_renewed_it(memory, clock, store):
    clock.now += REMEMBERED_SECONDS
    store.values["a"] = 2
    assert memory.find("a") == 2


def test_before_the_end_one_who_asks_looks_again(memory, clock, store):
    for _ in range(10):
        clock.now += REMEMBERED_SECONDS - RENEWING_SECONDS
        assert [memory.find("a") for _ in range(4)] == [1] * 4
    assert store.looks == 11


def test_the_others_go_on_with_what_is_known_until_it_is_over(clock):
    heard = []

    def look(_key):
        if clock.now > 100.0:
            heard.append(memory.find("a"))  # another one asks meanwhile
        return len(heard)

    memory = BriefMemory(look)
    assert memory.find("a") == 0
    clock.now += REMEMBERED_SECONDS - RENEWING_SECONDS
    assert memory.find("a") == 1
    assert heard == [0]


def test_when_one_cannot_look_the_next_one_does(memory, clock, store, monkeypatch):
    clock.now += REMEMBERED_SECONDS - RENEWING_SECONDS
    monkeypatch.setattr(memory, "_look", lambda _: 1 / 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            memory.find("a")
    monkeypatch.setattr(memory, "_look", store.look)
    assert memory.find("a") == 1
    assert store.looks == 2


def test_what_is_not_there_is_not_remembered(memory, store, clock):
    assert memory.find("b") is None
    store.values = {"b": 2}
    assert memory.find("b") == 2
    clock.now += REMEMBERED_SECONDS - RENEWING_SECONDS
    assert memory.find("a") is None  # it is gone, which is noticed before the end


def test_it_can_be_told_to_forget(memory, store):
    memory.clear()
    memory.find("a")
    assert store.looks == 2


def test_it_does_not_grow_without_end(store, clock, monkeypatch):
    monkeypatch.setattr(brief_memory, "MAX_REMEMBERED", 3)
    store.values = {number: number for number in range(10)}
    memory = BriefMemory(store.look)
    assert [memory.find(number) for number in range(10)] == list(range(10))
    assert len(memory._kept) <= 3
