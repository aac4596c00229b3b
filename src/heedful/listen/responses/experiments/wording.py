"""What came of an experiment, in sentences."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _, gettext_lazy

from heedful.listen.fieldwork.experiments import Outcome, State
from heedful.listen.responses.experiments.types import ArmComparison, ExperimentResult, Unit, Verdict

OUTCOME_LABELS = {
    Outcome.RESPONSE: gettext_lazy("Response rate"),
    Outcome.COMPLETION: gettext_lazy("Completion"),
    Outcome.SCORE: gettext_lazy("Score"),
}


def headline(result: ExperimentResult) -> str:
    if result.experiment.state is State.DRAFT:
        return _("This experiment has not been started.")
    if result.is_split_broken:
        return _("People were not split as planned, so nothing about this experiment can be believed.")
    told = [one for one in result.main.comparisons if one.verdict in {Verdict.BETTER, Verdict.WORSE}]
    if told:
        return " ".join(_told(one, result) for one in told)
    if all(one.verdict is Verdict.TOO_FEW for one in result.main.comparisons):
        return _("Too few people have been asked to say anything yet.")
    return _("No difference can be told from chance yet.")


def _told(one: ArmComparison, result: ExperimentResult) -> str:
    says = (
        _("%(arm)s is better than %(first)s by %(difference)s: more than chance.")
        if one.verdict is Verdict.BETTER
        else _("%(arm)s is worse than %(first)s by %(difference)s: more than chance.")
    )
    first = result.experiment.arms[0].key
    difference = _apart(abs(one.difference or 0.0), result.main.unit)
    return says % {"arm": one.arm, "first": first, "difference": difference}


def because(result: ExperimentResult) -> str:
    if result.experiment.state is State.DRAFT:
        return _("Start it: from then on everybody who is asked gets an arm by chance and keeps it.")
    if result.is_split_broken:
        return _(
            "So uneven a split comes about by chance less than once in a thousand. Look for what asks or"
            " records one arm more than the other, and begin anew."
        )
    parts = [_limits(one, result) for one in result.main.comparisons if one.low is not None]
    if result.waiting:
        parts.append(
            _("%(n)s were asked within the last three days and are still left out.")
            % {"n": number_format(result.waiting, 0, use_l10n=True)}
        )
    return " ".join(parts)


def _limits(one: ArmComparison, result: ExperimentResult) -> str:
    return _("The difference of %(arm)s lies between %(low)s and %(high)s, however often one looks.") % {
        "arm": one.arm,
        "low": signed(one.low, result.main.unit),
        "high": signed(one.high, result.main.unit),
    }


def _apart(value: float, unit: Unit) -> str:
    if unit is not Unit.PERCENT:
        return measured(value, unit)
    return _("%(n)s percentage points") % {"n": number_format(value, 1, use_l10n=True)}


def measured(value: float | None, unit: Unit) -> str:
    if value is None:
        return "–"
    number = number_format(value, 2 if unit is Unit.SCALE else 1, use_l10n=True)
    if unit is Unit.PERCENT:
        return _("%(n)s %%") % {"n": number}
    return _("%(n)s points") % {"n": number} if unit is Unit.POINTS else number


def signed(value: float | None, unit: Unit) -> str:
    if value is None:
        return "–"
    number = number_format(abs(value), 2 if unit is Unit.SCALE else 1, use_l10n=True)
    return ("+" if value > 0 else "−" if value < 0 else "±") + number


VERDICT_LABELS = {
    Verdict.BROKEN: gettext_lazy("split broken"),
    Verdict.TOO_FEW: gettext_lazy("too few"),
    Verdict.BETTER: gettext_lazy("better"),
    Verdict.WORSE: gettext_lazy("worse"),
    Verdict.OPEN: gettext_lazy("not told from chance"),
}
