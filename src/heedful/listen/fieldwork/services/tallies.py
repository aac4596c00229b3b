"""Daily limits are kept exactly, also by several workers at once: counting is a conditional update."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import F

from heedful.listen.fieldwork.models import AskTally
from heedful.listen.fieldwork.queries.deciding import today_of
from heedful.listen.fieldwork.rules import Situation, judged
from heedful.listen.fieldwork.types import Decision, Standing


def count_ask(at: Situation, decision: Decision) -> Decision:
    """Count somebody who may be asked; where a limit was reached in the meantime, decide anew."""
    if not decision.may_ask:
        return decision
    day = today_of(at.now)
    counted: list[str] = []
    for scope, cap in _caps(at):
        if not _counted(day, scope, cap):
            for other in counted:
                AskTally.objects.filter(day=day, scope=other).update(n=F("n") - 1)
            return judged(replace(at, standing=_standing_now(at, day)))
        counted.append(scope)
    return decision


def _caps(at: Situation) -> tuple[tuple[str, int | None], ...]:
    return (
        ("", at.rules.daily_cap),
        (f"channel:{at.channel}", at.rules.channel_caps.get(at.channel)),
        (f"survey:{at.survey.id}", at.rules.survey_cap),
    )


def _counted(day: date, scope: str, cap: int | None) -> bool:
    AskTally.objects.get_or_create(day=day, scope=scope)
    row = AskTally.objects.filter(day=day, scope=scope)
    if cap is not None:
        row = row.filter(n__lt=cap)
    return bool(row.update(n=F("n") + 1))


def _standing_now(at: Situation, day: date) -> Standing:
    scopes = dict(AskTally.objects.filter(day=day).values_list("scope", "n"))
    return replace(
        at.standing,
        asked_today=scopes.get("", 0),
        asked_today_by_channel=scopes.get(f"channel:{at.channel}", 0),
        asked_today_on_survey=scopes.get(f"survey:{at.survey.id}", 0),
    )
