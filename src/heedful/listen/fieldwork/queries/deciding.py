"""All that a decision looks at, read and nothing written: for deciding, tracing, and showing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from heedful.design.surveys import queries as surveys
from heedful.listen.fieldwork.experiments.assignment import is_held_out
from heedful.listen.fieldwork.experiments.types import Experiment
from heedful.listen.fieldwork.models import Ask, AskTally
from heedful.listen.fieldwork.queries.people import candidates
from heedful.listen.fieldwork.queries.rules import contact_rules, country_rules, sequence_of
from heedful.listen.fieldwork.rules import Situation
from heedful.listen.fieldwork.rules.fielding import Fielding, Quota
from heedful.listen.fieldwork.types import AskedSurvey, Candidate, Disposition, Standing
from heedful.platform.core.memory import Statement, remembered
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


def situations(
    contact_ids: Iterable[int],
    *,
    by: Actor,
    survey_id: int,
    channel: str,
    now: datetime,
    survey: AskedSurvey | None = None,
    except_asks: Collection[int] = (),
) -> dict[int, Situation]:
    """What the gates look at, by contact; decide with ``rules.judged``."""
    rules = contact_rules(survey_id)
    asked = survey or asked_survey(survey_id)
    standing = standing_at(now, channel, survey_id)
    countries = country_rules()
    people = candidates(contact_ids, rules, by=by, except_asks=except_asks)
    return {
        id_: Situation(person, rules, now, channel, asked, standing, countries)
        for id_, person in people.items()
    }


def situation_of(
    candidate: Candidate, *, survey_id: int, channel: str, now: datetime, survey: AskedSurvey | None = None
) -> Situation:
    """What the gates look at for one candidate, who may be a visitor nobody knows."""
    return Situation(
        candidate,
        contact_rules(survey_id),
        now,
        channel,
        survey or asked_survey(survey_id),
        standing_at(now, channel, survey_id),
        country_rules(),
    )


def fielded(at: Situation, fielding: Fielding, *, is_inside: bool | None) -> Situation:
    """What the gates look at when a plan asks; ``is_inside``: on its list or met at its unit."""
    survey = fielding.survey_for(at.survey, at.candidate, is_inside=is_inside)
    quota = fielding.quota_of(at.candidate)
    if quota is None or answers_towards(fielding.plan.id, quota, at.now) < quota.wanted:
        return replace(at, survey=survey)
    return replace(at, survey=survey, standing=replace(at.standing, full_quota=quota.name))


def within(at: Situation, experiment: Experiment | None) -> Situation:
    """What the gates look at while an experiment runs on the survey: whom it leaves unasked."""
    if experiment is None or not is_held_out(experiment, at.candidate.key):
        return at
    return replace(at, standing=replace(at.standing, held_out=experiment.name))


def answers_towards(plan_id: int, quota: Quota, now: datetime) -> int:
    """How many whom a plan asked have answered and count for a quota."""
    rows = Ask.objects.filter(plan_id=plan_id, stratum=quota.stratum, is_test=False)
    answered = rows.filter(disposition__in=[Disposition.ANSWERED, Disposition.PARTIAL])
    return answered.filter(asked_at__gt=now - timedelta(days=quota.days)).count()


@remembered
def asked_survey(survey_id: int) -> AskedSurvey:
    """A survey as the gates look at it, without a plan."""
    head = surveys.survey_head(id=survey_id)
    rules = contact_rules(survey_id)
    return AskedSurvey(
        id=head.id,
        uid=head.uid,
        topic="" if head.version_id is None else surveys.published_definition(head).topic,
        priority=rules.priority,
        after=sequence_of(rules),
    )


def standing_at(now: datetime, channel: str, survey_id: int) -> Standing:
    """How many were asked today, for the daily limits."""
    counts = tallies(today_of(now))
    return Standing(
        asked_today=counts.get("", 0),
        asked_today_by_channel=counts.get(f"channel:{channel}", 0),
        asked_today_on_survey=counts.get(f"survey:{survey_id}", 0),
        zone=organization().zone,
    )


def today_of(now: datetime) -> date:
    """Return the day it is where the organisation is."""
    return now.astimezone(organization().zone).date()


def tallies(day: date) -> dict[str, int]:
    """How many were asked on a day, by what is limited."""
    return dict(_tallies(current_organization_id(), day).rows())


@lru_cache(maxsize=1_000)
def _tallies(_organization_id: int, day: date) -> Statement:
    return Statement(AskTally.objects.filter(day=day).values_list("scope", "n"))
