"""May this visitor be asked now? Fieldwork decides, for contacts and devices; wishes are written down."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_noop

from heedful.design.surveys.types import SurveyHead
from heedful.listen.channels.widget.types import PlacementFacts, Shape, Visitor
from heedful.listen.fieldwork import queries as fieldwork, services as ledger
from heedful.listen.fieldwork.services import Occasion
from heedful.listen.fieldwork.types import (
    AskedSurvey,
    AskFacts,
    Channel,
    Disposition,
    NewAsk,
    Verdict,
)
from heedful.platform.core.types import Actor

_AGAIN = timedelta(days=1)  # where no gate says when it opens
_LONGEST = timedelta(days=30)  # rules may change meanwhile


@dataclass(frozen=True, slots=True)
class Asking:
    """Who may be asked what, as the page tells it. ``is_wished``: they pressed the button at the side."""

    survey: SurveyHead
    placement: PlacementFacts
    visitor: Visitor
    contact_id: int | None
    channel: Channel
    language: str = ""
    is_wished: bool = False
    is_test: bool = False

    @property
    def is_own_wish(self) -> bool:
        return self.is_wished and self.placement.shape is Shape.SIDE and not self.is_test


@dataclass(frozen=True, slots=True)
class Fate:
    """What was decided, and when it makes sense to ask again."""

    ask: AskFacts
    until: datetime | None

    @property
    def shows(self) -> bool:
        return self.ask.disposition is Disposition.ELIGIBLE

    def told(self, *, in_full: bool) -> list[dict[str, Any]]:
        """Return the verdicts for whoever looks for the reason, without facts about somebody else.

        A page may name anybody without a signature; it then hears which gate is closed and no more.
        """
        return [_told(one, in_full=in_full) for one in self.ask.verdicts]


def _told(verdict: Verdict, *, in_full: bool) -> dict[str, Any]:
    reason = verdict.reason if in_full else "The identity is not signed, so the reason is not told."
    until = verdict.until.isoformat() if verdict.until and in_full else None
    return {"gate": str(verdict.gate), "passed": verdict.passed, "reason": reason, "until": until}


def decided(asking: Asking, *, by: Actor, now: datetime) -> Fate:
    """Decide, and write it into the ledger."""
    rest = timedelta(days=max(1, fieldwork.contact_rules(asking.survey.id).any_survey_days))
    ask = _wished(asking, by, now) if asking.is_own_wish else _decide(asking, by, now)
    is_free = asking.is_own_wish or asking.is_test
    return Fate(ask, None if is_free else _until(ask, rest, now))


def _decide(asking: Asking, by: Actor, now: datetime) -> AskFacts:
    survey = _asked_survey(asking)
    if asking.contact_id is not None:
        name = f"widget:{secrets.token_hex(4)}" if asking.is_test else "widget"
        occasion = Occasion(
            asking.survey.id, str(asking.channel), name, now, is_test=asking.is_test, survey=survey
        )
        return ledger.ask_contacts([asking.contact_id], occasion, by=by)[asking.contact_id]
    return ledger.ask_visitor(
        by=by,
        survey_id=asking.survey.id,
        device=_device(asking),
        channel=str(asking.channel),
        now=now,
        language=asking.language,
        attributes=asking.visitor.attributes,
        is_test=asking.is_test,
        survey=survey,
    )


def _asked_survey(asking: Asking) -> AskedSurvey:
    usual = fieldwork.asked_survey(asking.survey.id)
    share = asking.placement.share
    return usual if share is None else replace(usual, sample=share)


def _device(asking: Asking) -> str:
    # Tests are shown each time; a device too short to be one is nobody's.
    kept = asking.visitor.device
    return secrets.token_hex(12) if asking.is_test or len(kept) < 8 else kept


def _wished(asking: Asking, by: Actor, now: datetime) -> AskFacts:
    """Write down that somebody wants to say something: no rule stands against that."""
    key = f"wish:{asking.survey.uid}:{secrets.token_hex(12)}"
    new = NewAsk(
        idempotency_key=key,
        survey_id=asking.survey.id,
        asked_at=now,
        disposition=Disposition.ELIGIBLE,
        channel=asking.channel,
        contact_id=asking.contact_id,
        reason=gettext_noop("The visitor pressed the button."),
        source="widget",
    )
    ledger.record_asks([new], by=by)
    made = fieldwork.ask_by_key(key)
    assert made is not None
    return made


def _until(ask: AskFacts, rest: timedelta, now: datetime) -> datetime:
    """Say when the browser may ask again: this spares both sides a request at every page."""
    closed = [one.until for one in ask.verdicts if not one.passed]
    if ask.disposition is Disposition.ELIGIBLE or not closed:
        return now + rest
    known = [one for one in closed if one is not None]
    return min(max(known), now + _LONGEST) if len(known) == len(closed) else now + _AGAIN
