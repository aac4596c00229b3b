"""When would a plan ask whom? Occasions of the run, by what sets the plan off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from heedful.listen.fieldwork.rules.fielding import Fielding
from heedful.listen.fieldwork.rules.schedule import next_due
from heedful.listen.fieldwork.sampling import lot
from heedful.listen.fieldwork.simulator.people import Mask, Rows
from heedful.listen.fieldwork.types import PlanFacts, TriggerKind

WEEK = 168  # hours
UNKNOWN_DAY = -1

type Hours = NDArray[np.int64]
type Draw = Callable[[str], Mask]  # by round of lots: whom the plan draws, of everybody


@dataclass(frozen=True, slots=True)
class Occasions:
    """Hours from the start, whom, and whether the plan draws them (None: the contact rules draw)."""

    hours: Hours
    rows: Rows
    drawn: Mask | None = None


@dataclass(slots=True)
class Crowd:
    """What a plan looks at beside the gates, in the order of the people."""

    keys: Sequence[str]
    fits: Mask
    days: NDArray[np.int64] | None = None  # ordinal of the date a cohort counts from


@dataclass(frozen=True, slots=True)
class PastOccasions:
    """What set a plan off in the last whole weeks: hours before the run (from 1), and whom it was about."""

    hours_ago: Hours = field(default_factory=lambda: np.zeros(0, np.int64))
    rows: Rows = field(default_factory=lambda: np.zeros(0, np.intp))
    weeks: int = 0


def occasions_of(
    plan: PlanFacts,
    crowd: Crowd,
    *,
    start: datetime,
    hours: int,
    zone: tzinfo,
    past: PastOccasions,
    draw: Draw | None,
    rng: np.random.Generator,
) -> Occasions:
    """Return every occasion within the run."""
    kind = plan.definition.trigger.kind
    if kind in {TriggerKind.EVENT, TriggerKind.ALWAYS}:
        at, rows = _delayed(*_again(past, hours, rng), plan, crowd)
        return Occasions(at, rows, draw("")[rows] if draw else None)
    found = [
        (*_turns(plan, crowd, base, rows, start), draw(round_of(base))[rows] if draw else None)
        for base, rows in _bases(plan, crowd, start, hours, zone)
    ]
    drawn = [one[2] for one in found if one[2] is not None]
    return Occasions(
        np.concatenate([np.zeros(0, np.int64), *(one[0] for one in found)]),
        np.concatenate([np.zeros(0, np.intp), *(one[1] for one in found)]),
        np.concatenate([np.zeros(0, np.bool_), *drawn]) if draw else None,
    )


def round_of(base: datetime) -> str:
    """Name the round of lots of an occasion, as waves do."""
    return f"{base:%Y%m%d}"


def _bases(
    plan: PlanFacts, crowd: Crowd, start: datetime, hours: int, zone: tzinfo
) -> list[tuple[datetime, Rows]]:
    """Moments at which a clock sets the plan off, and for whom."""
    trigger, end = plan.definition.trigger, start + timedelta(hours=hours)
    everyone = np.flatnonzero(crowd.fits)
    if trigger.kind is TriggerKind.WAVE:
        base = plan.next_at or (trigger.wave_at if plan.started_at is None else None)
        if base is None and plan.started_at is None:
            base = start  # a draft, as if it were started now
        return [(max(base, start), everyone)] if base is not None and base < end else []
    found = []
    moment = next_due(trigger, start - timedelta(seconds=1), zone)
    while moment is not None and moment < end:
        rows = everyone
        if trigger.kind is TriggerKind.COHORT:
            rows = _of_day(crowd, moment.astimezone(zone).date() - timedelta(days=trigger.days_after))
        found.append((moment, rows))
        moment = next_due(trigger, moment, zone)
    return found


def _of_day(crowd: Crowd, day: date) -> Rows:
    if crowd.days is None:
        return np.zeros(0, np.intp)
    return np.flatnonzero(crowd.fits & (crowd.days == day.toordinal()))


def _turns(plan: PlanFacts, crowd: Crowd, base: datetime, rows: Rows, start: datetime) -> tuple[Hours, Rows]:
    """Give everybody their place in the delay and the spread of the plan."""
    definition = plan.definition
    if not definition.spread_days:
        first = _hour(base + timedelta(minutes=definition.delay_minutes), start)
        return np.full(len(rows), first), rows
    fielding = Fielding(plan, round=round_of(base))
    turns = [_hour(fielding.turn_of(crowd.keys[row], base), start) for row in rows]
    return np.array(turns, np.int64), rows


def _hour(moment: datetime, start: datetime) -> int:
    # The run looks on the full hour: what is due within it is asked at its end.
    return max(0, -((start - moment) // timedelta(hours=1)))


def _again(past: PastOccasions, hours: int, rng: np.random.Generator) -> tuple[Hours, Rows]:
    """Let whole weeks of the past come again, drawn by chance: the rhythm of the week and the people stay."""
    if not past.weeks or not len(past.rows):
        return np.zeros(0, np.int64), np.zeros(0, np.intp)
    week_of = (past.hours_ago - 1) // WEEK
    at, rows = [], []
    for number in range(-(-hours // WEEK)):
        chosen = week_of == rng.integers(past.weeks)
        within = WEEK - 1 - (past.hours_ago[chosen] - 1) % WEEK
        at.append(number * WEEK + within)
        rows.append(past.rows[chosen])
    hours_at, whom = np.concatenate(at), np.concatenate(rows)
    is_inside = hours_at < hours
    return hours_at[is_inside], whom[is_inside]


def _delayed(at: Hours, rows: Rows, plan: PlanFacts, crowd: Crowd) -> tuple[Hours, Rows]:
    definition = plan.definition
    inside = crowd.fits[rows]
    at, rows = at[inside], rows[inside]
    delay = -(-definition.delay_minutes // 60)
    if not definition.spread_days:
        return at + delay, rows
    places = np.array([lot(f"{plan.uid}:", "spread", crowd.keys[row]) for row in rows], np.float64)
    return at + delay + np.ceil(places * definition.spread_days * 24).astype(np.int64), rows
