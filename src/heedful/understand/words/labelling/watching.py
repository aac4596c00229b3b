"""Looks each week whether what is read has changed: a reader was judged on other comments than today's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Q

from heedful.methods.comparisons import chisq_homogeneity, multiple_testing
from heedful.methods.errors import ArgumentError
from heedful.methods.language.drift import mean_shift
from heedful.platform.core import audit
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.labelling.types import DriftFacts
from heedful.understand.words.models import DriftWatch, Edition, Mention, Reading
from heedful.understand.words.types import Floats
from heedful.understand.words.vectors.places import stores
from heedful.understand.words.vectors.store import TextKey

ALPHA = 0.01  # a week in which nothing changed raises an alarm at most so often
REFERENCE = 2_000  # comments, the last before the week that the reference ends with
FEWEST = 50  # comments of a week; fewer tell nothing
EXPECTED = 5.0  # in a cell of a table; rarer kinds are thrown together


def watch_week(edition_uid: str, from_on: date, *, by: Actor) -> DriftFacts | None:
    """Compare a week of an edition with its reference, the comments before it came into use; once a week.

    None: there are too few comments, on either side.
    """
    by.require(Permission.READ_ANSWERS)
    edition = Edition.objects.get(uid=edition_uid)
    to_on = from_on + timedelta(days=6)
    week = _readings(edition, Q(response__answered_at__date__range=(from_on, to_on)))
    reference = _reference(edition, from_on)
    if min(len(week), len(reference)) < FEWEST:
        return None
    facts = _compared(reference, week, seed=from_on.toordinal())
    is_alarm = any(one["adjusted_p"] <= ALPHA for one in facts.values())
    with writing():
        row, made = DriftWatch.objects.get_or_create(
            edition=edition,
            from_on=from_on,
            defaults={"to_on": to_on, "n": len(week), "facts": facts, "is_alarm": is_alarm},
        )
        if made and is_alarm:
            moved = [name for name, one in facts.items() if one["adjusted_p"] <= ALPHA]
            audit.record("words.drifted", by=by, subject_uid=edition.uid, week=str(from_on), moved=moved)
    return DriftFacts(edition.uid, row.from_on, row.to_on, row.n, row.is_alarm, row.facts, row.seen_at)


type _Row = tuple[int, int, int, int | None, str]  # reading, response, question, sentiment, language


def _readings(edition: Edition, which: Q) -> list[_Row]:
    rows = Reading.objects.filter(
        which, edition=edition, response__is_test=False, response__excluded_at__isnull=True
    )
    fields = ("id", "response_id", "question_id", "sentiment", "language")
    return list(rows.order_by("-response__answered_at", "-id").values_list(*fields)[:REFERENCE])


def _reference(edition: Edition, before: date) -> list[_Row]:
    """Return the comments that were there when the edition came into use: the newest of them."""
    until = edition.current_from
    ends = min(until.date(), before) if until else before
    return _readings(edition, Q(response__answered_at__date__lt=ends))


def _compared(reference: Sequence[_Row], week: Sequence[_Row], *, seed: int) -> dict[str, dict[str, Any]]:
    measures = {
        "sentiment": _mix([str(row[3]) for row in reference], [str(row[3]) for row in week]),
        "language": _mix([row[4] for row in reference], [row[4] for row in week]),
        "themes": _themes(reference, week),
        "meaning": _meaning(reference, week, seed=seed),
    }
    told = {name: one for name, one in measures.items() if one is not None}
    adjusted = multiple_testing([one["p"] for one in told.values()]).adjusted
    return {
        name: {**one, "adjusted_p": float(p)} for (name, one), p in zip(told.items(), adjusted, strict=True)
    }


def _mix(before: Sequence[str], now: Sequence[str]) -> dict[str, Any] | None:
    """Compare two mixes by chi-square; kinds too rare to tell are thrown together."""
    old, new = Counter(before), Counter(now)
    small = min(len(before), len(now)) / (len(before) + len(now))
    often = [kind for kind in sorted(old | new) if (old[kind] + new[kind]) * small >= EXPECTED]
    table = [[one[kind] for kind in often] for one in (old, new)]
    rest = [sum(one.values()) - sum(row) for one, row in zip((old, new), table, strict=True)]
    if sum(rest):
        table = [[*row, others] for row, others in zip(table, rest, strict=True)]
        often.append("others")
    try:
        found = chisq_homogeneity(table)
    except ArgumentError:
        return None  # one kind alone: there is no mix
    moved = max(zip(often, found.std_residuals[1], strict=True), key=lambda one: abs(one[1] or 0.0))
    return {"statistic": found.statistic, "p": found.p_value, "most": moved[0]}


def _themes(reference: Sequence[_Row], week: Sequence[_Row]) -> dict[str, Any] | None:
    """Compare how many comments speak of each theme: a test a theme, for a comment may speak of several."""
    old, new = _theme_counts(reference), _theme_counts(week)
    tests = {
        theme: one
        for theme in sorted(old | new)
        if (one := _mix(_flags(old[theme], len(reference)), _flags(new[theme], len(week)))) is not None
    }
    if not tests:
        return None
    adjusted = multiple_testing([one["p"] for one in tests.values()]).adjusted
    theme, p = min(zip(tests, adjusted, strict=True), key=lambda one: one[1])
    return {"statistic": tests[theme]["statistic"], "p": float(p), "most": theme}


def _flags(count: int, n: int) -> list[str]:
    return ["yes"] * count + ["no"] * (n - count)


def _theme_counts(rows: Sequence[_Row]) -> Counter[str]:
    found = Mention.objects.filter(reading_id__in=[row[0] for row in rows])
    return Counter(theme for _reading, theme in set(found.values_list("reading_id", "theme")))


def _meaning(reference: Sequence[_Row], week: Sequence[_Row], *, seed: int) -> dict[str, Any] | None:
    old, new = _rows(reference), _rows(week)
    if old is None or new is None or old.shape[1] != new.shape[1]:
        return None
    shift = mean_shift(old, new, rng=np.random.default_rng(seed))
    if shift.p is None:
        return None
    return {"statistic": shift.distance, "p": shift.p, "most": ""}


def _rows(rows: Sequence[_Row]) -> Floats | None:
    """Return where comments lie, by the model that most of them were read with."""
    keys = [TextKey(row[1], row[2]) for row in rows]
    found = [store.get(keys) for store in stores()]
    most = max(found, key=lambda one: len(one[0]), default=None)
    return most[1] if most is not None and len(most[0]) >= FEWEST else None
