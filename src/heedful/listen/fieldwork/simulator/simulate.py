"""One simulation from the record store to a document. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import numpy as np
from django.utils import timezone

from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork.queries.deciding import asked_survey, tallies, today_of
from heedful.listen.fieldwork.queries.plans import plans as all_plans
from heedful.listen.fieldwork.queries.rules import country_rules, rule_changes, sequence_of
from heedful.listen.fieldwork.rules import resolved
from heedful.listen.fieldwork.rules.fielding import Fielding
from heedful.listen.fieldwork.sampling import StratumHistory
from heedful.listen.fieldwork.sampling.spreads import spreads
from heedful.listen.fieldwork.simulator.documents import outlook_document
from heedful.listen.fieldwork.simulator.occasions import PastOccasions, occasions_of
from heedful.listen.fieldwork.simulator.outlook import Outlook, outlook
from heedful.listen.fieldwork.simulator.people import moment, ticks
from heedful.listen.fieldwork.simulator.permission import check_permitted
from heedful.listen.fieldwork.simulator.reading import Population, habits, past_occasions, read_population
from heedful.listen.fieldwork.simulator.run import Tally, run
from heedful.listen.fieldwork.simulator.scenario import Scenario, Trial, trial_document
from heedful.listen.fieldwork.simulator.streams import Habit, Stream
from heedful.listen.fieldwork.types import PlanFacts, PlanState, TriggerKind
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.core.types import Actor

type Progress = Callable[[int, int, str], None]  # done, of how many, what

_CERTAIN = frozenset({TriggerKind.WAVE, TriggerKind.SCHEDULE, TriggerKind.COHORT})


def simulate(
    trial: Trial, *, by: Actor, now: datetime | None = None, progress: Progress | None = None
) -> dict[str, Any]:
    """Let the next days pass for everybody under one or two sets of rules; nothing is written."""
    check_permitted(by)
    began = timezone.now()
    start = full_hour(now or began)
    known = {plan.uid: plan for plan in all_plans(by=by)}
    chosen = [_chosen(scenario, known) for scenario in trial.scenarios]
    plans = list({plan.uid: plan for some in chosen for plan in some}.values())
    teller = _Teller(audiences.contact_count(by=by), len(trial.scenarios), trial.days, progress)
    population = read_population(plans, by=by, segment=trial.segment, progress=teller.read)
    past = {plan.uid: past_occasions(plan, population, start) for plan in plans}
    usual = habits(plans, start)
    outlooks = []
    for number, (scenario, of_scenario) in enumerate(zip(trial.scenarios, chosen, strict=True)):
        teller.scenario = number
        streams = [
            _stream(plan, scenario, trial, population, past[plan.uid], start, usual) for plan in of_scenario
        ]
        outlooks.append(_run(scenario, streams, trial, population, start, teller))
    listed = _listed(outlooks, population)
    return {
        "trial": trial_document(trial),
        "start": start.isoformat(),
        "days": trial.days,
        "people": len(population.people),
        "decisions": sum(one.decisions for one in outlooks),
        "seconds": round((timezone.now() - began).total_seconds(), 2),
        "past_occasions": {plan.definition.name: len(past[plan.uid].rows) for plan in plans},
        "scenarios": [outlook_document(one, listed) for one in outlooks],
    }


def full_hour(moment: datetime) -> datetime:
    """Return the next full hour: the first that is simulated whole."""
    cut = moment.replace(minute=0, second=0, microsecond=0)
    return cut if cut == moment else cut + timedelta(hours=1)


def _chosen(scenario: Scenario, known: Mapping[str, PlanFacts]) -> list[PlanFacts]:
    if not scenario.plans:
        return [plan for plan in known.values() if plan.state is PlanState.RUNNING]
    unknown = [uid for uid in scenario.plans if uid not in known]
    if unknown:
        raise InvalidInput(Problem("plans", f"no plan {', '.join(unknown)[:200]}"))
    return [known[uid] for uid in scenario.plans]


def _stream(
    plan: PlanFacts,
    scenario: Scenario,
    trial: Trial,
    population: Population,
    past: PastOccasions,
    start: datetime,
    usual: Mapping[tuple[int, str], Habit],
) -> Stream:
    changes = rule_changes()
    rules = resolved(changes.get(None, {}), changes.get(plan.survey_id, {}), scenario.changes)
    definition, crowd = plan.definition, population.crowds[plan.uid]
    occasions = occasions_of(
        plan,
        crowd,
        start=start,
        hours=24 * trial.days,
        zone=organization().zone,
        past=past,
        draw=population.draws[plan.uid],
        rng=_rng(trial.seed, plan.uid),
    )
    survey = replace(
        asked_survey(plan.survey_id),
        priority=rules.priority if definition.priority is None else definition.priority,
        after=sequence_of(rules),
        seed=Fielding(plan).seed,
    )
    return Stream(
        key=plan.uid,
        name=definition.name,
        survey=survey,
        survey_name=plan.survey_name,
        channel=str(definition.channel),
        rules=rules,
        occasions=occasions,
        fits=crowd.fits,
        habit=usual[plan.survey_id, str(definition.channel)],
        is_certain=definition.trigger.kind in _CERTAIN,
        countries=country_rules(),
    )


def _rng(seed: str, key: str) -> np.random.Generator:
    number = int.from_bytes(blake2b(f"{seed}\x1foccasions\x1f{key}".encode(), digest_size=8).digest())
    return np.random.default_rng(number)


def _run(
    scenario: Scenario,
    streams: Sequence[Stream],
    trial: Trial,
    population: Population,
    start: datetime,
    teller: _Teller,
) -> Outlook:
    zone, day = organization().zone, today_of(start)
    course = run(
        population.people,
        streams,
        start=ticks(start),
        hours=24 * trial.days,
        seed=trial.seed,
        tally=Tally(zone, day, defaultdict(int, tallies(day))),
        progress=teller.passed,
    )
    return outlook(
        course,
        population.people,
        streams,
        name=scenario.name,
        start=ticks(start),
        zone=zone,
        segment=population.segment,
        spreads=_spreads(streams, trial.segment),
    )


def _spreads(streams: Sequence[Stream], attribute: str) -> Mapping[str, StratumHistory]:
    """The spreads of the survey that asks most: one margin is shown a segment."""
    if not streams:
        return {}
    largest = max(streams, key=lambda stream: len(stream.occasions.rows))
    return spreads(largest.survey.id, attribute)


def _listed(outlooks: Sequence[Outlook], population: Population) -> dict[int, tuple[str, str]]:
    """Uid and last ask of those who are listed one by one."""
    rows = {one.row for each in outlooks for one in each.tomorrow}
    last, keys = population.people.clocks.anything, population.people.keys
    return {row: (keys[row], _when(int(last[row]))) for row in sorted(rows)}


def _when(at: int) -> str:
    return moment(at).date().isoformat() if at > 0 else ""


class _Teller:
    """Turns what is done into one progress: reading is the first half, the runs are the other."""

    def __init__(self, people: int, scenarios: int, days: int, progress: Progress | None) -> None:
        self.people, self.scenarios, self.hours, self.progress = (
            max(people, 1),
            scenarios,
            24 * days,
            progress,
        )
        self.scenario = 0

    def read(self, n: int) -> None:
        if self.progress is not None:
            self.progress(min(50, 50 * n // self.people), 100, "")

    def passed(self, hour: int, _hours: int) -> None:
        if self.progress is not None:
            share = (self.scenario + hour / self.hours) / self.scenarios
            self.progress(50 + int(50 * share), 100, "")
