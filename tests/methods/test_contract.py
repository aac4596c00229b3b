"""The contract's adapters, and the worked examples where the checkout has them beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from heedful.methods.conformance import run_example

SHARED = Path(__file__).parents[3] / "shared" / "examples" / "worked_examples.json"
CLASSES = {"promoters": 40, "passives": 30, "detractors": 30}
TABLE = {
    "columns": {"y": [1, 3, 10, 14], "w": [5, 5, 10, 10], "s": ["a", "a", "b", "b"], "n": [10, 10, 20, 20]}
}
LONG = {
    "columns": {
        "place": ["a", "a", "b", "b", "a"],
        "time": [1, 2, 1, 2, 2],
        "x": [0, 0, 5, 5, 0],
        "y": [0, 0, 5, 5, 0],
        "cases": [2, 8, 2, 2, 1],
        "expected": [1, 0.5, 1, 1, 0.5],
    }
}
QUEUE = {"interval_seconds": 1800, "aht_seconds": 180}

EXAMPLES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("nps", {"scores": [10, None, 11, 0]}, {"nps": 0, "n_missing": 1, "n_invalid": 1, "n_effective": 2}),
    ("top_box", {"scores": [5, 1], "scale_min": 1, "scale_max": 5, "top": [5]}, {"share_pct": 50, "mean": 3}),
    ("acsi_index", {"means": [5.5]}, {"index": 50}),
    ("star_rating_bound", {"counts": [0, 0, 0, 0, 0]}, {"mean": None, "posterior_mean": 3}),
    (
        "ipa",
        {"importance": [1, 3], "performance": [3, 1]},
        {"quadrants": ["possible_overkill", "concentrate_here"]},
    ),
    ("kano", {"pairs": [["like", "dislike"]]}, {"category": "O", "better": 1, "worse": -1}),
    ("kano", {"counts": {"I": 1}}, {"category": "I", "better": 0}),
    (
        "maxdiff_counts",
        {"tasks": [{"items": ["a", "b"], "best": "a", "worst": "b"}]},
        {"scores": {"a": 1, "b": -1}},
    ),
    ("nps_interval", CLASSES, {"nps": 10, "low": -6.27193708785}),
    ("proportion_interval", {"x": 0, "n": 0}, {"estimate": None, "low": None}),
    ("proportion_difference_interval", {"x1": 56, "n1": 70, "x2": 48, "n2": 80}, {"low": 0.0524314724}),
    ("multinomial_simultaneous", {"counts": [5, 5]}, {"low": [0.21086627, 0.21086627]}),
    ("poisson_interval", {"events": 0}, {"rate": 0, "low": 0, "high": 3.68887945}),
    ("nps_difference", {"a": CLASSES, "b": CLASSES}, {"difference": 0, "z": 0, "p_value": 1}),
    ("two_proportion_test", {"x1": 1, "n1": 2, "x2": 1, "n2": 2, "test": "fisher"}, {"p_value": 1}),
    ("paired_proportion_change", {"gained": 2, "lost": 2, "n": 9}, {"estimate": 0, "p_value": 1}),
    ("chisq_homogeneity", {"table": [[5, 5], [5, 5]]}, {"statistic": 0, "df": 1, "p_value": 1}),
    ("marascuilo", {"x": [1, 1], "n": [2, 2]}, {"differences": [0], "significant": [False]}),
    (
        "multiple_testing",
        {"p_values": [0.01, 0.04], "adjust": "bonferroni"},
        {"adjusted": [0.02, 0.08], "rejected": 1},
    ),
    ("poisson_rate_ratio", {"x1": 4, "t1": 1, "x2": 2, "t2": 1}, {"ratio": 2}),
    ("poisson_exceedance", {"observed": 0, "expected": 1}, {"p_value": 1, "recurrence_interval": 1}),
    ("welch_t", {"a": [1, 2, 3], "b": {"n": 3, "mean": 2, "sd": 1}}, {"difference": 0, "t": 0, "df": 4}),
    ("kruskal_wallis", {"groups": [[1, 2], [1, 2]]}, {"statistic": 0, "df": 1}),
    ("mann_whitney", {"a": [1], "b": [2]}, {"u": 0, "prob_superiority": 0}),
    ("mantel_haenszel", {"tables": [[[1, 1], [1, 1]]]}, {"common_odds_ratio": 1, "statistic": 0}),
    ("nps_sample_size", {"variance": 1, "margin": 10}, {"n": 382}),
    ("power_proportions", {"p1": 0.5, "p2": 0.75, "power": 0.9}, {"n": 76.7069284518}),
    ("kish", {"weights": [1, 1]}, {"n_effective": 2, "deff": 1}),
    ("survey_mean", {"table": TABLE, "y": "y"}, {"estimate": 7, "df": 3}),
    (
        "survey_mean",
        {
            "table": TABLE,
            "y": "y",
            "weights": "w",
            "strata": "s",
            "fpc": "n",
            "domain": {"column": "s", "value": "a"},
        },
        {"estimate": 2, "df": 2, "se": 0.8944271909999159},
    ),
    (
        "rake_table",
        {"seed": [[1, 1], [1, 1]], "row_targets": [4, 6], "col_targets": [5, 5]},
        {"fitted": [[2, 2], [3, 3]]},
    ),
    (
        "rake_weights",
        {"table": TABLE, "margins": {"s": {"a": 1, "b": 3}, "n": {"10": 1, "20": 3}}, "y": "y"},
        {"weights_by_cell": {"a|10": 0.5, "b|20": 1.5}, "weighted_mean": 9.5},
    ),
    (
        "rake_weights",
        {"table": TABLE, "margins": {"s": {"a": 1, "b": 3}}, "base_weights": "w"},
        {"deff": 1.25},
    ),
    (
        "poststratify",
        {"strata": [{"name": "a", "n": 1, "mean": 2}], "population": {"a": 9}},
        {"mean": 2, "se": None},
    ),
    (
        "linear_calibration",
        {"table": TABLE, "calibrate": {"intercept": 8, "dummy:s=b": 4, "y": 56}, "y": "y"},
        {"total": 56, "mean": 7},
    ),
    (
        "linear_calibration",
        {"table": TABLE, "base_weights": "w", "calibrate": {"intercept": 30}, "y": "y"},
        {"total": 260},
    ),
    (
        "nonresponse_bias",
        {"response_rate": 0.5, "mean_respondents": 2, "mean_nonrespondents": 0},
        {"bias": 1},
    ),
    ("data_defect", {"n": 1, "N": 2, "rho": 0.5}, {"f": 0.5, "n_effective": 4}),
    (
        "mix_shift",
        {"groups": [{"a_size": 1, "a_rate": 1, "b_size": 1, "b_rate": 2}]},
        {"mix_effect": 0, "rate_effect": 1},
    ),
    ("rubin_pool", {"estimates": [1, 1], "variances": [1, 1]}, {"estimate": 1, "df": None}),
    ("aapor_rates", {"I": 1, "R": 1}, {"RR1": 0.5, "RR3": None, "COOP1": 0.5, "CON3": 1}),
    ("ewma_chart", {"x": [1], "target": 0, "sigma": 1, "lambda": 1}, {"ewma": [1], "ucl": 3, "lcl": -3}),
    ("ewma_chart", {"x": [1], "target": 0, "sigma": 1, "lambda": 1, "limits": "exact"}, {"ucl": [3]}),
    ("cusum_chart", {"x": [2], "target": 0, "k": 1, "h": 0.5}, {"c_plus": [1], "alarms": [1]}),
    ("cusum_arl", {"k": 0.5, "h": 5, "shift": 1}, {"arl": 10.3759699}),
    ("xmr_chart", {"x": [1, 1]}, {"mean": 1, "mr_bar": 0}),
    ("p_chart", {"x": [1, 1], "n": [2, 2]}, {"center": 0.5, "lcl": [0, 0]}),
    ("generalized_esd", {"x": [1, 1, 1, 1], "max_outliers": 1}, {"n_outliers": 0, "outliers": []}),
    ("ears", {"counts": [0] * 7 + [1], "variant": "C1"}, {"upper": [0], "alarms": [8]}),
    ("farrington", {"counts": [0] * 60, "week": 60, "b": 1, "w": 1}, {"expected": 0, "alarm": False}),
    ("changepoint_mean", {"x": [1, 1, 5, 5]}, {"index": 2, "rss": 0}),
    (
        "holt_winters",
        {"x": [1, 3, 1, 3], "period": 2, "alpha": 0, "beta": 0, "gamma": 0},
        {"forecast": [1], "sse": 0},
    ),
    ("ses", {"x": [1, 3], "alpha": 0.5}, {"forecast": [2]}),
    ("forecast_accuracy", {"train": [1, 2], "actual": [1], "forecast": [2]}, {"mae": 1, "coverage": None}),
    (
        "interrupted_time_series",
        {
            "table": {"columns": {"c": [4, 4, 4, 4], "s": [0, 0, 1, 1], "t": [1, 2, 3, 4]}},
            "count": "c",
            "step": "s",
            "time": "t",
        },
        {"rate_ratio": 1, "p_value": 1, "dispersion": 0},
    ),
    (
        "interrupted_time_series",
        {
            "table": {
                "columns": {"c": [4, 8, 4, 8], "s": [0, 0, 1, 1], "t": [1, 2, 3, 4], "n": [1, 2, 1, 2]}
            },
            "count": "c",
            "offset": "n",
            "step": "s",
            "time": "t",
        },
        {"rate_ratio": 1},
    ),
    ("scan_llr", {"cases_in": 1, "expected_in": 1, "cases_total": 2}, {"llr": 0, "observed_expected": 1}),
    (
        "spatial_scan",
        {"table": LONG, "id": "place", "coords": ["x", "y"], "cases": "cases", "population": "expected"},
        {"clusters": [{"ids": ["a"], "cases": 8}]},
    ),
    (
        "space_time_permutation",
        {"counts": [[1, 1, 5], [3, 3, 1]], "coords": [[0, 0], [1, 1]], "max_days": 2},
        {"locations": [0], "days": 1, "cases": 5, "expected": 3},
    ),
    (
        "space_time_scan",
        {
            "table": LONG,
            "location": "place",
            "period": "time",
            "coords": ["x", "y"],
            "cases": "cases",
            "expected": "expected",
        },
        {"locations": ["a"], "start": 2, "end": 2, "cases": 9},
    ),
    (
        "space_time_scan",
        {
            "table": {"columns": {"p": ["a"], "t": [1], "x": [0], "y": [0], "c": [1]}},
            "location": "p",
            "period": "t",
            "coords": ["x", "y"],
            "cases": "c",
            "expected": "c",
        },
        {"llr": 0, "locations": [], "start": None},
    ),
    (
        "erlang_c",
        {"arrivals_per_interval": 100, "agents": 10, **QUEUE},
        {"wait_probability": 1, "asa_seconds": None},
    ),
    ("erlang_b", {"load_erlangs": 1, "lines": 1}, {"blocking": 0.5}),
]


def agree(got: Any, wanted: Any, tolerance: dict[str, float]) -> bool:
    if isinstance(wanted, dict):
        return all(name in got and agree(got[name], value, tolerance) for name, value in wanted.items())
    if isinstance(wanted, list):
        return len(got) == len(wanted) and all(
            agree(a, b, tolerance) for a, b in zip(got, wanted, strict=True)
        )
    if wanted is None or isinstance(wanted, bool | str):
        return bool(got == wanted)
    within = tolerance.get("abs", 0) + tolerance.get("rel", 0) * abs(wanted)
    return got is not None and abs(got - wanted) <= within


@pytest.mark.parametrize(
    ("method", "example", "expected"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_adapter(method, example, expected):
    found = run_example(method, example)
    assert agree(found, expected, {"rel": 1e-6, "abs": 1e-9}), found


def test_unknown_methods_are_not_implemented():
    with pytest.raises(NotImplementedError, match="crystal_ball"):
        run_example("crystal_ball", {})


def absolute(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: str(SHARED.parent / v) if k == "csv" else absolute(v) for k, v in value.items()}
    return value


@pytest.mark.skipif(not SHARED.exists(), reason="the worked examples are not beside this checkout")
def test_worked_examples():
    examples = json.loads(SHARED.read_text(encoding="utf-8"))["examples"]
    wrong = [
        e["id"]
        for e in examples
        if not agree(run_example(e["method"], absolute(e["input"])), e["expected"], e["tolerance"])
    ]
    assert wrong == []
