"""Verdicts in words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from heedful.methods.results import Comparison
from heedful.understand.metrics.types import Finding, Unit


def verdict_sentence(
    finding: Finding, comparison: Comparison, *, label: str, unit: Unit, since: str, more: int | None
) -> str:
    """Say what happened to a score and whether it is more than noise."""
    if finding is Finding.NO_ANSWERS:
        return _("There are no answers to compare with %(since)s.") % {"since": since}
    assert comparison.difference is not None
    return f"{_movement(comparison.difference, label, unit, since)} {_how_sure(finding, comparison, more)}"


def amount(difference: float, unit: Unit) -> str:
    """Return a difference in words: points, percentage points or steps of the scale."""
    places = 2 if unit is Unit.SCALE else 1
    # Rounded first: the format cuts what is behind.
    words = {"size": number_format(round(abs(difference), places), places, use_l10n=True)}
    if unit is Unit.SCALE:
        return _("%(size)s on the scale") % words
    if unit is Unit.PERCENT:
        return _("%(size)s percentage points") % words
    return _("%(size)s points") % words


def _movement(difference: float, label: str, unit: Unit, since: str) -> str:
    words = {"label": label, "amount": amount(difference, unit), "since": since}
    if difference > 0:
        return _("%(label)s is %(amount)s higher than %(since)s.") % words
    if difference < 0:
        return _("%(label)s is %(amount)s lower than %(since)s.") % words
    return _("%(label)s is the same as %(since)s.") % words


def _how_sure(finding: Finding, comparison: Comparison, more: int | None) -> str:
    if finding is Finding.REAL_CHANGE:
        return _("That is more than noise.")
    if finding is Finding.TOO_FEW:
        few = min(comparison.n_a, comparison.n_b)
        return ngettext(
            "One side has only %(n)d answer, too few to say.",
            "One side has only %(n)d answers, too few to say.",
            few,
        ) % {"n": few}
    if more is None:
        return _("That cannot be told from noise.")
    return ngettext(
        "That cannot be told from noise; about %(n)s more answer would be needed.",
        "That cannot be told from noise; about %(n)s more answers would be needed.",
        more,
    ) % {"n": number_format(round_for_words(more), 0, use_l10n=True, force_grouping=True)}


def round_for_words(count: int) -> int:
    """Two leading digits: 431 becomes 430."""
    if count < 100:
        return count
    step = int(10 ** (len(str(count)) - 2))
    return round(count / step) * step


def reason_words(reason: str) -> str:
    """Say why responses were left out."""
    kind, _colon, why = reason.partition(":")
    words = {
        "test": _("test answers"),
        "excluded": _("excluded"),
        "repeated": _("older answers of the same person"),
        "outside_period": _("of another period"),
        "outside_filter": _("outside the filter"),
    }.get(kind, kind.replace("_", " "))
    return f"{words}: {why}" if why else words
