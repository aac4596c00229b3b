"""What the scene shows, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _, gettext_lazy

if TYPE_CHECKING:  # arrays are loaded when somebody looks
    from heedful.listen.fieldwork.coverage.simulate import Sight

LABELS = {
    "under_35": gettext_lazy("Under 35"),
    "35_to_54": gettext_lazy("35 to 54"),
    "55_and_over": gettext_lazy("55 and over"),
    "promoter": gettext_lazy("Promoters"),
    "passive": gettext_lazy("Passives"),
    "detractor": gettext_lazy("Detractors"),
}
_SMALL = 0.5  # points that nobody would see


def headline(sight: Sight) -> str:
    if abs(sight.bias) < _SMALL:
        return _("We would see the truth: those who answer are like those who do not.")
    if abs(sight.left) < _SMALL:
        return _("Raw, we would be %(bias)s points off; weighted by age, we would see the truth.") % {
            "bias": _points(sight.bias)
        }
    if not _is_corrected(sight):
        return _("We would be %(left)s points off, and no weight could tell us.") % {
            "left": _points(sight.left)
        }
    return _("Raw, we would be %(bias)s points off; weighted by age, still %(left)s.") % {
        "bias": _points(sight.bias),
        "left": _points(sight.left),
    }


def because(sight: Sight) -> str:
    parts = []
    if _is_corrected(sight):
        parts.append(
            _("Age explains %(corrected)s points: it is known of everybody, so weighting puts it right.")
            % {"corrected": _points(sight.corrected)}
        )
    if abs(sight.left) >= _SMALL:
        parts.append(
            _(
                "%(left)s points come from the score itself: some answer less because of what they would"
                " say. Nobody knows that of those who kept silent, so it cannot be corrected by any weight;"
                " a higher response rate is the only cure."
            )
            % {"left": _points(sight.left)}
        )
    if not parts:
        parts.append(_("Then the interval keeps its promise: it holds the true score 95 times of 100."))
    return " ".join(parts)


def _is_corrected(sight: Sight) -> bool:
    # Beside a large error a small correction is not worth a word.
    return abs(sight.corrected) >= max(_SMALL, 0.05 * abs(sight.bias))


def coverage(share: float | None, error: float | None) -> str:
    """Return how often an interval held the truth, with what chance does to that number."""
    if share is None or error is None:
        return "–"
    return _("%(share)s %% ± %(error)s") % {
        "share": number_format(100 * share, 0, use_l10n=True),
        "error": number_format(100 * error, 0 if error >= 0.01 else 1, use_l10n=True),
    }


def _points(value: float) -> str:
    return number_format(abs(value), 1 if abs(value) < 9.95 else 0, use_l10n=True)
