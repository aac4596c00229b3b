"""An outlook in sentences."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _, gettext_lazy

from heedful.listen.fieldwork.simulator.scenario import NO_OCCASION
from heedful.listen.fieldwork.trace.wording import GATE_LABELS
from heedful.listen.fieldwork.types import Gate

_NO_OCCASION = gettext_lazy("No occasion: no plan thought of them")


def why_label(why: str) -> str:
    """Name a gate, or that there was none."""
    return str(_NO_OCCASION if why == NO_OCCASION else GATE_LABELS[Gate(why)])


def headline(result: dict[str, Any]) -> str:
    first = result["scenarios"][0]
    if not result["people"]:
        return _("There are no contacts yet, so nobody would be asked.")
    if len(result["scenarios"]) == 2:
        return _compared(first, result["scenarios"][1])
    if not first["asks"]:
        return _("In the next %(days)s days nobody would be asked.") % {"days": result["days"]}
    return _("In the next %(days)s days %(people)s people would be asked %(asks)s times.") % {
        "days": result["days"],
        "people": whole(first["reached"]),
        "asks": whole(first["asks"]),
    }


def because(result: dict[str, Any]) -> str:
    first = result["scenarios"][0]
    if not result["people"]:
        return ""
    parts = []
    if first["asks"]:
        parts.append(_lead(result))
        parts.append(
            _(
                "%(low)s to %(high)s answers are to be expected;"
                " nobody would be asked more than %(most)s times."
            )
            % {
                "low": whole(first["answers"]["low"]),
                "high": whole(first["answers"]["high"]),
                "most": first["most_asks_of_one"],
            }
        )
    if first["never_reached"]:
        main = first["never_reached"][0]
        parts.append(
            _("%(people)s would never be reached, most of them because of: %(why)s.")
            % {
                "people": whole(sum(one["people"] for one in first["never_reached"])),
                "why": why_label(main["why"]),
            }
        )
    return " ".join(part for part in parts if part)


def _lead(result: dict[str, Any]) -> str:
    """Say of which rules the sentence is, where there are two."""
    return _("By today's rules:") if len(result["scenarios"]) == 2 else ""


def _compared(first: dict[str, Any], second: dict[str, Any]) -> str:
    asks = second["asks"] - first["asks"]
    answers = second["answers"]["expected"] - first["answers"]["expected"]
    if not asks and abs(answers) < 0.5:
        return _("The proposed rules would change nothing.")
    return _("As proposed: %(asks)s asks and %(answers)s answers against today's rules.") % {
        "asks": _signed(asks),
        "answers": _signed(round(answers)),
    }


def whole(value: float) -> str:
    return number_format(round(value), 0, use_l10n=True, force_grouping=True)


def _signed(value: int) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + whole(abs(value))
