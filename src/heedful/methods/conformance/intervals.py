"""Intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heedful.methods import intervals
from heedful.methods.conformance import Runner


def _nps_interval(example: Mapping[str, Any]) -> dict[str, Any]:
    found = intervals.nps_interval(
        example["promoters"],
        example["passives"],
        example["detractors"],
        interval=example.get("interval", "adjusted_wald"),
        level=example.get("level", 0.95),
    )
    return {"nps": found.value, "low": found.low, "high": found.high, "se": found.se}


def _proportion_interval(example: Mapping[str, Any]) -> dict[str, Any]:
    found = intervals.proportion_interval(
        example["x"],
        example["n"],
        interval=example.get("interval", "wilson"),
        level=example.get("level", 0.95),
    )
    return {"estimate": found.value, "low": found.low, "high": found.high}


def _proportion_difference_interval(example: Mapping[str, Any]) -> dict[str, Any]:
    found = intervals.proportion_difference_interval(
        example["x1"],
        example["n1"],
        example["x2"],
        example["n2"],
        interval=example.get("interval", "newcombe"),
        level=example.get("level", 0.95),
    )
    return {"estimate": found.difference, "low": found.low, "high": found.high}


def _multinomial_simultaneous(example: Mapping[str, Any]) -> dict[str, Any]:
    found = intervals.multinomial_simultaneous(
        example["counts"], interval=example.get("interval", "goodman"), level=example.get("level", 0.95)
    )
    return {"low": list(found.low), "high": list(found.high)}


def _poisson_interval(example: Mapping[str, Any]) -> dict[str, Any]:
    found = intervals.poisson_interval(
        example["events"], example.get("exposure", 1), level=example.get("level", 0.95)
    )
    return {"rate": found.value, "low": found.low, "high": found.high}


RUNNERS: dict[str, Runner] = {
    "nps_interval": _nps_interval,
    "proportion_interval": _proportion_interval,
    "proportion_difference_interval": _proportion_difference_interval,
    "multinomial_simultaneous": _multinomial_simultaneous,
    "poisson_interval": _poisson_interval,
}
