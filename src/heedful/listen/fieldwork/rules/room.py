"""Whether there is room for one more: the sample, quotas, other surveys, caps and the time of day."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from heedful.listen.fieldwork.rules.hours import next_opening
from heedful.listen.fieldwork.rules.situation import Situation, gettext_noop
from heedful.listen.fieldwork.sampling.chance import is_drawn
from heedful.listen.fieldwork.types import SENT_CHANNELS, Fact, Gate, Verdict

_DAY = 86_400

_NO_EXPERIMENT = Verdict(
    Gate.EXPERIMENT, passed=True, says=gettext_noop("No experiment keeps the person unasked.")
)
_HELD_OUT = gettext_noop("Belongs to those whom the experiment “{experiment}” leaves unasked.")
_EVERYBODY = Verdict(Gate.SAMPLE, passed=True, says=gettext_noop("Everybody is asked, not a sample."))
_DRAWN = gettext_noop("Drawn for the sample of {percent} %.")
_NOT_DRAWN = gettext_noop("Not drawn for the sample of {percent} %; lots are drawn anew on {next}.")
_NO_QUOTA = Verdict(Gate.QUOTA, passed=True, says=gettext_noop("No quota is full."))
_PLAN_DRAWN = Verdict(Gate.SAMPLE, passed=True, says=gettext_noop("Drawn for the sample of the plan."))
_PLAN_NOT_DRAWN = Verdict(
    Gate.SAMPLE, passed=False, says=gettext_noop("Not drawn for the sample of the plan.")
)
_FULL = gettext_noop("Enough answers of “{quota}” have come in.")
_FIRST = Verdict(Gate.PRIORITY, passed=True, says=gettext_noop("No survey that goes first is waiting."))
_WAITS = gettext_noop("A survey of priority {other} waits for this person; this one has {own}.")
_NO_CAP = Verdict(Gate.DAILY_CAP, passed=True, says=gettext_noop("No daily limit is reached."))
_CAPPED = {
    "organization": gettext_noop("{n} were asked today, which is the limit of a day."),
    "channel": gettext_noop("{n} were asked today by {channel}, which is its limit of a day."),
    "survey": gettext_noop("{n} were asked this survey today, which is its limit of a day."),
}
_ANY_TIME = Verdict(Gate.HOURS, passed=True, says=gettext_noop("The person is with us: any hour will do."))
_OPEN = gettext_noop("It is {local} where the person lives, between {opens} and {closes}.")
_CLOSED = gettext_noop("It is {local} where the person lives; asking is from {opens} to {closes}.")
_HOLIDAY = gettext_noop("It is {local} where the person lives, a day on which nobody is asked.")


def experiment(at: Situation) -> Verdict:
    """Some are left unasked on purpose, so that the effect of asking can be told."""
    if not at.standing.held_out:
        return _NO_EXPERIMENT
    return Verdict(Gate.EXPERIMENT, False, {"experiment": at.standing.held_out}, _HELD_OUT)


def sample(at: Situation) -> Verdict:
    """A stable lot a person, survey and round: asking twice does not draw twice."""
    if at.survey.is_drawn is not None:
        return _PLAN_DRAWN if at.survey.is_drawn else _PLAN_NOT_DRAWN
    share = sample_share(at)
    if share >= 1:
        return _EVERYBODY
    number, next_at = sample_round(at.now, at.rules.resample_days)
    seed = f"{at.survey.seed}:{number}"
    if is_drawn(seed, at.survey.uid, at.candidate.key, share):
        return Verdict(Gate.SAMPLE, True, {"percent": 100 * share}, _DRAWN)
    facts: dict[str, Fact] = {"percent": 100 * share, "next": next_at}
    return Verdict(Gate.SAMPLE, False, facts, _NOT_DRAWN, next_at)


def sample_share(at: Situation) -> float:
    """Return the share that is asked: the plan's own, else that of the rules."""
    if at.survey.sample is not None:
        return at.survey.sample
    return at.rules.sample_known if at.candidate.is_known else at.rules.sample_visitors


def sample_round(now: datetime, days: int) -> tuple[int, datetime]:
    """Return the number of the round of lots, and when the next one begins."""
    span = max(1, days) * _DAY
    number = int(now.timestamp()) // span
    return number, datetime.fromtimestamp((number + 1) * span, tz=now.tzinfo)


def quota(at: Situation) -> Verdict:
    """Of some groups enough have answered."""
    if not at.standing.full_quota:
        return _NO_QUOTA
    return Verdict(Gate.QUOTA, False, {"quota": at.standing.full_quota}, _FULL)


def priority(at: Situation) -> Verdict:
    """A survey that matters more keeps its turn: asking now would start the clock before it."""
    reach = at.now + timedelta(days=at.rules.any_survey_days)
    waiting = [
        other
        for other in at.candidate.pending
        if other.priority > at.survey.priority and other.survey_id != at.survey.id and other.due_at < reach
    ]
    if not waiting:
        return _FIRST
    first = max(waiting, key=lambda other: other.priority)
    until = max(at.now, first.due_at) + timedelta(days=at.rules.any_survey_days)
    return Verdict(Gate.PRIORITY, False, {"other": first.priority, "own": at.survey.priority}, _WAITS, until)


def daily_cap(at: Situation) -> Verdict:
    """Limits of a day: of the organisation, of the channel, of the survey."""
    standing, rules = at.standing, at.rules
    caps = (
        ("organization", standing.asked_today, rules.daily_cap),
        ("channel", standing.asked_today_by_channel, rules.channel_caps.get(at.channel)),
        ("survey", standing.asked_today_on_survey, rules.survey_cap),
    )
    for name, asked, cap in caps:
        if cap is not None and asked >= cap:
            facts: dict[str, Fact] = {"n": asked, "channel": at.channel}
            return Verdict(Gate.DAILY_CAP, False, facts, _CAPPED[name], midnight(at.now, standing.zone))
    return _NO_CAP


def midnight(now: datetime, zone: tzinfo) -> datetime:
    """Return when the next day begins there."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone).astimezone(now.tzinfo)


def hours(at: Situation) -> Verdict:
    """What we send arrives when people are awake, and not on their holidays if the rules say so."""
    if at.channel not in SENT_CHANNELS:
        return _ANY_TIME
    rules = at.rules
    opening = next_opening(at.now, at.candidate.zone, at.candidate.country, rules)
    local = at.now.astimezone(at.candidate.zone)
    facts = {
        "local": f"{local:%H:%M}",
        "opens": f"{rules.opens_at:%H:%M}",
        "closes": f"{rules.closes_at:%H:%M}",
    }
    if opening == at.now:
        return Verdict(Gate.HOURS, True, facts, _OPEN)
    in_window = rules.opens_at <= local.time() < rules.closes_at
    return Verdict(Gate.HOURS, False, facts, _HOLIDAY if in_window else _CLOSED, opening)
