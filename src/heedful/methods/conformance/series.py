"""Series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from heedful.methods import series
from heedful.methods.conformance import Runner
from heedful.methods.conformance.tables import read_table


def _plain(found: Any) -> dict[str, Any]:
    return {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in asdict(found).items()}


def _ewma_chart(example: Mapping[str, Any]) -> dict[str, Any]:
    is_exact = example.get("limits", "asymptotic") == "exact"
    found = _plain(
        series.ewma_chart(
            example["x"],
            target=example["target"],
            sigma=example["sigma"],
            weight=example["lambda"],
            width=example.get("L", 3),
            is_exact=is_exact,
        )
    )
    # The contract names one number where all limits are one.
    return found if is_exact else {**found, "ucl": found["ucl"][0], "lcl": found["lcl"][0]}


def _cusum_chart(example: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(series.cusum_chart(example["x"], target=example["target"], k=example["k"], h=example["h"]))


def _cusum_arl(example: Mapping[str, Any]) -> dict[str, Any]:
    return {"arl": series.cusum_arl(k=example["k"], h=example["h"], shift=example.get("shift", 0))}


def _xmr_chart(example: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(series.xmr_chart(example["x"]))


def _p_chart(example: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(series.p_chart(example["x"], example["n"], is_laney=bool(example.get("laney", False))))


def _generalized_esd(example: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(
        series.generalized_esd(
            example["x"], max_outliers=example["max_outliers"], alpha=example.get("alpha", 0.05)
        )
    )


def _ears(example: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(
        series.ears(
            example["counts"],
            variant=example["variant"],
            baseline=example.get("baseline", 7),
            alpha=example.get("alpha"),
            start=example.get("start"),
        )
    )


def _farrington(example: Mapping[str, Any]) -> dict[str, Any]:
    found = series.farrington(
        example["counts"],
        week=example["week"],
        b=example["b"],
        w=example["w"],
        freq=example.get("freq", 52),
        alpha=example.get("alpha", 0.01),
        is_reweighted=example.get("reweight", True),
        may_trend=example.get("trend", True),
        transform=example.get("transform", "2/3"),
    )
    return {"expected": found.expected, "phi": found.phi, "upper": found.upper, "alarm": found.is_alarm}


def _changepoint_mean(example: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(series.changepoint_mean(example["x"], min_segment=example.get("min_segment", 2)))


def _holt_winters(example: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(
        series.holt_winters(
            example["x"],
            period=example["period"],
            alpha=example["alpha"],
            beta=example["beta"],
            gamma=example["gamma"],
            seasonal=example.get("seasonal", "additive"),
            horizon=example.get("horizon", 1),
        )
    )


def _ses(example: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(series.ses(example["x"], alpha=example.get("alpha"), horizon=example.get("horizon", 1)))


def _forecast_accuracy(example: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(
        series.forecast_accuracy(
            example["train"],
            example["actual"],
            example["forecast"],
            period=example.get("period", 1),
            low=example.get("low"),
            high=example.get("high"),
            level=example.get("level", 0.95),
        )
    )


def _interrupted_time_series(example: Mapping[str, Any]) -> dict[str, Any]:
    table = read_table(example["table"])
    offset = example.get("offset")
    return _plain(
        series.interrupted_time_series(
            table[example["count"]],
            table[example["step"]],
            table[example["time"]],
            exposure=None if offset is None else table[offset],
            is_quasi=bool(example.get("quasi", False)),
        )
    )


RUNNERS: dict[str, Runner] = {
    "ewma_chart": _ewma_chart,
    "cusum_chart": _cusum_chart,
    "cusum_arl": _cusum_arl,
    "xmr_chart": _xmr_chart,
    "p_chart": _p_chart,
    "generalized_esd": _generalized_esd,
    "ears": _ears,
    "farrington": _farrington,
    "changepoint_mean": _changepoint_mean,
    "holt_winters": _holt_winters,
    "ses": _ses,
    "forecast_accuracy": _forecast_accuracy,
    "interrupted_time_series": _interrupted_time_series,
}
