"""How many people must answer the phone? Queues of patient callers, and lines without a queue."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, floor

from heedful.methods.arguments import check_count, check_level, check_positive
from heedful.methods.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of callers. ``asa_seconds`` is the mean wait of all callers, None when the queue only grows.

    ``service_level`` (share answered in time) is None when no time was given.
    """

    load_erlangs: float
    agents: int
    wait_probability: float
    service_level: float | None
    asa_seconds: float | None
    occupancy: float


def erlang_b(load_erlangs: float, lines: int) -> float:
    """Share of calls that find every line busy and are lost.

    Parameters
    ----------
    load_erlangs
        Arrivals per interval times mean call length over the interval, from 0 up.
    lines
        Whole number from 0 up.

    Returns
    -------
    float
        0..1.

    Raises
    ------
    ArgumentError
        A negative load or number of lines.

    Notes
    -----
    Erlang (1917); the recursion in the number of lines, which never overflows.

    Examples
    --------
    >>> round(erlang_b(10, 10), 4)
    0.2146
    """
    load = check_count(load_erlangs, "load_erlangs")
    if check_count(lines, "lines") != floor(lines):
        raise ArgumentError("lines", f"{lines!r} is not a whole number")
    blocking = 1.0
    for line in range(1, int(lines) + 1):
        blocking = load * blocking / (line + load * blocking)
    return blocking


def erlang_c(
    *,
    arrivals_per_interval: float,
    interval_seconds: float,
    aht_seconds: float,
    agents: int | None = None,
    target_service_level: float | None = None,
    answer_within_seconds: float | None = None,
) -> Queue:
    """Waiting in a queue of patient callers, or the agents that keep it short enough.

    Parameters
    ----------
    arrivals_per_interval
        Calls that arrive in an interval on average, from 0 up.
    interval_seconds, aht_seconds
        Length of the interval and mean handling time, above 0.
    agents
        People answering; or leave out and give
    target_service_level
        the share to be answered in time, 0..1 exclusive.
    answer_within_seconds
        The time, from 0 up.

    Returns
    -------
    Queue
        With agents no more than the load, callers wait for certain, none in time, without end.

    Raises
    ------
    ArgumentError
        Negative numbers, neither agents nor target, a target without a time.

    Notes
    -----
    Erlang (1917). Callers never hang up, arrivals are Poisson, handling times exponential: real centres
    with abandonment wait less.

    Examples
    --------
    >>> q = erlang_c(arrivals_per_interval=100, interval_seconds=1800, aht_seconds=180,
    ...              target_service_level=0.8, answer_within_seconds=20)
    >>> q.agents, round(q.service_level, 3), round(q.asa_seconds, 1)
    (14, 0.888, 7.8)
    """
    check_positive(interval_seconds, "interval_seconds")
    handling = check_positive(aht_seconds, "aht_seconds")
    load = check_count(arrivals_per_interval, "arrivals_per_interval") * handling / interval_seconds
    limit = answer_within_seconds
    if limit is not None:
        check_count(limit, "answer_within_seconds")
    if agents is not None:
        if check_count(agents, "agents") != floor(agents):
            raise ArgumentError("agents", f"{agents!r} is not a whole number")
        return _queue(load, int(agents), handling, limit)
    if target_service_level is None or limit is None:
        raise ArgumentError("agents", "give agents, or a target and the time to answer within")
    return _staffed(load, handling, check_level(target_service_level, "target_service_level"), limit)


def _staffed(load: float, handling: float, target: float, limit: float) -> Queue:
    agents = floor(load) + 1
    while True:
        queue = _queue(load, agents, handling, limit)
        assert queue.service_level is not None
        if queue.service_level >= target:
            return queue
        agents += 1


def _queue(load: float, agents: int, handling: float, limit: float | None) -> Queue:
    if agents <= load:
        return Queue(load, agents, 1.0, None if limit is None else 0.0, None, 1.0)
    blocking = erlang_b(load, agents)
    wait = blocking / (1 - load / agents * (1 - blocking))
    spare = agents - load
    level = None if limit is None else 1 - wait * exp(-spare * limit / handling)
    return Queue(load, agents, wait, level, wait * handling / spare, load / agents)
