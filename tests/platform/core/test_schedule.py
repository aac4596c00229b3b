"""What is scheduled runs once in its time, whoever is first."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heedful.platform.core import schedule
from heedful.platform.core.models import Beat
from heedful.platform.core.schedule import every, release, run_scheduled

pytestmark = pytest.mark.django_db
START = timezone.now()


@pytest.fixture
def ran(monkeypatch):
    monkeypatch.setattr(schedule, "_entries", {})
    ran = []

    @every(minutes=10)
    def sweep():
        ran.append("sweep")

    return ran


def at(minutes):
    return run_scheduled(now=START + timedelta(minutes=minutes))


def test_it_runs_at_first_and_then_when_its_time_has_come(ran):
    assert [at(0), at(5), at(9.9), at(10), at(11), at(25)] == [1, 0, 0, 1, 0, 1]
    assert len(ran) == 3


def test_of_two_workers_that_see_it_due_one_runs_it(ran):
    at(0)
    [entry] = schedule.entries()
    seen = Beat.objects.get().at
    later = START + timedelta(minutes=20)
    assert schedule._claim(entry, seen, later)
    assert not schedule._claim(entry, seen, later)


def test_of_two_workers_at_the_very_first_run_one_runs_it(ran):
    [entry] = schedule.entries()
    assert schedule._claim(entry, None, START)
    assert not schedule._claim(entry, None, START)


def test_one_that_fails_is_told_and_comes_again_and_stops_nobody(ran, caplog):
    caplog.set_level(logging.CRITICAL)

    @every(minutes=10)
    def broken():
        raise ValueError("no such luck")

    assert at(0) == 2
    assert at(10) == 2
    assert ran == ["sweep", "sweep"]
    assert Beat.objects.get(name__endswith="broken").detail == {"error": "ValueError: no such luck"}
    assert Beat.objects.get(name__endswith="sweep").detail == {}


@pytest.fixture
def quick(ran):
    quick = []

    @every(seconds=2)
    def look():
        quick.append("look")

    return quick


def at_second(second, holds):
    return run_scheduled(now=START + timedelta(seconds=second), holds=holds)


def writes(queries):
    return [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE"))]


def test_one_that_comes_often_is_claimed_once_for_half_a_minute(quick):
    holds = {}
    with CaptureQueriesContext(connection) as captured:
        for second in range(0, 30, 2):
            at_second(second, holds)
    assert len(quick) == 15
    assert len(writes(captured)) == 2  # the first of both: this one's, and the sweep's
    with CaptureQueriesContext(connection) as captured:
        assert [at_second(30, holds), at_second(31, holds), at_second(32, holds)] == [1, 0, 1]
    assert len(writes(captured)) == 1


def test_while_one_worker_holds_it_no_other_runs_it(quick):
    one, other = {}, {}
    assert [at_second(0, one), at_second(10, other), at_second(29, other)] == [2, 0, 0]
    assert [at_second(30, other), at_second(30, one), at_second(32, one), at_second(32, other)] == [
        1,
        0,
        0,
        1,
    ]


def test_what_a_worker_lets_go_another_takes_up_at_once(quick):
    one, other = {}, {}
    at_second(0, one)
    release(one)
    assert one == {}
    assert [at_second(1, other), at_second(3, other)] == [1, 1]


def test_letting_go_of_what_another_took_meanwhile_takes_nothing_from_it(quick):
    one, other = {}, {}
    at_second(0, one)
    at_second(40, other)
    release(one)
    assert [at_second(41, {}), at_second(42, other)] == [0, 1]


def test_an_outcome_is_written_when_it_changes(quick, caplog):
    caplog.set_level(logging.CRITICAL)
    failing = [False]

    @every(seconds=2)
    def shaky():
        if failing[0]:
            raise ValueError("no such luck")

    def told():
        return Beat.objects.get(name__endswith="shaky").detail

    holds = {}
    at_second(0, holds)
    assert told() == {}
    failing[0] = True
    with CaptureQueriesContext(connection) as captured:
        for second in (2, 4, 6):
            at_second(second, holds)
    assert told() == {"error": "ValueError: no such luck"}
    assert len(writes(captured)) == 1
    failing[0] = False
    at_second(8, holds)
    assert told() == {}


def test_a_period_is_longer_than_nothing():
    with pytest.raises(ValueError, match="longer than nothing"):
        every()
