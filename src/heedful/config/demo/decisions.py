"""People who were not asked, and why: the real rules decide about situations that are made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from heedful.listen.fieldwork.rules import decide, disposition
from heedful.listen.fieldwork.types import (
    AskedSurvey,
    Candidate,
    Channel,
    ContactRules,
    Disposition,
    NewAsk,
    PastAsk,
)
from heedful.listen.responses.types import NewResponse

EVERY = 12  # answered asks have one such decision beside them
_LONG_AGO = timedelta(days=400)
_ADDRESSES = frozenset({"email", "sms"})


@dataclass(frozen=True, slots=True)
class Moment:
    candidate: Candidate
    channel: Channel
    at: datetime
    is_drawn: bool | None = True  # by a plan; None: the lot of the rules decides


def decisions_around(
    answered: Sequence[NewResponse], survey: AskedSurvey, rules: ContactRules
) -> list[NewAsk]:
    """Make the decisions that asked nobody: too early, no consent, opted out, not drawn, at night."""
    newest = max((each.answered_at for each in answered), default=None)
    made = (
        _decided(each, _SITUATIONS[number % len(_SITUATIONS)], survey, rules)
        for number, each in enumerate(answered[::EVERY])
        if each.contact_id is not None
    )
    return [one for one in made if newest is not None and one.asked_at <= newest]


def _decided(
    around: NewResponse, situation: Callable[[NewResponse], Moment], survey: AskedSurvey, rules: ContactRules
) -> NewAsk:
    moment = situation(around)
    drawn = replace(survey, is_drawn=moment.is_drawn)
    decision = decide(moment.candidate, rules, moment.at, moment.channel, drawn)
    became = disposition(decision, rules, moment.at)
    return NewAsk(
        idempotency_key=f"{around.idempotency_key}:decided",
        survey_id=around.survey_id,
        asked_at=moment.at,
        disposition=became if became is not Disposition.ELIGIBLE else Disposition.SHOWN,
        channel=moment.channel,
        contact_id=around.contact_id,
        reason=decision.reason[:200],
        source="demo",
        verdicts=decision.verdicts,
    )


def _somebody(around: NewResponse) -> Candidate:
    return Candidate(
        key=around.idempotency_key,  # the same lots wherever the demo is built
        created_at=around.answered_at - _LONG_AGO,
        addresses=_ADDRESSES,
    )


def _noon(at: datetime) -> datetime:
    return at.replace(hour=11, minute=0, second=0)


def _asked_days_ago(around: NewResponse) -> Moment:
    past = PastAsk(around.survey_id, "email", around.answered_at, Disposition.ANSWERED, around.answered_at)
    return Moment(
        replace(_somebody(around), past=(past,)), Channel.EMAIL, _noon(around.answered_at + timedelta(days=5))
    )


def _no_consent(around: NewResponse) -> Moment:
    return Moment(_somebody(around), Channel.SMS, _noon(around.answered_at - timedelta(days=120)))


def _opted_out(around: NewResponse) -> Moment:
    someone = replace(_somebody(around), opted_out=frozenset({("email", "")}))
    return Moment(someone, Channel.EMAIL, _noon(around.answered_at - timedelta(days=110)))


def _not_drawn(around: NewResponse) -> Moment:
    at = _noon(around.answered_at - timedelta(days=130))
    return Moment(_somebody(around), Channel.WEB, at, is_drawn=None)


def _at_night(around: NewResponse) -> Moment:
    at = (around.answered_at - timedelta(days=140)).replace(hour=23, minute=20)
    return Moment(_somebody(around), Channel.EMAIL, at)


def _too_new(around: NewResponse) -> Moment:
    at = _noon(around.answered_at - timedelta(days=150))
    return Moment(replace(_somebody(around), created_at=at - timedelta(days=6)), Channel.WEB, at)


_SITUATIONS = (_asked_days_ago, _no_consent, _opted_out, _not_drawn, _at_night, _too_new)
