"""The two clocks and what else counts from the last time: this survey, any survey, declines, channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from heedful.listen.fieldwork.rules.situation import Situation, gettext_noop
from heedful.listen.fieldwork.types import NOT_ASKED, Disposition, Fact, Gate, PastAsk, Verdict

# An eligible ask holds the place so long: two tabs, or two channels, never show at once.
HELD_FOR = timedelta(minutes=60)

_ANSWERED = frozenset({Disposition.ANSWERED, Disposition.PARTIAL})
_DECLINED = frozenset({Disposition.DECLINED, Disposition.OPTED_OUT})
_NOT_ASKED = frozenset(NOT_ASKED)

_NEVER = {
    gate: Verdict(gate, passed=True, says=says)
    for gate, says in {
        Gate.THIS_SURVEY: gettext_noop("Never asked this survey."),
        Gate.ANY_SURVEY: gettext_noop("Never asked anything."),
        Gate.DECLINED: gettext_noop("Never declined this survey."),
        Gate.COOLING: gettext_noop("This channel needs no rest."),
        Gate.SEQUENCE: gettext_noop("The survey follows no other one."),
    }.items()
}
_YOUNG = gettext_noop("The account is {days} days old; the first survey comes at {needed} days.")
_OLD = gettext_noop("The account is {days} days old, at least the {needed} days that are asked for.")
_AGE_UNKNOWN = Verdict(
    Gate.ACCOUNT_AGE, passed=True, says=gettext_noop("The age of the account is not known.")
)
_NO_AGE = Verdict(Gate.ACCOUNT_AGE, passed=True, says=gettext_noop("No age of the account is asked for."))
_AGAIN = {
    "answered": gettext_noop("Answered this survey on {last}; again after {needed} days."),
    "asked": gettext_noop("Asked this survey on {last} without an answer; again after {needed} days."),
}
_HELD = gettext_noop("An ask of {last} is just being shown.")
_ANY = gettext_noop("Asked or heard last on {last}; {needed} days lie between any two surveys.")
_DECLINE = gettext_noop("Declined this survey on {last}; again after {needed} days.")
_COOL = gettext_noop("Asked by {channel} on {last}; this channel rests {needed} days.")
_FIRST_MISSING = gettext_noop("“{before}” comes first and has not been answered.")
_TOO_SOON = gettext_noop("“{before}” was last on {last}; this survey follows {needed} days later.")
_IN_TURN = gettext_noop("“{before}” was last on {last}, at least {needed} days ago.")


def counts(past: PastAsk) -> bool:
    """Whether an ask of the ledger starts the clocks: the person was asked."""
    return past.disposition not in _NOT_ASKED


def holds(past: PastAsk, now: datetime) -> bool:
    """Whether an ask is just about to be shown, so that no other one may be."""
    return past.disposition == Disposition.ELIGIBLE and now - past.asked_at < HELD_FOR


def account_age(at: Situation) -> Verdict:
    """The account must be old enough for a first survey; an unknown age closes nothing."""
    created_at, needed = at.candidate.created_at, at.rules.first_after_days
    if not needed:
        return _NO_AGE
    if created_at is None:
        return _AGE_UNKNOWN
    until = created_at + timedelta(days=needed)
    facts = {"days": max(0, (at.now - created_at).days), "needed": needed}
    passed = at.now >= until
    return Verdict(Gate.ACCOUNT_AGE, passed, facts, _OLD if passed else _YOUNG, None if passed else until)


def this_survey(at: Situation) -> Verdict:
    """The clock of this survey: after an answer, and after an ask that nobody answered."""
    verdict = _NEVER[Gate.THIS_SURVEY]
    for past in _own(at):
        if past.disposition in _DECLINED:
            continue
        if past.disposition in _ANSWERED:
            span = timedelta(days=at.rules.again_after_answer_days)
            found = _rest(Gate.THIS_SURVEY, _AGAIN["answered"], past.last_at, span, at.now)
        else:
            span = timedelta(days=at.rules.again_after_silence_days)
            found = _rest(Gate.THIS_SURVEY, _AGAIN["asked"], past.last_at, span, at.now)
        verdict = _stricter(verdict, found)
    return verdict


def any_survey(at: Situation) -> Verdict:
    """The clock of all surveys together."""
    last = max((past.last_at for past in at.candidate.past if counts(past)), default=None)
    verdict = _since(Gate.ANY_SURVEY, _ANY, last, at.rules.any_survey_days, at.now)
    held = max((past.asked_at for past in at.candidate.past if holds(past, at.now)), default=None)
    if held is None:
        return verdict
    return _stricter(verdict, _rest(Gate.ANY_SURVEY, _HELD, held, HELD_FOR, at.now))


def declined(at: Situation) -> Verdict:
    """After a decline the person is left alone for a while."""
    last = max((past.last_at for past in _own(at) if past.disposition in _DECLINED), default=None)
    return _since(Gate.DECLINED, _DECLINE, last, at.rules.again_after_decline_days, at.now)


def cooling(at: Situation) -> Verdict:
    """A channel rests between two asks, whichever surveys they are of."""
    needed = at.rules.channel_days.get(at.channel, 0)
    if not needed:
        return _NEVER[Gate.COOLING]
    by_channel = (past for past in at.candidate.past if past.channel == at.channel and counts(past))
    last = max((past.asked_at for past in by_channel), default=None)
    return _since(Gate.COOLING, _COOL, last, needed, at.now, channel=at.channel)


def sequence(at: Situation) -> Verdict:
    """A survey may follow another one after some days, and not come without it."""
    after = at.survey.after
    if after is None:
        return _NEVER[Gate.SEQUENCE]
    last = max((past.last_at for past in at.candidate.past if _goes_before(past, at)), default=None)
    if last is None:
        return Verdict(Gate.SEQUENCE, False, {"before": after.name}, _FIRST_MISSING)
    verdict = _since(Gate.SEQUENCE, _TOO_SOON, last, after.days, at.now, before=after.name)
    if not verdict.passed:
        return verdict
    return Verdict(Gate.SEQUENCE, True, {"before": after.name, "last": last, "needed": after.days}, _IN_TURN)


def _goes_before(past: PastAsk, at: Situation) -> bool:
    after = at.survey.after
    if after is None or past.survey_id != after.survey_id:
        return False
    return past.disposition in _ANSWERED if after.needs_answer else counts(past)


def _own(at: Situation) -> Iterable[PastAsk]:
    for past in at.candidate.past:
        if past.survey_id == at.survey.id and counts(past):
            yield past


def _since(gate: Gate, says: str, last: datetime | None, days: int, now: datetime, **facts: str) -> Verdict:
    if last is None:
        return _NEVER[gate]
    return _rest(gate, says, last, timedelta(days=days), now, facts)


def _rest(
    gate: Gate,
    says: str,
    last: datetime,
    span: timedelta,
    now: datetime,
    facts: Mapping[str, str] | None = None,
) -> Verdict:
    until = last + span
    passed = now >= until
    told: dict[str, Fact] = {"last": last, "needed": span.days, **(facts or {})}
    return Verdict(gate, passed, told, says, None if passed else until)


def _stricter(one: Verdict, other: Verdict) -> Verdict:
    if one.passed or other.passed:
        return one if not one.passed else other
    assert one.until is not None
    assert other.until is not None
    return one if one.until >= other.until else other
