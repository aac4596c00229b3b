"""The gates of ``fieldwork.rules`` for many people at once. The rules of one are the truth; see the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from heedful.listen.fieldwork.rules import DEFAULT_COUNTRIES, HELD_FOR, sample_round
from heedful.listen.fieldwork.rules.hours import next_opening
from heedful.listen.fieldwork.rules.room import midnight
from heedful.listen.fieldwork.sampling import lot
from heedful.listen.fieldwork.simulator.people import (
    DAY,
    LASTING,
    NEVER,
    Mask,
    People,
    Rows,
    Times,
    moment,
    ticks,
)
from heedful.listen.fieldwork.types import SENT_CHANNELS, AskedSurvey, ContactRules, CountryRule, Gate

_HELD = HELD_FOR // timedelta(microseconds=1)
OPEN = -1  # in place of a gate: nothing is closed


@dataclass(slots=True)
class Round:
    """What is decided at one moment: some people, one survey, one channel, and how things stand."""

    people: People
    rows: Rows
    rules: ContactRules
    now: int
    channel: str
    survey: AskedSurvey
    fits: Mask | None = None  # by person of ``people``; None: all
    is_full: Mask | None = None  # their cell has enough answers
    is_held_out: Mask | None = None
    is_drawn: Mask | None = None  # the plan has drawn already
    asked_today: int = 0
    asked_today_by_channel: int = 0
    asked_today_on_survey: int = 0
    zone: tzinfo = UTC
    countries: Mapping[tuple[str, str], CountryRule] = field(default_factory=lambda: DEFAULT_COUNTRIES)
    lots: Lots | None = None


@dataclass(slots=True)
class Lots:
    """The lots of everybody, drawn once a survey and round."""

    people: People
    drawn: dict[tuple[str, str], NDArray[np.float64]] = field(default_factory=dict)

    def of(self, seed: str, survey_uid: str) -> NDArray[np.float64]:
        key = (seed, survey_uid)
        if key not in self.drawn:
            lots = (lot(seed, survey_uid, person) for person in self.people.keys)
            self.drawn[key] = np.fromiter(lots, np.float64, len(self.people))
        return self.drawn[key]


@dataclass(frozen=True, slots=True)
class Decisions:
    """By row: the number of the gate that keeps them unasked (``OPEN``: none), and when that ends."""

    gate: NDArray[np.int8]
    until: Times

    @property
    def may_ask(self) -> Mask:
        is_open: Mask = self.gate == OPEN
        return is_open


type Found = tuple[Mask, Times | int]  # closed, and until when


def decide_many(at: Round) -> Decisions:
    """Decide for every row, as ``rules.decide`` would one by one."""
    n = len(at.rows)
    first = np.full(n, OPEN, np.int8)  # the first lasting one, else the first
    is_lasting = np.zeros(n, np.bool_)
    until = np.full(n, NEVER)
    for number, gate in enumerate(_GATES.values()):
        closed, opens = gate(at)
        if not closed.any():
            continue
        lasts = closed & (opens == LASTING)
        first[(closed & (first == OPEN)) | (lasts & ~is_lasting)] = number
        is_lasting |= lasts
        until = np.where(closed, np.maximum(until, opens), until)
    return Decisions(first, until)


def gate_of(number: int) -> Gate:
    return _ORDER[number]


def _here(at: Round, column: NDArray[np.bool_] | None, *, otherwise: bool) -> Mask:
    return np.full(len(at.rows), otherwise) if column is None else column[at.rows]


def _audience(at: Round) -> Found:
    fits = _here(at, at.fits, otherwise=at.survey.fits_audience)
    return at.people.is_gone[at.rows] | ~fits, LASTING


def _address(at: Round) -> Found:
    if at.channel not in SENT_CHANNELS:
        return np.zeros(len(at.rows), np.bool_), LASTING
    return ~at.people.has(at.people.addresses, at.channel)[at.rows], LASTING


def _do_not_contact(at: Round) -> Found:
    return at.people.is_forbidden[at.rows], LASTING


def _opted_out(at: Round) -> Found:
    closed = np.zeros(len(at.rows), np.bool_)
    for (channel, topic), is_out in at.people.opted_out.items():
        if channel in {"", at.channel} and topic in {"", at.survey.topic}:
            closed |= is_out[at.rows]
    return closed, LASTING


def _country(at: Round) -> Found:
    rules = (at.countries.get((country, at.channel)) if country else None for country in at.people.countries)
    needs = np.array([bool(rule and rule.needs_consent) for rule in rules], np.bool_)
    if not needs.any():
        return np.zeros(len(at.rows), np.bool_), LASTING
    consents = at.people.has(at.people.consents, at.channel)[at.rows]
    return needs[at.people.country[at.rows]] & ~consents, LASTING


def _consent(at: Round) -> Found:
    withdrawn = at.people.has(at.people.withdrawn, at.channel)[at.rows]
    if at.channel not in at.rules.needs_consent:
        return withdrawn, LASTING
    return withdrawn | ~at.people.has(at.people.consents, at.channel)[at.rows], LASTING


def _account_age(at: Round) -> Found:
    needed = at.rules.first_after_days
    if not needed:
        return np.zeros(len(at.rows), np.bool_), LASTING
    closed, until = _rest(at.people.created_at[at.rows], needed * DAY, at.now)
    return closed & at.people.has_age[at.rows], until


def _this_survey(at: Round) -> Found:
    clocks, survey = at.people.clocks, at.survey.id
    answered = clocks.of(clocks.answered, survey)[at.rows]
    silent = clocks.of(clocks.silent, survey)[at.rows]
    one = _rest(answered, at.rules.again_after_answer_days * DAY, at.now)
    other = _rest(silent, at.rules.again_after_silence_days * DAY, at.now)
    return one[0] | other[0], np.maximum(np.where(one[0], one[1], NEVER), np.where(other[0], other[1], NEVER))


def _any_survey(at: Round) -> Found:
    clocks = at.people.clocks
    closed, until = _rest(clocks.anything[at.rows], at.rules.any_survey_days * DAY, at.now)
    held, released = _rest(clocks.held[at.rows], _HELD, at.now)
    return closed | held, np.where(closed, until, released)


def _declined(at: Round) -> Found:
    clocks = at.people.clocks
    last = clocks.of(clocks.declined, at.survey.id)[at.rows]
    return _rest(last, at.rules.again_after_decline_days * DAY, at.now)


def _cooling(at: Round) -> Found:
    needed = at.rules.channel_days.get(at.channel, 0)
    if not needed:
        return np.zeros(len(at.rows), np.bool_), LASTING
    return _rest(at.people.clocks.of_channel(at.channel)[at.rows], needed * DAY, at.now)


def _sequence(at: Round) -> Found:
    after = at.survey.after
    if after is None:
        return np.zeros(len(at.rows), np.bool_), LASTING
    clocks = at.people.clocks
    last = clocks.of(clocks.answered, after.survey_id)[at.rows]
    if not after.needs_answer:
        for others in (clocks.silent, clocks.declined):
            last = np.maximum(last, clocks.of(others, after.survey_id)[at.rows])
    closed, until = _rest(last, after.days * DAY, at.now)
    missing = last == NEVER
    return closed | missing, np.where(missing, LASTING, until)


def _experiment(at: Round) -> Found:
    return _here(at, at.is_held_out, otherwise=False), LASTING


def _sample(at: Round) -> Found:
    if at.is_drawn is not None:
        return ~at.is_drawn[at.rows], LASTING
    if at.survey.is_drawn is not None:
        return np.full(len(at.rows), not at.survey.is_drawn), LASTING
    share = np.where(at.people.is_known[at.rows], at.rules.sample_known, at.rules.sample_visitors)
    if at.survey.sample is not None:
        share = np.full(len(at.rows), at.survey.sample)
    if (share >= 1).all():
        return np.zeros(len(at.rows), np.bool_), LASTING
    number, next_at = sample_round(moment(at.now), at.rules.resample_days)
    lots = at.lots or Lots(at.people)
    drawn = lots.of(f"{at.survey.seed}:{number}", at.survey.uid)[at.rows]
    return drawn >= share, ticks(next_at)


def _quota(at: Round) -> Found:
    return _here(at, at.is_full, otherwise=False), LASTING


def _priority(at: Round) -> Found:
    closed, until = np.zeros(len(at.people), np.bool_), np.full(len(at.people), NEVER)
    waiting, rest = at.people.waiting, at.rules.any_survey_days * DAY
    goes_first = (waiting.priority > at.survey.priority) & (waiting.survey_id != at.survey.id)
    found = np.flatnonzero(goes_first & (waiting.due_at < at.now + rest))
    # Of several the one of the highest priority, of equal ones the one noted first: written last here.
    ordered = found[np.lexsort((-found, waiting.priority[found]))]
    closed[waiting.row[ordered]] = True
    until[waiting.row[ordered]] = np.maximum(waiting.due_at[ordered], at.now) + rest
    return closed[at.rows], until[at.rows]


def _daily_cap(at: Round) -> Found:
    caps = (
        (at.asked_today, at.rules.daily_cap),
        (at.asked_today_by_channel, at.rules.channel_caps.get(at.channel)),
        (at.asked_today_on_survey, at.rules.survey_cap),
    )
    is_reached = any(cap is not None and asked >= cap for asked, cap in caps)
    return np.full(len(at.rows), is_reached), ticks(midnight(moment(at.now), at.zone))


def _hours(at: Round) -> Found:
    people, now = at.people, moment(at.now)
    if at.channel not in SENT_CHANNELS:
        return np.zeros(len(at.rows), np.bool_), LASTING
    # Everybody of one zone and country hears the same clock: the rule itself is asked once for each.
    pairs = people.zone[at.rows] * len(people.countries) + people.country[at.rows]
    seen, back = np.unique(pairs, return_inverse=True)
    opens = np.array([ticks(_opening(at, int(pair), now)) for pair in seen], np.int64)
    return (opens != at.now)[back], opens[back]


def _opening(at: Round, pair: int, now: datetime) -> datetime:
    zone, country = divmod(pair, len(at.people.countries))
    return next_opening(now, at.people.zones[zone], at.people.countries[country], at.rules)


def _rest(last: Times, span: int, now: int) -> tuple[Mask, Times]:
    until = np.where(last == NEVER, NEVER, last + span)
    return now < until, until


_GATES: Mapping[Gate, Callable[[Round], Found]] = {
    Gate.AUDIENCE: _audience,
    Gate.ADDRESS: _address,
    Gate.DO_NOT_CONTACT: _do_not_contact,
    Gate.OPTED_OUT: _opted_out,
    Gate.COUNTRY: _country,
    Gate.CONSENT: _consent,
    Gate.ACCOUNT_AGE: _account_age,
    Gate.THIS_SURVEY: _this_survey,
    Gate.ANY_SURVEY: _any_survey,
    Gate.DECLINED: _declined,
    Gate.COOLING: _cooling,
    Gate.SEQUENCE: _sequence,
    Gate.EXPERIMENT: _experiment,
    Gate.SAMPLE: _sample,
    Gate.QUOTA: _quota,
    Gate.PRIORITY: _priority,
    Gate.DAILY_CAP: _daily_cap,
    Gate.HOURS: _hours,
}
_ORDER = tuple(_GATES)
