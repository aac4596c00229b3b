"""Daily limits are kept exactly, also by several workers at once: who counts holds the day's rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.db import connection

from heedful.listen.fieldwork.models import AskTally
from heedful.listen.fieldwork.rules import Situation, judged
from heedful.listen.fieldwork.types import Decision
from heedful.platform.core.memory import Statement
from heedful.platform.core.scope import current_organization_id


class Tallies:
    """How many were asked on a day, counted in memory while its rows are locked, then written once."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._known: dict[str, int] = {}
        self._added: Counter[str] = Counter()

    def counted(self, at: Situation, decision: Decision) -> Decision:
        """Count somebody who may be asked; where a limit was reached in the meantime, decide anew."""
        if not decision.may_ask:
            return decision
        caps = _caps(at)
        self._lock(caps)
        now = {scope: self._known[scope] + self._added[scope] for scope in caps}
        if any(cap is not None and now[scope] >= cap for scope, cap in caps.items()):
            everybody, channel, survey = now.values()
            standing = replace(
                at.standing,
                asked_today=everybody,
                asked_today_by_channel=channel,
                asked_today_on_survey=survey,
            )
            return judged(replace(at, standing=standing))
        self._added.update(caps.keys())
        return decision

    def _lock(self, scopes: Collection[str]) -> None:
        if missing := sorted(set(scopes) - self._known.keys()):
            self._known |= self._locked(missing)
        if new := sorted(set(missing) - self._known.keys()):
            rows = [AskTally(day=self._day, scope=scope) for scope in new]
            AskTally.objects.bulk_create(rows, ignore_conflicts=True)  # another worker may be first
            self._known |= self._locked(new)

    def _locked(self, scopes: list[str]) -> dict[str, int]:
        return dict(_locking(current_organization_id(), self._day, tuple(scopes)).rows())

    def write(self) -> None:
        """Write what was added."""
        day = connection.ops.adapt_datefield_value(self._day)
        for n in set(self._added.values()):
            scopes = [scope for scope, added in self._added.items() if added == n]
            places = ", ".join(["%s"] * len(scopes))
            with connection.cursor() as cursor:
                cursor.execute(f"{_ADD} ({places})", [n, current_organization_id(), day, *scopes])
        self._added.clear()


# Written by hand, because composing it would take longer than all the gates together.
_ADD = f"UPDATE {AskTally._meta.db_table} SET n = n + %s WHERE organization_id = %s AND day = %s AND scope IN"  # noqa: S608 - a name of our own


@lru_cache(maxsize=1_000)
def _locking(_organization_id: int, day: date, scopes: tuple[str, ...]) -> Statement:
    # In one order, the organisation's row first: nobody waits for somebody who waits for them.
    rows = AskTally.objects.select_for_update().filter(day=day, scope__in=scopes)
    return Statement(rows.order_by("scope").values_list("scope", "n"))


def _caps(at: Situation) -> dict[str, int | None]:
    return {
        "": at.rules.daily_cap,
        f"channel:{at.channel}": at.rules.channel_caps.get(at.channel),
        f"survey:{at.survey.id}": at.rules.survey_cap,
    }
