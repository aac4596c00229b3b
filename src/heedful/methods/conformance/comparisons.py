"""Comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import comparisons
from heedful.methods.conformance import Runner


def _nps_difference(example: Mapping[str, Any]) -> dict[str, Any]:
    a, b = ((g["promoters"], g["passives"], g["detractors"]) for g in (example["a"], example["b"]))
    return asdict(
        comparisons.nps_difference(
            a, b, interval=example.get("interval", "adjusted_wald"), level=example.get("level", 0.95)
        )
    )


def _two_proportion_test(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        comparisons.two_proportion_test(
            example["x1"],
            example["n1"],
            example["x2"],
            example["n2"],
            test=example.get("test", "n_minus_1"),
        )
    )


def _paired_proportion_change(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        comparisons.paired_proportion_change(
            example["gained"],
            example["lost"],
            example["n"],
            interval=example.get("interval", "score"),
            test=example.get("test", "mcnemar_midp"),
            level=example.get("level", 0.95),
        )
    )


def _chisq_homogeneity(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(comparisons.chisq_homogeneity(example["table"]))


def _marascuilo(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(comparisons.marascuilo(example["x"], example["n"], level=example.get("level", 0.95)))


def _multiple_testing(example: Mapping[str, Any]) -> dict[str, Any]:
    found = comparisons.multiple_testing(
        example["p_values"], adjust=example.get("adjust", "holm"), alpha=example.get("alpha", 0.05)
    )
    return {"adjusted": found.adjusted.tolist(), "rejected": found.rejected}


def _poisson_rate_ratio(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        comparisons.poisson_rate_ratio(
            example["x1"], example["t1"], example["x2"], example["t2"], level=example.get("level", 0.95)
        )
    )


def _poisson_exceedance(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(comparisons.poisson_exceedance(example["observed"], example["expected"]))


def _moments(sample: Any) -> tuple[float, float, float]:
    if isinstance(sample, Mapping):
        return sample["n"], sample["mean"], sample["sd"] ** 2
    return comparisons.sample_moments(sample)


def _welch_t(example: Mapping[str, Any]) -> dict[str, Any]:
    found = comparisons.welch_t(
        _moments(example["a"]), _moments(example["b"]), level=example.get("level", 0.95)
    )
    return asdict(found)


def _kruskal_wallis(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(comparisons.kruskal_wallis(example["groups"]))


def _mann_whitney(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(comparisons.mann_whitney(example["a"], example["b"]))


def _mantel_haenszel(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(comparisons.mantel_haenszel(example["tables"]))


RUNNERS: dict[str, Runner] = {
    "nps_difference": _nps_difference,
    "two_proportion_test": _two_proportion_test,
    "paired_proportion_change": _paired_proportion_change,
    "chisq_homogeneity": _chisq_homogeneity,
    "marascuilo": _marascuilo,
    "multiple_testing": _multiple_testing,
    "poisson_rate_ratio": _poisson_rate_ratio,
    "poisson_exceedance": _poisson_exceedance,
    "welch_t": _welch_t,
    "kruskal_wallis": _kruskal_wallis,
    "mann_whitney": _mann_whitney,
    "mantel_haenszel": _mantel_haenszel,
}
