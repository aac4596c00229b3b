"""People as columns, an array a fact: a gate looks at all of them at once. Times are microseconds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heedful.listen.fieldwork.rules import counts
from heedful.listen.fieldwork.types import Candidate, Disposition, PastAsk

type Times = NDArray[np.int64]
type Mask = NDArray[np.bool_]
type Rows = NDArray[np.intp]

NEVER = np.iinfo(np.int64).min // 4  # long before any clock
LASTING = np.iinfo(np.int64).max // 4  # waiting does not open it
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
DAY = 86_400_000_000

_ANSWERED = frozenset({Disposition.ANSWERED, Disposition.PARTIAL})
_DECLINED = frozenset({Disposition.DECLINED, Disposition.OPTED_OUT})


def ticks(moment: datetime) -> int:
    return (moment - _EPOCH) // _TICK


def moment(at: int) -> datetime:
    return _EPOCH + int(at) * _TICK


@dataclass(slots=True)
class Clocks:
    """When each person last had to do with what; rows that were never asked hold ``NEVER``."""

    n: int
    anything: Times
    held: Times  # the newest ask that is just being shown
    by_channel: dict[str, Times] = field(default_factory=dict)
    answered: dict[int, Times] = field(default_factory=dict)  # by survey
    declined: dict[int, Times] = field(default_factory=dict)
    silent: dict[int, Times] = field(default_factory=dict)  # asked, without an answer or a decline

    @classmethod
    def stopped(cls, n: int) -> Clocks:
        return cls(n, np.full(n, NEVER), np.full(n, NEVER))

    def of(self, clocks: dict[int, Times], survey_id: int) -> Times:
        if survey_id not in clocks:
            clocks[survey_id] = np.full(self.n, NEVER)
        return clocks[survey_id]

    def of_channel(self, channel: str) -> Times:
        if channel not in self.by_channel:
            self.by_channel[channel] = np.full(self.n, NEVER)
        return self.by_channel[channel]

    def copy(self) -> Clocks:
        return Clocks(
            self.n,
            self.anything.copy(),
            self.held.copy(),
            {channel: times.copy() for channel, times in self.by_channel.items()},
            {survey: times.copy() for survey, times in self.answered.items()},
            {survey: times.copy() for survey, times in self.declined.items()},
            {survey: times.copy() for survey, times in self.silent.items()},
        )

    def note(self, row: int, past: PastAsk) -> None:
        """Wind the clocks of one person by one ask of their ledger."""
        asked_at = ticks(past.asked_at)
        if past.disposition == Disposition.ELIGIBLE:
            self.held[row] = max(self.held[row], asked_at)
        if not counts(past):
            return
        last_at = ticks(past.last_at)
        self.anything[row] = max(self.anything[row], last_at)
        channel, survey = self.of_channel(past.channel), self.of(self._clock(past), past.survey_id)
        channel[row] = max(channel[row], asked_at)
        survey[row] = max(survey[row], last_at)

    def _clock(self, past: PastAsk) -> dict[int, Times]:
        if past.disposition in _ANSWERED:
            return self.answered
        return self.declined if past.disposition in _DECLINED else self.silent


@dataclass(slots=True)
class Waiting:
    """Asks that wait for their time, as rows of a table of their own."""

    row: Rows
    survey_id: NDArray[np.int64]
    priority: NDArray[np.int64]
    due_at: Times

    @classmethod
    def none(cls) -> Waiting:
        empty = np.zeros(0, np.int64)
        return cls(np.zeros(0, np.intp), empty, empty, empty)


@dataclass(slots=True)
class People:
    """Everything the gates ask of a person, in columns of the same order as ``keys``."""

    keys: Sequence[str]
    is_known: Mask
    created_at: Times
    has_age: Mask
    is_gone: Mask
    is_forbidden: Mask
    zone: Rows
    zones: tuple[tzinfo, ...]
    country: Rows
    countries: tuple[str, ...]
    addresses: dict[str, Mask]
    consents: dict[str, Mask]
    withdrawn: dict[str, Mask]
    opted_out: dict[tuple[str, str], Mask]
    clocks: Clocks
    waiting: Waiting

    def __len__(self) -> int:
        return len(self.keys)

    def has(self, facts: dict[str, Mask], name: str) -> Mask:
        return facts.get(name, np.zeros(len(self), np.bool_))


def people_of(candidates: Iterable[Candidate]) -> People:
    """Turn candidates into columns."""
    found = list(candidates)
    n = len(found)
    zones, zone = _coded(found, lambda one: one.zone)
    countries, country = _coded(found, lambda one: one.country)
    clocks = Clocks.stopped(n)
    for row, one in enumerate(found):
        for past in one.past:
            clocks.note(row, past)
    return People(
        keys=[one.key for one in found],
        is_known=_mask(one.is_known for one in found),
        created_at=np.fromiter(
            (ticks(one.created_at) if one.created_at else NEVER for one in found), np.int64, n
        ),
        has_age=_mask(one.created_at is not None for one in found),
        is_gone=_mask(one.is_gone for one in found),
        is_forbidden=_mask(bool(one.forbidden) for one in found),
        zone=zone,
        zones=zones,
        country=country,
        countries=countries,
        addresses=_sets(found, lambda one: one.addresses),
        consents=_sets(found, lambda one: one.consents),
        withdrawn=_sets(found, lambda one: one.withdrawn),
        opted_out=_sets(found, lambda one: one.opted_out),
        clocks=clocks,
        waiting=_waiting(found),
    )


def joined(parts: Sequence[People]) -> People:
    """Put columns of several readings beneath each other."""
    if len(parts) == 1:
        return parts[0]
    sizes = [len(part) for part in parts]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    zones, zone = _recoded([(part.zones, part.zone) for part in parts])
    countries, country = _recoded([(part.countries, part.country) for part in parts])

    def stacked(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(part, name) for part in parts])

    def sets[K](name: str) -> dict[K, Mask]:
        found: list[dict[K, Mask]] = [getattr(part, name) for part in parts]
        return _stacked(found, sizes, fill=False, kind=np.bool_)

    return People(
        keys=[key for part in parts for key in part.keys],
        is_known=stacked("is_known"),
        created_at=stacked("created_at"),
        has_age=stacked("has_age"),
        is_gone=stacked("is_gone"),
        is_forbidden=stacked("is_forbidden"),
        zone=zone,
        zones=zones,
        country=country,
        countries=countries,
        addresses=sets("addresses"),
        consents=sets("consents"),
        withdrawn=sets("withdrawn"),
        opted_out=sets("opted_out"),
        clocks=_joined_clocks([part.clocks for part in parts]),
        waiting=_joined_waiting([part.waiting for part in parts], starts),
    )


def _recoded[V: Hashable](parts: Sequence[tuple[tuple[V, ...], Rows]]) -> tuple[tuple[V, ...], Rows]:
    places: dict[V, int] = {}
    columns = []
    for names, codes in parts:
        new = np.array([places.setdefault(name, len(places)) for name in names], np.intp)
        columns.append(new[codes] if len(names) else codes)
    return tuple(places), np.concatenate(columns)


def _stacked[K, D: np.generic](
    found: Sequence[dict[K, NDArray[D]]], sizes: Sequence[int], *, fill: Any, kind: type[D]
) -> dict[K, NDArray[D]]:
    names = dict.fromkeys(name for part in found for name in part)
    return {
        name: np.concatenate(
            [part.get(name, np.full(size, fill, kind)) for part, size in zip(found, sizes, strict=True)]
        )
        for name in names
    }


def _joined_clocks(parts: Sequence[Clocks]) -> Clocks:
    sizes = [part.n for part in parts]

    def times[K](found: Sequence[dict[K, Times]]) -> dict[K, Times]:
        return _stacked(found, sizes, fill=NEVER, kind=np.int64)

    return Clocks(
        sum(sizes),
        np.concatenate([part.anything for part in parts]),
        np.concatenate([part.held for part in parts]),
        times([part.by_channel for part in parts]),
        times([part.answered for part in parts]),
        times([part.declined for part in parts]),
        times([part.silent for part in parts]),
    )


def _joined_waiting(parts: Sequence[Waiting], starts: NDArray[np.int64]) -> Waiting:
    return Waiting(
        np.concatenate([part.row + start for part, start in zip(parts, starts, strict=False)]),
        np.concatenate([part.survey_id for part in parts]),
        np.concatenate([part.priority for part in parts]),
        np.concatenate([part.due_at for part in parts]),
    )


def _mask(values: Iterable[bool]) -> Mask:
    return np.array(list(values), np.bool_)


def _coded[V: Hashable](found: list[Candidate], fact: Callable[[Candidate], V]) -> tuple[tuple[V, ...], Rows]:
    places: dict[V, int] = {}
    codes = np.array([places.setdefault(fact(one), len(places)) for one in found], np.intp)
    return tuple(places), codes


def _sets[V: Hashable](found: list[Candidate], facts: Callable[[Candidate], frozenset[V]]) -> dict[V, Mask]:
    masks: dict[V, Mask] = {}
    for row, one in enumerate(found):
        for name in facts(one):
            if name not in masks:
                masks[name] = np.zeros(len(found), np.bool_)
            masks[name][row] = True
    return masks


def _waiting(found: list[Candidate]) -> Waiting:
    rows = [(row, one) for row, candidate in enumerate(found) for one in candidate.pending]
    return Waiting(
        np.array([row for row, _ in rows], np.intp),
        np.array([one.survey_id for _, one in rows], np.int64),
        np.array([one.priority for _, one in rows], np.int64),
        np.array([ticks(one.due_at) for _, one in rows], np.int64),
    )
