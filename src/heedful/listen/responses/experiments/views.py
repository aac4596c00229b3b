"""The page of one experiment: what came of it so far."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heedful.listen.responses.experiments import wording
from heedful.listen.responses.experiments.charts import looks_picture
from heedful.listen.responses.experiments.queries import experiment_result
from heedful.listen.responses.experiments.types import ArmComparison, ArmResult, OutcomeResult
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission


@require_GET
def experiment(request: HouseRequest, experiment_uid: str) -> HttpResponse:
    result = experiment_result(experiment_uid, by=request.actor)
    first = result.experiment.arms[0].key
    pictures = [
        looks_picture(number, one, first, result.main.unit)
        for number, one in enumerate(result.main.comparisons)
    ]
    context = {
        "result": result,
        "experiment": result.experiment,
        "headline": wording.headline(result),
        "because": wording.because(result),
        "main_label": wording.OUTCOME_LABELS[result.main.outcome],
        "charts": [one for one in pictures if one is not None],
        "outcomes": [_shown(one) for one in (result.main, *result.others)],
        "asked": sum(n for _arm, n, _share in result.people),
        "people": [(arm, n, 100 * share) for arm, n, share in result.people],
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "responses/experiments/experiment.html", context)


def _shown(one: OutcomeResult) -> dict[str, Any]:
    compared = {each.arm: each for each in one.comparisons}
    return {
        "label": wording.OUTCOME_LABELS[one.outcome],
        "rows": [_row(arm, compared.get(arm.key), one) for arm in one.arms],
    }


def _row(arm: ArmResult, compared: ArmComparison | None, one: OutcomeResult) -> dict[str, Any]:
    row: dict[str, Any] = {"arm": arm.key, "n": arm.n, "value": wording.measured(arm.value, one.unit)}
    if compared is not None:
        row |= {
            "difference": wording.signed(compared.difference, one.unit),
            "has_limits": compared.low is not None,
            "low": wording.signed(compared.low, one.unit),
            "high": wording.signed(compared.high, one.unit),
            "verdict": wording.VERDICT_LABELS[compared.verdict],
            "tone": {"better": "better", "worse": "worse", "broken": "caution"}.get(compared.verdict, ""),
        }
    return row
