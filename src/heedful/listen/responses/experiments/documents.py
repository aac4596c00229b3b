from __future__ import annotations

from typing import Any

from heedful.listen.responses.experiments.types import ExperimentResult, OutcomeResult


def result_document(result: ExperimentResult) -> dict[str, Any]:
    return {
        "experiment": result.experiment.uid,
        "state": str(result.experiment.state),
        "people": [
            {"arm": arm, "asked": n, "planned_share": round(share, 4)} for arm, n, share in result.people
        ],
        "split_p_value": result.split_p,
        "is_split_broken": result.is_split_broken,
        "waiting": result.waiting,
        "main": _outcome(result.main),
        "others": [_outcome(one) for one in result.others],
    }


def _outcome(one: OutcomeResult) -> dict[str, Any]:
    return {
        "outcome": str(one.outcome),
        "unit": str(one.unit),
        "arms": [{"arm": arm.key, "n": arm.n, "value": arm.value} for arm in one.arms],
        "comparisons": [
            {
                "arm": each.arm,
                "difference": each.difference,
                "low": each.low,
                "high": each.high,
                "verdict": str(each.verdict),
                "looks": len(each.looks),
            }
            for each in one.comparisons
        ],
    }
