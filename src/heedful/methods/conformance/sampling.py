"""Sample sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import sampling
from heedful.methods.conformance import Runner


def _nps_sample_size(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        sampling.nps_sample_size(
            example["variance"],
            margin=example.get("margin"),
            difference=example.get("difference"),
            power=example.get("power"),
            level=example.get("level", 0.95),
            correction=example.get("correction", "adjusted_wald"),
        )
    )


def _power_proportions(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        sampling.power_proportions(
            example["p1"],
            example["p2"],
            power=example.get("power"),
            n=example.get("n"),
            alpha=example.get("alpha", 0.05),
        )
    )


RUNNERS: dict[str, Runner] = {
    "nps_sample_size": _nps_sample_size,
    "power_proportions": _power_proportions,
}
