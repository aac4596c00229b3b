from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from heedful.listen.fieldwork.rules import clocks, person, room
from heedful.listen.fieldwork.rules.countries import DEFAULT_COUNTRIES
from heedful.listen.fieldwork.rules.situation import Situation
from heedful.listen.fieldwork.types import (
    AskedSurvey,
    Candidate,
    ContactRules,
    CountryRule,
    Decision,
    Disposition,
    Gate,
    Standing,
    Verdict,
)

GATES: Mapping[Gate, Callable[[Situation], Verdict]] = {
    Gate.AUDIENCE: person.audience,
    Gate.ADDRESS: person.address,
    Gate.DO_NOT_CONTACT: person.do_not_contact,
    Gate.OPTED_OUT: person.opted_out,
    Gate.COUNTRY: person.country,
    Gate.CONSENT: person.consent,
    Gate.ACCOUNT_AGE: clocks.account_age,
    Gate.THIS_SURVEY: clocks.this_survey,
    Gate.ANY_SURVEY: clocks.any_survey,
    Gate.DECLINED: clocks.declined,
    Gate.COOLING: clocks.cooling,
    Gate.SEQUENCE: clocks.sequence,
    Gate.EXPERIMENT: room.experiment,
    Gate.SAMPLE: room.sample,
    Gate.QUOTA: room.quota,
    Gate.PRIORITY: room.priority,
    Gate.DAILY_CAP: room.daily_cap,
    Gate.HOURS: room.hours,
}
_ALL = tuple(GATES.values())
_NOWHERE = Standing()


def decide(
    candidate: Candidate,
    rules: ContactRules,
    now: datetime,
    channel: str,
    survey: AskedSurvey,
    *,
    standing: Standing = _NOWHERE,
    countries: Mapping[tuple[str, str], CountryRule] = DEFAULT_COUNTRIES,
) -> Decision:
    """Ask every gate, in their order, whether this person may be asked this survey by this channel now."""
    return judged(Situation(candidate, rules, now, channel, survey, standing, countries))


def judged(at: Situation) -> Decision:
    """Ask every gate, in their order."""
    verdicts = tuple([gate(at) for gate in _ALL])
    closed = [verdict for verdict in verdicts if not verdict.passed]
    if not closed:
        return Decision(True, verdicts)
    times = [verdict.until for verdict in closed]
    known = [until for until in times if until is not None]
    return Decision(False, verdicts, max(known) if len(known) == len(times) else None)


def first_closed(at: Situation) -> Verdict | None:
    """Return the first gate that is closed: what a simulation of many needs, for a part of the work."""
    for gate in _ALL:
        verdict = gate(at)
        if not verdict.passed:
            return verdict
    return None


def disposition(decision: Decision, rules: ContactRules, now: datetime) -> Disposition:
    """Return what the ledger writes: eligible, sampled out, postponed, or blocked."""
    if decision.may_ask:
        return Disposition.ELIGIBLE
    if decision.blocked_by is Gate.SAMPLE:
        return Disposition.SAMPLED_OUT
    patience = timedelta(hours=rules.patience_hours)
    if decision.until is not None and decision.until - now <= patience:
        return Disposition.POSTPONED
    return Disposition.BLOCKED
