"""What came of a run, counted. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from heedful.listen.fieldwork.sampling import StratumHistory
from heedful.listen.fieldwork.sampling.adaptive import PRIOR_VARIANCE
from heedful.listen.fieldwork.simulator.gates import OPEN
from heedful.listen.fieldwork.simulator.people import People, moment
from heedful.listen.fieldwork.simulator.run import HOUR, Course
from heedful.listen.fieldwork.simulator.scenario import NO_OCCASION
from heedful.listen.fieldwork.simulator.streams import Habit, Stream
from heedful.listen.fieldwork.types import Gate
from heedful.methods.quantiles import two_sided_z

LEVEL = 0.95
_SHOWN_TOMORROW = 200
_TRIES = 4_000
_GATES = tuple(Gate)


@dataclass(frozen=True, slots=True)
class Range:
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StreamOutlook:
    """What one plan would do: asks, the answers to be expected, and what kept people unasked how often."""

    key: str
    name: str
    survey_uid: str
    survey_name: str
    channel: str
    asks: int
    answers: Range
    rate: float
    known_asks: int  # of its own history
    is_certain: bool
    closed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SegmentOutlook:
    label: str
    people: int
    asks: int
    answers: float
    margin: float | None  # half width of the interval of an NPS, points


@dataclass(frozen=True, slots=True)
class AskedTomorrow:
    row: int
    stream: str
    hour: int


@dataclass(frozen=True, slots=True)
class Outlook:
    name: str
    people: int
    decisions: int
    asks: int
    answers: Range
    by_day: tuple[tuple[date, str, int], ...]  # day, channel, asks
    streams: tuple[StreamOutlook, ...]
    load: Mapping[int, int]  # asks per person: people
    never: Mapping[str, int]  # why never reached: people
    segments: tuple[SegmentOutlook, ...]
    tomorrow: tuple[AskedTomorrow, ...]
    tomorrow_asks: int

    @property
    def reached(self) -> int:
        return self.people - self.load.get(0, 0)

    @property
    def most(self) -> int:
        return max((asks for asks, people in self.load.items() if people), default=0)


def outlook(
    course: Course,
    people: People,
    streams: Sequence[Stream],
    *,
    name: str,
    start: int,
    zone: tzinfo,
    segment: Sequence[str],
    spreads: Mapping[str, StratumHistory],
    seed: int = 1,
) -> Outlook:
    """Count a run; ``spreads`` are what the segments' answers looked like so far."""
    asked = course.asked
    per_person = np.bincount(asked.row, minlength=len(people))
    of_stream = np.bincount(asked.stream, minlength=len(streams))
    return Outlook(
        name=name,
        people=len(people),
        decisions=course.decisions,
        asks=len(asked),
        answers=expected_answers([(int(n), s.habit) for n, s in zip(of_stream, streams, strict=True)], seed),
        by_day=_by_day(course, streams, start, zone),
        streams=tuple(
            _of_stream(place, stream, int(of_stream[place]), course, seed)
            for place, stream in enumerate(streams)
        ),
        load=dict(sorted(Counter(per_person.tolist()).items())),
        never=_never(course, per_person),
        segments=_segments(course, streams, segment, spreads),
        tomorrow=_tomorrow(course, streams),
        tomorrow_asks=int((asked.hour < 24).sum()),
    )


def expected_answers(asks: Sequence[tuple[int, Habit]], seed: int = 1) -> Range:
    """Answers to be expected of asks, with what is not known of the rate and what chance does."""
    rng = np.random.default_rng(seed)
    total = np.zeros(_TRIES)
    for n, habit in asks:
        total += rng.binomial(n, rng.beta(*habit.beta, _TRIES))
    low, high = np.quantile(total, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Range(sum(n * habit.rate for n, habit in asks), float(low), float(high))


def _by_day(
    course: Course, streams: Sequence[Stream], start: int, zone: tzinfo
) -> tuple[tuple[date, str, int], ...]:
    counted: Counter[tuple[date, str]] = Counter()
    hours = course.asked.hour
    for place, stream in enumerate(streams):
        found, n = np.unique(hours[course.asked.stream == place], return_counts=True)
        for hour, asks in zip(found, n, strict=True):
            day = moment(start + int(hour) * HOUR).astimezone(zone).date()
            counted[day, stream.channel] += int(asks)
    return tuple((day, channel, n) for (day, channel), n in sorted(counted.items()))


def _of_stream(place: int, stream: Stream, asks: int, course: Course, seed: int) -> StreamOutlook:
    closed = {str(gate): int(n) for gate, n in zip(_GATES, course.closed[place], strict=True) if n}
    return StreamOutlook(
        key=stream.key,
        name=stream.name,
        survey_uid=stream.survey.uid,
        survey_name=stream.survey_name,
        channel=stream.channel,
        asks=asks,
        answers=expected_answers([(asks, stream.habit)], seed),
        rate=stream.habit.rate,
        known_asks=stream.habit.asks,
        is_certain=stream.is_certain,
        closed=closed,
    )


def _never(course: Course, per_person: NDArray[np.intp]) -> dict[str, int]:
    gates = course.last_gate[per_person == 0]
    counted = Counter(gates.tolist())
    named = {NO_OCCASION if gate == OPEN else str(_GATES[gate]): n for gate, n in counted.items()}
    return dict(sorted(named.items(), key=lambda item: -item[1]))


def _segments(
    course: Course, streams: Sequence[Stream], segment: Sequence[str], spreads: Mapping[str, StratumHistory]
) -> tuple[SegmentOutlook, ...]:
    if not any(segment):
        return ()
    labels = sorted(set(segment))
    place = {label: number for number, label in enumerate(labels)}
    codes = np.array([place[label] for label in segment], np.intp)
    people = np.bincount(codes, minlength=len(labels))
    rates = np.array([stream.habit.rate for stream in streams])
    where = codes[course.asked.row]
    asks = np.bincount(where, minlength=len(labels))
    answers = np.bincount(where, rates[course.asked.stream], minlength=len(labels))
    return tuple(
        SegmentOutlook(
            label=label,
            people=int(people[number]),
            asks=int(asks[number]),
            answers=float(answers[number]),
            margin=margin(float(answers[number]), spreads.get(label, StratumHistory())),
        )
        for label, number in place.items()
    )


def margin(answers: float, known: StratumHistory, elsewhere: float = PRIOR_VARIANCE) -> float | None:
    """Half width of the interval that so many answers would bring, in points; None below two answers."""
    if answers < 2:
        return None
    return min(100 * two_sided_z(LEVEL) * sqrt(known.usual_variance(elsewhere) / answers), 100.0)


def _tomorrow(course: Course, streams: Sequence[Stream]) -> tuple[AskedTomorrow, ...]:
    asked, certain = course.asked, [stream.is_certain for stream in streams]
    found = np.flatnonzero((asked.hour < 24) & np.array([*certain, False])[asked.stream])
    return tuple(
        AskedTomorrow(int(asked.row[at]), streams[int(asked.stream[at])].key, int(asked.hour[at]))
        for at in found[:_SHOWN_TOMORROW]
    )
