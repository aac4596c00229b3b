"""Reads everything a run needs, once: people with their ledgers, plans, habits, what happened before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import Count
from numpy.typing import NDArray

from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork.models import Ask, TrackedEvent
from heedful.listen.fieldwork.queries.audience import history_of, members_among
from heedful.listen.fieldwork.queries.people import candidates
from heedful.listen.fieldwork.queries.rules import contact_rules
from heedful.listen.fieldwork.rules.fielding import Fielding
from heedful.listen.fieldwork.rules.schedule import meets
from heedful.listen.fieldwork.sampling import Method, Person, SampleDesign, draw_sample, is_open
from heedful.listen.fieldwork.simulator.occasions import WEEK, Crowd, Draw, PastOccasions
from heedful.listen.fieldwork.simulator.people import Mask, People, joined, people_of
from heedful.listen.fieldwork.simulator.streams import Habit
from heedful.listen.fieldwork.types import (
    NOT_ASKED,
    Candidate,
    Disposition,
    PlanFacts,
    TriggerKind,
)
from heedful.platform.core.types import Actor

AT_ONCE = 5_000
PAST_WEEKS = 13
_SETTLED_AFTER = timedelta(days=7)  # who has not answered by then rarely will
_REMEMBERED = timedelta(days=365)
_ANSWERED = (Disposition.ANSWERED, Disposition.PARTIAL)
_DECLINED = (Disposition.DECLINED, Disposition.OPTED_OUT)

type Progress = Callable[[int], None]


@dataclass(slots=True)
class Population:
    """People in columns, and what plans and the outlook want to know of them beside."""

    people: People
    ids: NDArray[np.int64]
    segment: list[str]  # value of the attribute by which they are shown apart
    crowds: dict[str, Crowd]  # by uid of the plan
    draws: dict[str, Draw | None]  # how the plan draws; None: the contact rules do
    row_of: dict[int, int] = field(default_factory=dict)


def read_population(
    plans: Sequence[PlanFacts], *, by: Actor, segment: str = "", progress: Progress | None = None
) -> Population:
    """Read everybody the actor may see, a few thousand at a time."""
    rules, readers = contact_rules(), [_PlanReader(plan) for plan in plans]
    parts: list[People] = []
    ids: list[int] = []
    segments: list[str] = []
    for some in _pages(by):
        found = candidates(some, rules, by=by)
        parts.append(people_of(found.values()))
        ids += found
        segments += [_text(one.attributes.get(segment)) for one in found.values()]
        for reader in readers:
            reader.read(found)
        if progress is not None:
            progress(len(ids))
    people = joined(parts) if parts else people_of(())
    return Population(
        people=people,
        ids=np.array(ids, np.int64),
        segment=segments,
        crowds={reader.plan.uid: reader.crowd(people) for reader in readers},
        draws={reader.plan.uid: reader.draw(people) for reader in readers},
        row_of={id_: row for row, id_ in enumerate(ids)},
    )


def _pages(by: Actor) -> Iterator[tuple[int, ...]]:
    after = 0
    while page := audiences.contact_ids_after(after, by=by, limit=AT_ONCE):
        yield page
        after = page[-1]


def _text(value: object) -> str:
    return "" if value is None else str(value)


class _PlanReader:
    """Notes of each person what one plan wants to know, as they are read."""

    def __init__(self, plan: PlanFacts) -> None:
        self.plan, self.fielding = plan, Fielding(plan)
        self.design: SampleDesign | None = plan.definition.sample
        self.fits: list[bool] = []
        self.days: list[int] = []
        self.strata: list[str] = []

    def read(self, found: dict[int, Candidate]) -> None:
        inside = members_among(self.plan, found)
        trigger = self.plan.definition.trigger
        for id_, one in found.items():
            within = None if inside is None else id_ in inside
            self.fits.append(self.fielding.fits(one, is_inside=within))
            if self.design is not None and self.design.by:
                self.strata.append(_text(one.attributes.get(self.design.by)))
            if trigger.kind is TriggerKind.COHORT:
                self.days.append(_ordinal(one.attributes.get(trigger.attribute)))

    def crowd(self, people: People) -> Crowd:
        fits = np.array(self.fits, np.bool_)
        return Crowd(people.keys, fits, np.array(self.days, np.int64) if self.days else None)

    def draw(self, people: People) -> Draw | None:
        """Return how the plan draws: from the whole audience, or by everybody's own lot."""
        design = self.design
        if design is None:
            return None
        inside = {
            Person(key, self.strata[row] if self.strata else ""): row
            for row, (key, fits) in enumerate(zip(people.keys, self.fits, strict=True))
            if fits
        }
        history, purpose = history_of(self.plan, design), self.plan.survey_uid
        seed = design.seed or self.fielding.seed

        def drawn(round_: str) -> Mask:
            lots = f"{seed}:{round_}"
            found = np.zeros(len(people), np.bool_)
            if self.fielding.draws_whole:
                keys = set(draw_sample(inside, design, seed=lots, purpose=purpose, history=history).keys)
                found[[row for one, row in inside.items() if one.key in keys]] = True
            elif design.method is Method.EVERYONE:
                found[[*inside.values()]] = True
            else:
                found[
                    [
                        row
                        for one, row in inside.items()
                        if is_open(design, seed=lots, purpose=purpose, person=one, history=history)
                    ]
                ] = True
            return found

        return drawn


def _ordinal(value: object) -> int:
    try:
        return date.fromisoformat(str(value)[:10]).toordinal()
    except ValueError:
        return -1


def past_occasions(plan: PlanFacts, population: Population, start: datetime) -> PastOccasions:
    """What set a plan off in the last weeks: events, or people who came along."""
    kind = plan.definition.trigger.kind
    if kind is TriggerKind.EVENT:
        return _in_weeks(_events(plan, start), population, start)
    if kind is TriggerKind.ALWAYS:
        return _in_weeks(_visits(plan, start), population, start)
    return PastOccasions()


def _events(plan: PlanFacts, start: datetime) -> Iterator[tuple[int, datetime]]:
    trigger = plan.definition.trigger
    rows = TrackedEvent.objects.filter(
        name=trigger.event,
        contact__isnull=False,
        occurred_at__gte=start - timedelta(weeks=PAST_WEEKS),
        occurred_at__lt=start,
    )
    for contact_id, at, properties in rows.values_list("contact_id", "occurred_at", "properties").iterator(
        20_000
    ):
        if contact_id is not None and meets(trigger.conditions, properties):
            yield contact_id, at


def _visits(plan: PlanFacts, start: datetime) -> Iterator[tuple[int, datetime]]:
    """Whoever came along was decided about once a day, whatever the decision was."""
    rows = Ask.objects.filter(
        survey_id=plan.survey_id,
        channel=plan.definition.channel,
        contact__isnull=False,
        is_test=False,
        asked_at__gte=start - timedelta(weeks=PAST_WEEKS),
        asked_at__lt=start,
    )
    for contact_id, at in rows.values_list("contact_id", "asked_at").iterator(20_000):
        if contact_id is not None:
            yield contact_id, at


def _in_weeks(
    found: Iterable[tuple[int, datetime]], population: Population, start: datetime
) -> PastOccasions:
    hour = timedelta(hours=1)
    known = [
        (-((at - start) // hour), population.row_of[contact_id])
        for contact_id, at in found
        if contact_id in population.row_of
    ]
    if not known:
        return PastOccasions()
    ago = np.array([one[0] for one in known], np.int64)
    # Whole weeks only: a log that began lately is not thinned by the days before it.
    weeks = min(PAST_WEEKS, max(1, int(ago.max()) // WEEK))
    kept = ago <= weeks * WEEK
    return PastOccasions(ago[kept], np.array([one[1] for one in known], np.intp)[kept], weeks)


def habits(plans: Iterable[PlanFacts], now: datetime) -> dict[tuple[int, str], Habit]:
    """How asks were taken in the last year, by survey and channel, pulled to what is usual of the channel."""
    rows = Ask.objects.filter(
        is_test=False, asked_at__gt=now - _REMEMBERED, asked_at__lte=now - _SETTLED_AFTER
    )
    rows = rows.exclude(disposition__in=NOT_ASKED).order_by()
    counted: dict[tuple[int, str], list[int]] = {}
    by_channel: dict[str, list[int]] = {}
    for survey_id, channel, step, n in rows.values_list("survey_id", "channel", "disposition").annotate(
        n=Count("id")
    ):
        for counts in (
            counted.setdefault((survey_id, channel), [0, 0, 0]),
            by_channel.setdefault(channel, [0, 0, 0]),
        ):
            counts[0] += n
            counts[1] += n * (step in _ANSWERED)
            counts[2] += n * (step in _DECLINED)
    usual = {channel: Habit(*counts) for channel, counts in by_channel.items()}
    found = {}
    for plan in plans:
        key = (plan.survey_id, str(plan.definition.channel))
        elsewhere = usual.get(key[1], Habit())
        asks, answers, declines = counted.get(key, (0, 0, 0))
        found[key] = Habit(asks, answers, declines, elsewhere.rate, elsewhere.decline_rate)
    return found
