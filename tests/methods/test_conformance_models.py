"""The adapters of worked examples reach the methods they name, with every option passed on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from heedful.methods.conformance import run_example
from heedful.methods.conformance.tables import read_table

TABLE = {"columns": {"y": [1, 3, 2, 5, 4], "x": [1, 2, 3, 4, 5], "z": [2, 1, 2, 1, 1]}}
LIVES = {"columns": {"t": [1, 2, 3, 4], "dead": ["yes", "no", "yes", "yes"], "x": [1, 0, 0, None]}}
BUYERS = {"columns": {"x": [2, 1, 0], "t_x": [30.4, 1.7, 0], "T": [38.9] * 3}}
BGNBD = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
BGBB = {"alpha": 1.203528, "beta": 0.749726, "gamma": 0.6567808, "delta": 2.783796}
EXAMPLES: list[tuple[str, dict[str, Any], str, Any]] = [
    ("ols", {"table": TABLE, "target": "y", "predictors": ["x"]}, "coefficients/x", 0.8),
    ("shapley_r2", {"table": TABLE, "target": "y", "predictors": ["x"]}, "shapley/x", 0.64),
    ("relative_weights", {"table": TABLE, "target": "y", "predictors": ["x"]}, "weights/x", 0.64),
    (
        "relative_weights",
        {"correlations": {"names": ["y", "x"], "matrix": [[1, 0.8], [0.8, 1]]}},
        "rescaled_pct/x",
        100,
    ),
    (
        "penalty_reward",
        {"overall": [9, 6, 2], "attributes": {"a": [5, 3, 1]}, "low": [1], "high": [5]},
        "type/a",
        "basic",
    ),
    (
        "ordinal_logit",
        {
            "table": {"columns": {"s": ["a", "b"] * 2, "g": ["p", "p", "q", "q"], "n": [3, 1, 1, 3]}},
            "target": "s",
            "order": ["a", "b"],
            "factors": {"g": ["p", "q"]},
            "frequency": "n",
        },
        "thresholds/a|b",
        1.0986123,
    ),
    ("correlation", {"x": [1, 2, 3], "y": [2, 4, 6]}, "r", 1),
    ("james_stein", {"successes": [5, 5, 5, 5, 6], "n": 10}, "shrink_factor", 1 - 2 * 0.02496 / 0.008),
    ("random_effects", {"y": [1, 3], "v": [1, 1], "tau2_method": "fe"}, "Q", 2),
    ("eb_rates", {"events": [1, 1], "population": [10, 10]}, "overall", 0.1),
    ("beta_binomial_eb", {"x": [5, 5], "n": [10, 10]}, "posterior_mean", (0.5, 0.5)),
    ("regression_to_mean", {"sd_within": 10, "sd_between": 15, "cutoff_z": 1.0}, "effect", 8.459928),
    ("funnel_limits", {"target": 0.5, "n": [4], "p": [0.5], "limits": "normal"}, "n", (4,)),
    ("overdispersion", {"y": [1, 3], "target": 0, "se": [1, 1], "winsorise": 0}, "tau2", 9),
    ("percentile_benchmark", {"score": 2, "benchmark": [1, 3]}, "percentile", 50),
    ("kaplan_meier", {"time": [1, 2], "event": [1, 0], "rmst_horizon": 2}, "rmst", 1.5),
    ("logrank", {"time": [1, 2], "event": [1, 1], "group": [7, 8]}, "observed/7", 1),
    (
        "cox_ph",
        {"table": LIVES, "time": "t", "event": "dead", "event_value": "yes", "covariates": []},
        "n_events",
        3,
    ),
    ("cox_ph", {"table": TABLE, "time": "x", "event": "e", "covariates": []}, "n", 5),
    ("roc_auc", {"y": [0, 1], "score": [1, 2], "score2": [2, 1]}, "auc2", 0),
    ("calibration", {"y": [0, 1], "p": [0.5, 0.5]}, "brier", 0.25),
    ("sbg", {"survivors": [10, 5], "horizon": 1}, "survival", (1, 0.5)),
    ("clv_multiple", {"retention": 0.8, "discount": 0.12}, "clv", 2.5),
    ("bgnbd", {"table": BUYERS, "x": "x", "t_x": "t_x", "T": "T", "params": BGNBD}, "n", 3),
    ("bgnbd", {"params": BGNBD, "customer": {"x": 2, "t_x": 30.43, "T": 38.86}}, "p_alive", 0.7265786),
    ("pareto_nbd", {"params": {"r": 1, "alpha": 2, "s": 2, "beta": 3}, "t": 3}, "expected_new", 0.75),
    ("gamma_gamma", {"params": {"p": 2, "q": 3, "gamma": 10}}, "population_mean", 10),
    (
        "gamma_gamma",
        {"params": {"p": 2, "q": 3, "gamma": 10}, "customer": {"x": 1, "mean_spend": 20}},
        "expected_spend",
        15,
    ),
    (
        "gamma_gamma",
        {
            "table": {"columns": {"x": [2, 1, 4, 3, 5, 2], "m": [22.3, 11.8, 54, 31.5, 75.1, 18.4]}},
            "x": "x",
            "mean_spend": "m",
        },
        "n",
        6,
    ),
    (
        "bgbb",
        {
            "table": {"columns": {"x": [0, 1], "t": [0, 2], "n": [2, 2], "c": [3, 4]}},
            "x": "x",
            "t_x": "t",
            "n": "n",
            "count": "c",
            "params": BGBB,
        },
        "n",
        7,
    ),
    (
        "bgbb",
        {"table": {"columns": {"x": [0], "t": [0]}}, "x": "x", "t_x": "t", "n": 2, "params": BGBB},
        "n",
        1,
    ),
    ("bgbb", {"params": BGBB, "n_star": 10}, "expected_new", 3.1798059),
    ("recoverable_revenue", {"contacts_per_month": 1000, "monthly_value": 160}, "gross_annual", 23_040_000),
    (
        "recoverable_revenue",
        {
            "contacts_per_month": 1,
            "monthly_value": 1,
            "treated": {"kept": 3, "contacted": 4},
            "control": {"kept": 2, "contacted": 4},
        },
        "net_annual",
        36,
    ),
    (
        "did",
        {f"{a}_{b}": {"mean": 1} for a in ("treated", "control") for b in ("before", "after")},
        "se",
        None,
    ),
    ("e_value", {"rr": 2, "low": 1, "high": 4}, "e_value_ci", 1),
    ("srm", {"counts": [30, 60], "expected_ratio": [1, 2]}, "statistic", 0),
    ("cuped", {"y_treat": [1], "x_treat": [1], "y_control": [0], "x_control": [1]}, "effect_raw", 1),
    ("group_sequential", {"looks": 1, "alpha": 0.05, "design": "pocock"}, "bounds", [1.959964]),
    ("msprt", {"differences": [0], "n": [8], "sigma2": 1, "tau2": 0.75}, "likelihood_ratio", (0.5,)),
    (
        "confidence_sequence",
        {"means": [1], "n": [100], "sigma": 0.83, "rho": 0.1, "alpha": 0.05},
        "radius",
        (0.3034808,),
    ),
    ("qini", {"score": [2, 1], "treated": [1, 0], "y": [1, 0]}, "curve", (1, 1)),
    ("cronbach_alpha", {"items": [[1, 1], [2, 2]]}, "alpha", 1),
    ("krippendorff_alpha", {"ratings": [[1, 2], [1, 2]], "metric": "interval"}, "alpha", 1),
    ("cohen_kappa", {"table": [[20, 5], [10, 15]], "weights": None}, "kappa", 0.4),
    ("fleiss_kappa", {"table": [[2, 0], [0, 2]]}, "kappa", 1),
    ("icc", {"ratings": [[1, 1], [2, 2]]}, "icc1", 1),
    ("aggregation", {"groups": {"a": [4, 5], "b": [2, 3]}, "scale_points": 5, "rwg_truncate": True}, "f", 8),
    (
        "mixed_model",
        {"table": {"columns": {"y": [1, 2, 6, 7], "g": ["a", "a", "b", "b"]}}, "y": "y", "group": "g"},
        "fixed/intercept",
        4,
    ),
    ("markov_attribution", {"paths": [{"steps": ["a"], "conversions": 1}]}, "share/a", 1),
]
TABLE["columns"]["e"] = [1, 0, 1, 0, 1]


@pytest.mark.parametrize(("method", "given", "key", "expected"), EXAMPLES)
def test_example(method: str, given: dict[str, Any], key: str, expected: Any) -> None:
    answer: Any = run_example(method, given)
    for part in key.split("/"):
        answer = answer[part]
    exact = expected is None or isinstance(expected, str)
    assert answer == (expected if exact else pytest.approx(expected))


def test_a_method_that_is_not_there() -> None:
    with pytest.raises(NotImplementedError, match="astrology"):
        run_example("astrology", {})


def test_tables_from_files(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text('"name",score,n\nnorth,1.5,NA\nsouth,,2\n', encoding="utf-8")
    table = read_table({"csv": str(file)})
    assert table == {"name": ["north", "south"], "score": [1.5, None], "n": [None, 2]}
