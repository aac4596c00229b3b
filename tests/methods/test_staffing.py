"""Queues."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.methods import staffing
from heedful.methods.errors import ArgumentError

HALF_HOUR = {"interval_seconds": 1800, "aht_seconds": 180}


def test_published_centre():
    q = staffing.erlang_c(
        arrivals_per_interval=100, target_service_level=0.8, answer_within_seconds=20, **HALF_HOUR
    )
    assert (q.agents, q.load_erlangs) == (14, 10)
    assert q.wait_probability == pytest.approx(0.174131933595)
    assert q.service_level == pytest.approx(0.888350019179)
    assert q.asa_seconds == pytest.approx(7.8, abs=0.05)
    fewer = staffing.erlang_c(arrivals_per_interval=100, agents=13, answer_within_seconds=20, **HALF_HOUR)
    assert fewer.service_level < 0.8


def test_erlang_b_as_tabled():
    assert staffing.erlang_b(10, 10) == pytest.approx(0.2146, abs=5e-5)
    assert staffing.erlang_b(5, 0) == 1
    assert staffing.erlang_b(0, 3) == 0


def test_a_queue_that_only_grows():
    q = staffing.erlang_c(arrivals_per_interval=100, agents=10, answer_within_seconds=20, **HALF_HOUR)
    assert (q.wait_probability, q.service_level, q.asa_seconds, q.occupancy) == (1, 0, None, 1)
    assert staffing.erlang_c(arrivals_per_interval=100, agents=9, **HALF_HOUR).service_level is None


def test_nobody_calls():
    q = staffing.erlang_c(
        arrivals_per_interval=0, target_service_level=0.9, answer_within_seconds=0, **HALF_HOUR
    )
    assert (q.agents, q.wait_probability, q.service_level, q.asa_seconds) == (1, 0, 1, 0)


@given(load=st.floats(0.1, 200), extra=st.integers(1, 30))
def test_one_agent_more_never_makes_it_worse(load, extra):
    few, many = (
        staffing.erlang_c(
            arrivals_per_interval=load, interval_seconds=60, aht_seconds=60, agents=int(load) + k,
            answer_within_seconds=10,
        )
        for k in (extra, extra + 1)
    )  # fmt: skip
    assert many.wait_probability <= few.wait_probability
    assert many.service_level >= few.service_level
    assert 0 <= few.wait_probability <= 1


@pytest.mark.parametrize(
    "arguments",
    [
        {"arrivals_per_interval": -1, "agents": 3},
        {"arrivals_per_interval": 1},
        {"arrivals_per_interval": 1, "target_service_level": 0.8},
        {"arrivals_per_interval": 1, "target_service_level": 1, "answer_within_seconds": 20},
        {"arrivals_per_interval": 1, "agents": 2.5},
        {"arrivals_per_interval": 1, "agents": 2, "answer_within_seconds": -1},
    ],
)
def test_staffing_refuses(arguments):
    with pytest.raises(ArgumentError):
        staffing.erlang_c(**HALF_HOUR, **arguments)


def test_lines_are_whole():
    with pytest.raises(ArgumentError, match="lines"):
        staffing.erlang_b(1, 1.5)
