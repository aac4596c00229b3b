"""The run itself, hour by hour. Pure: columns in, columns out; the same seed gives the same run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from heedful.listen.fieldwork.simulator.gates import OPEN, Decisions, Lots, Round, decide_many
from heedful.listen.fieldwork.simulator.occasions import Occasions
from heedful.listen.fieldwork.simulator.people import LASTING, Mask, People, Rows, moment
from heedful.listen.fieldwork.simulator.streams import Stream
from heedful.listen.fieldwork.types import Gate

HOUR = 3_600_000_000
SILENT, ANSWERED, DECLINED = 0, 1, 2
_GOLDEN = 0.6180339887498949  # successive asks of a person spread evenly over what could happen
_GATES = tuple(Gate)
_SAMPLE, _CAP = _GATES.index(Gate.SAMPLE), _GATES.index(Gate.DAILY_CAP)

type Progress = Callable[[int, int], None]
type Due = tuple[Rows, Mask | None]


@dataclass(slots=True)
class Asked:
    """Asks of the run, a row each in the order of time."""

    hour: NDArray[np.int64]
    row: Rows
    stream: NDArray[np.intp]
    outcome: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.hour)


@dataclass(slots=True)
class Course:
    """What came of a run."""

    asked: Asked
    decisions: int
    closed: NDArray[np.int64]  # by stream and gate: how often that gate had the last word
    last_gate: NDArray[np.int8]  # by person: the gate of the last refusal; OPEN: nobody thought of them


@dataclass(slots=True)
class Tally:
    """How many were asked on the day at hand: what daily limits count."""

    zone: tzinfo = UTC
    day: date | None = None
    n: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def turn(self, now: int) -> None:
        today = moment(now).astimezone(self.zone).date()
        if today != self.day:
            self.day, self.n = today, defaultdict(int)

    def room(self, stream: Stream) -> int | None:
        """Return how many more of a stream may be asked today; None: as many as there are."""
        rules = stream.rules
        caps = (
            ("", rules.daily_cap),
            (f"channel:{stream.channel}", rules.channel_caps.get(stream.channel)),
            (f"survey:{stream.survey.id}", rules.survey_cap),
        )
        left = [max(cap - self.n[scope], 0) for scope, cap in caps if cap is not None]
        return min(left) if left else None

    def count(self, stream: Stream, n: int) -> None:
        for scope in ("", f"channel:{stream.channel}", f"survey:{stream.survey.id}"):
            self.n[scope] += n


def run(
    people: People,
    streams: Sequence[Stream],
    *,
    start: int,
    hours: int,
    seed: str,
    tally: Tally | None = None,
    progress: Progress | None = None,
) -> Course:
    """Let the hours pass; ``people`` keep their clocks, a copy is wound."""
    run_ = _Run(people, streams, start, hours, seed, tally or Tally())
    for hour in range(hours):
        run_.pass_hour(hour)
        if progress is not None and hour % 24 == 0:
            progress(hour, hours)
    return run_.course()


class _Run:
    def __init__(
        self, people: People, streams: Sequence[Stream], start: int, hours: int, seed: str, tally: Tally
    ) -> None:
        self.people, self.streams, self.start, self.hours, self.tally = people, streams, start, hours, tally
        self.kept, people.clocks = people.clocks, people.clocks.copy()
        self.lots = Lots(people)
        self.luck = [_luck(seed, stream.key, len(people)) for stream in streams]
        # What matters more goes first within an hour, as in the ledger.
        self.turns = sorted(range(len(streams)), key=lambda place: (-streams[place].survey.priority, place))
        self.due: list[dict[int, list[Due]]] = [defaultdict(list) for _ in streams]
        for place, stream in enumerate(streams):
            self.plan(place, stream.occasions)
        self.asked: list[tuple[int, Rows, int, NDArray[np.int8]]] = []
        self.decisions = 0
        self.closed = np.zeros((len(streams), len(_GATES)), np.int64)
        self.last_gate = np.full(len(people), OPEN, np.int8)

    def plan(self, place: int, given: Occasions) -> None:
        """Put occasions into the hours they are due in."""
        order = np.flatnonzero(given.hours < self.hours)
        order = order[np.argsort(given.hours[order], kind="stable")]
        edges = np.flatnonzero(np.diff(given.hours[order])) + 1
        for some in np.split(order, edges) if len(order) else ():
            drawn = None if given.drawn is None else given.drawn[some]
            self.due[place][int(given.hours[some[0]])].append((given.rows[some], drawn))

    def pass_hour(self, hour: int) -> None:
        now = self.start + hour * HOUR
        self.tally.turn(now)
        for place in self.turns:
            found = self.due[place].pop(hour, None)
            if found:
                rows = np.unique(np.concatenate([rows for rows, _drawn in found]))
                self.ask(place, hour, now, rows, self.drawn(found))

    def drawn(self, found: list[Due]) -> Mask | None:
        """Whom the plan draws at this hour, of everybody; None: it leaves that to the contact rules."""
        all_drawn = np.zeros(len(self.people), np.bool_)
        for rows, drawn in found:
            if drawn is None:
                return None
            all_drawn[rows] |= drawn
        return all_drawn

    def ask(self, place: int, hour: int, now: int, rows: Rows, drawn: Mask | None) -> None:
        stream = self.streams[place]
        decided = decide_many(self.round_of(stream, now, rows, drawn))
        self.decisions += len(rows)
        may = self.within_caps(stream, now, decided)
        if may.any():
            self.note_asks(place, hour, now, rows[may])
        refused = ~may
        gates = decided.gate[refused]
        self.closed[place] += np.bincount(gates, minlength=len(_GATES))
        self.last_gate[rows[refused]] = gates
        self.postpone(place, now, rows, decided, is_drawn=drawn is not None)

    def round_of(self, stream: Stream, now: int, rows: Rows, drawn: Mask | None) -> Round:
        n = self.tally.n
        return Round(
            self.people,
            rows,
            stream.rules,
            now,
            stream.channel,
            stream.survey,
            fits=stream.fits,
            is_drawn=drawn,
            asked_today=n[""],
            asked_today_by_channel=n[f"channel:{stream.channel}"],
            asked_today_on_survey=n[f"survey:{stream.survey.id}"],
            zone=self.tally.zone,
            countries=stream.countries,
            lots=self.lots,
        )

    def within_caps(self, stream: Stream, now: int, decided: Decisions) -> Mask:
        """Let as many through as the day still has room for; the others meet the cap."""
        may, room = decided.may_ask, self.tally.room(stream)
        if room is None or may.sum() <= room:
            return may
        beyond = np.flatnonzero(may)[room:]
        may[beyond] = False
        decided.gate[beyond] = _CAP
        decided.until[beyond] = _next_midnight(now, self.tally.zone)
        return may

    def note_asks(self, place: int, hour: int, now: int, rows: Rows) -> None:
        stream, clocks = self.streams[place], self.people.clocks
        outcome = self.outcomes(place, rows)
        self.tally.count(stream, len(rows))
        self.asked.append((hour, rows, place, outcome))
        clocks.anything[rows] = now
        clocks.of_channel(stream.channel)[rows] = now
        by_outcome = ((SILENT, clocks.silent), (ANSWERED, clocks.answered), (DECLINED, clocks.declined))
        for code, of_survey in by_outcome:
            clocks.of(of_survey, stream.survey.id)[rows[outcome == code]] = now

    def outcomes(self, place: int, rows: Rows) -> NDArray[np.int8]:
        """Draw what becomes of these asks, by habit; the same luck in every scenario that is compared."""
        habit, luck = self.streams[place].habit, self.luck[place]
        drawn = luck[rows]
        luck[rows] = (drawn + _GOLDEN) % 1.0
        declines = drawn < habit.rate + habit.decline_rate
        return np.where(drawn < habit.rate, ANSWERED, np.where(declines, DECLINED, SILENT)).astype(np.int8)

    def postpone(self, place: int, now: int, rows: Rows, decided: Decisions, *, is_drawn: bool) -> None:
        """What a little waiting opens is decided anew then, as in the ledger."""
        patience = self.streams[place].rules.patience_hours * HOUR
        waits = (decided.gate != OPEN) & (decided.gate != _SAMPLE) & (decided.until != LASTING)
        waits &= decided.until - now <= patience
        if not waits.any():
            return
        # The next full hour: what opens at 8:30 is sent at 9.
        hours = -(-(decided.until[waits] - self.start) // HOUR)
        hours = np.maximum(hours, (now - self.start) // HOUR + 1)
        # Who was not drawn does not wait; who waits was drawn.
        self.plan(place, Occasions(hours, rows[waits], np.ones(len(hours), np.bool_) if is_drawn else None))

    def course(self) -> Course:
        self.people.clocks = self.kept
        hours = [np.full(len(rows), hour, np.int64) for hour, rows, _, _ in self.asked]
        places = [np.full(len(rows), place, np.intp) for _, rows, place, _ in self.asked]
        asked = Asked(
            _joined(hours, np.int64),
            _joined([rows for _, rows, _, _ in self.asked], np.intp),
            _joined(places, np.intp),
            _joined([outcome for *_, outcome in self.asked], np.int8),
        )
        return Course(asked, self.decisions, self.closed, self.last_gate)


def _joined[D: np.generic](parts: list[NDArray[D]], kind: type[D]) -> NDArray[D]:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _luck(seed: str, key: str, n: int) -> NDArray[np.float64]:
    number = int.from_bytes(blake2b(f"{seed}\x1f{key}".encode(), digest_size=8).digest())
    return np.random.default_rng(number).random(n)


def _next_midnight(now: int, zone: tzinfo) -> int:
    from heedful.listen.fieldwork.rules.room import midnight
    from heedful.listen.fieldwork.simulator.people import ticks

    return ticks(midnight(moment(now), zone))
