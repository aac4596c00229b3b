"""What is scheduled runs once in its time, whoever is first."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from heedful.platform.core import schedule
from heedful.platform.core.models import Beat
from heedful.platform.core.schedule import every, run_scheduled

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


def test_a_period_is_longer_than_nothing():
    with pytest.raises(ValueError, match="longer than nothing"):
        every()
