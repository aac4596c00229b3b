"""The answer of a board in one sentence, and changes in a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from heedful.understand.boards.charts.frame import say, say_count
from heedful.understand.metrics.types import Breakdown, BreakdownRow, Compared, Finding, MetricFacts, Score
from heedful.understand.metrics.wording import amount


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
    words = {"label": metric.label, "score": say(score.value, score.unit), "n": say_count(score.n)}
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


def because(compared: Compared | None, breakdown: Breakdown | None) -> list[str]:
    """Say what else matters for the sentence: how sure, what it was before, which groups stand out."""
    said = []
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
