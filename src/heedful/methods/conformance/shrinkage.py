"""Worked examples of `heedful.methods.shrinkage`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import shrinkage
from heedful.methods.conformance import Runner


def _james_stein(example: Mapping[str, Any]) -> dict[str, Any]:
    transform = example.get("transform", "none")
    return asdict(
        shrinkage.james_stein(example["successes"], example["n"], transform=transform, positive_part=False)
    )


def _random_effects(example: Mapping[str, Any]) -> dict[str, Any]:
    method = example.get("tau2_method", "reml")
    found = asdict(shrinkage.random_effects(example["y"], example["v"], tau2_method=method))
    return {**found, "Q": found["q"], "I2_pct": found["i2_pct"]}


def _eb_rates(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(shrinkage.eb_rates(example["events"], example["population"]))


def _beta_binomial_eb(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(shrinkage.beta_binomial_eb(example["x"], example["n"]))


def _regression_to_mean(example: Mapping[str, Any]) -> dict[str, Any]:
    return {"effect": shrinkage.regression_to_mean(**example)}


RUNNERS: Mapping[str, Runner] = {
    "james_stein": _james_stein,
    "random_effects": _random_effects,
    "eb_rates": _eb_rates,
    "beta_binomial_eb": _beta_binomial_eb,
    "regression_to_mean": _regression_to_mean,
}
