"""The answer of a board in one sentence, and changes in a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from heedful.understand.boards.charts.frame import say, say_count
from heedful.understand.metrics.types import (
    Breakdown,
    BreakdownRow,
    Compared,
    Contribution,
    Contributions,
    Finding,
    MetricFacts,
    Score,
    Unit,
)
from heedful.understand.metrics.wording import amount

MOST_NAMED = 3
MIX_MATTERS = 0.25  # of the change


@dataclass(frozen=True, slots=True)
class Tag:
    tone: str  # better, worse, caution or nothing
    sign: str
    text: str


def change_tag(compared: Compared) -> Tag:
    """Return the change since the period before as a word with a sign."""
    verdict = compared.verdict
    if verdict.finding is Finding.REAL_CHANGE and verdict.is_better is not None:
        return (
            Tag("better", "▲", _("real change")) if verdict.is_better else Tag("worse", "▼", _("real change"))
        )
    if verdict.finding is Finding.NOISE:
        return Tag("", "≈", _("cannot be told from noise"))
    if verdict.finding is Finding.TOO_FEW:
        return Tag("caution", "?", _("too few answers"))
    return Tag("", "", _("nothing to compare with"))


def headline(metric: MetricFacts, score: Score, compared: Compared | None) -> str:
    """Say the answer: what the score did, and whether that is more than noise."""
    words = {"label": metric.name, "score": say(score.value, score.unit), "n": say_count(score.n)}
    if score.value is None:
        return _("Nobody has answered in this period and filter, so there is no score.")
    if compared is None or compared.reference.value is None:
        return (
            ngettext(
                "%(label)s is %(score)s, from %(n)s answer.",
                "%(label)s is %(score)s, from %(n)s answers.",
                score.n,
            )
            % words
        )
    return _movement(compared, words)


def _movement(compared: Compared, words: dict[str, str]) -> str:
    verdict = compared.verdict
    difference = verdict.comparison.difference or 0.0
    words |= {"amount": amount(difference, compared.current.unit)}
    if verdict.finding is Finding.REAL_CHANGE:
        if difference > 0:
            return (
                _("%(label)s rose by %(amount)s against the period before. That is more than noise.") % words
            )
        return _("%(label)s fell by %(amount)s against the period before. That is more than noise.") % words
    if verdict.finding is Finding.TOO_FEW:
        return _("%(label)s is %(score)s. There are too few answers to say whether it changed.") % words
    return _("%(label)s is %(score)s, as before: a change of %(amount)s cannot be told from noise.") % words


def because(
    compared: Compared | None, breakdown: Breakdown | None, origins: Sequence[Contributions] = ()
) -> list[str]:
    """Say what else matters: where a change comes from, what it was before, which groups stand out."""
    said = _accounting(origins)
    if compared and compared.reference.value is not None:
        said.append(_before(compared))
        if compared.verdict.finding is Finding.NOISE and compared.verdict.answers_needed:
            said.append(_needed(compared.verdict.answers_needed))
    if breakdown:
        said += _outstanding(breakdown)
    return said


def _before(compared: Compared) -> str:
    words = {
        "score": say(compared.reference.value, compared.reference.unit),
        "period": compared.reference_label,
        "n": say_count(compared.reference.n),
    }
    return _("It was %(score)s in %(period)s (n = %(n)s).") % words


def _needed(more: int) -> str:
    return ngettext(
        "About %(n)s more answer would be needed to tell.",
        "About %(n)s more answers would be needed to tell.",
        more,
    ) % {"n": say_count(more)}


def _accounting(origins: Sequence[Contributions]) -> list[str]:
    """Say where a change comes from: the dimension whose groups account for most of it."""
    telling = [each for each in origins if each.named]
    if not telling:
        return _moved(origins)
    best = max(telling, key=lambda each: abs(sum(one.part for one in each.named[:MOST_NAMED])))
    named = best.named[:MOST_NAMED]
    unit = named[0].score.unit
    part = sum(one.part for one in named)
    words = {
        "dimension": best.dimension_label,
        "groups": _(" and ").join([", ".join(one.label for one in named[:-1]), named[-1].label])
        if len(named) > 1
        else named[0].label,
        "part": number_format(abs(part), 2 if unit is Unit.SCALE else 1, use_l10n=True),
        "amount": amount(best.total, unit),
    }
    said = [_part_said(len(named), exceeds=abs(part) > abs(best.total)) % words]
    if abs(best.mix) >= MIX_MATTERS * abs(best.total):
        said.append(
            _("Another mix of answers by %(dimension)s accounts for %(mix)s.")
            % {**words, "mix": amount(best.mix, unit)}
        )
    return said + _moved(origins)


def _part_said(groups: int, *, exceeds: bool) -> str:
    """Return the sentence on what groups add; a part larger than the whole is no part of it."""
    if exceeds:
        return _(
            "%(dimension)s %(groups)s alone would have moved it by %(part)s (change × share of answers);"
            " others went the other way, which left %(amount)s."
        )
    return ngettext(
        "%(dimension)s %(groups)s accounts for %(part)s of the %(amount)s (change × share of answers).",
        "%(dimension)s %(groups)s account for %(part)s of the %(amount)s (change × share of answers).",
        groups,
    )


def _moved(origins: Sequence[Contributions]) -> list[str]:
    """Name the groups that went the same way, further than the others, but are too small to explain it."""
    found = sorted((one for each in origins for one in each.moved), key=lambda one: -abs(one.change))
    if not found:
        return []
    groups = ", ".join(
        f"{one.label} ({_from_to(one.score.value, one)})"
        for one in found[:MOST_NAMED]
        if one.score.value is not None
    )
    words = (
        _("Fell much more than others: %(groups)s.")
        if found[0].change < 0
        else _("Rose much more than others: %(groups)s.")
    )
    return [words % {"groups": groups}]


def _from_to(value: float, moved: Contribution) -> str:
    return f"{say(value - moved.change, moved.score.unit)} → {say(value, moved.score.unit)}"


def _outstanding(breakdown: Breakdown) -> list[str]:
    whole = breakdown.total.value
    rows = [row for row in breakdown.rows if row.stands_out and row.score.value is not None]
    if whole is None:
        return []
    low = [row for row in reversed(rows) if (row.score.value or 0) < whole]
    high = [row for row in rows if (row.score.value or 0) > whole]
    said = []
    if low:
        said.append(_("Below the others: %(groups)s.") % {"groups": _named(low)})
    if high:
        said.append(_("Above the others: %(groups)s.") % {"groups": _named(high)})
    return said


def _named(rows: Sequence[BreakdownRow], most: int = 3) -> str:
    named = [f"{row.label} ({say(row.score.value, row.score.unit)})" for row in rows[:most]]
    more = len(rows) - len(named)
    listed = ", ".join(named)
    if more <= 0:
        return listed
    return ngettext("%(listed)s and %(more)d other", "%(listed)s and %(more)d others", more) % {
        "listed": listed,
        "more": more,
    }
