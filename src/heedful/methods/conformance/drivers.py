"""Worked examples of `heedful.methods.drivers`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import drivers
from heedful.methods.conformance import Runner
from heedful.methods.conformance.tables import read_table


def _penalty_reward(example: Mapping[str, Any]) -> dict[str, Any]:
    found = drivers.penalty_reward(
        example["overall"], example["attributes"], low=example["low"], high=example["high"]
    )
    return {
        "coefficients": {name: asdict(contrast) for name, contrast in found.contrasts.items()},
        "intercept": found.intercept,
        "r2": found.r2,
        "type": {name: contrast.kind for name, contrast in found.contrasts.items()},
    }


def _ols(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(drivers.ols(read_table(example["table"]), example["target"], example.get("predictors")))


def _shapley_r2(example: Mapping[str, Any]) -> dict[str, Any]:
    table = read_table(example["table"])
    return asdict(drivers.shapley_r2(table, example["target"], example.get("predictors")))


def _relative_weights(example: Mapping[str, Any]) -> dict[str, Any]:
    if "correlations" in example:
        given = example["correlations"]
        return asdict(drivers.relative_weights_of(given["names"], given["matrix"]))
    table = read_table(example["table"])
    return asdict(drivers.relative_weights(table, example["target"], example.get("predictors")))


def _ordinal_logit(example: Mapping[str, Any]) -> dict[str, Any]:
    table = read_table(example["table"])
    frequency = example.get("frequency")
    found = drivers.ordinal_logit(
        table[example["target"]],
        example["order"],
        drivers.dummy_columns(example["factors"], table),
        frequency=None if frequency is None else table[frequency],
    )
    return asdict(found)


def _correlation(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(drivers.correlation(example["x"], example["y"], level=example.get("level", 0.95)))


RUNNERS: Mapping[str, Runner] = {
    "penalty_reward": _penalty_reward,
    "ols": _ols,
    "shapley_r2": _shapley_r2,
    "relative_weights": _relative_weights,
    "ordinal_logit": _ordinal_logit,
    "correlation": _correlation,
}
