"""Worked examples of `heedful.methods.places`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import places
from heedful.methods.conformance import Runner


def _funnel_limits(example: Mapping[str, Any]) -> dict[str, Any]:
    found = places.funnel_limits(
        example["target"],
        example["n"],
        example["p"],
        limits=example.get("limits", "exact"),
        sd=example.get("sd"),
    )
    return asdict(found)


def _overdispersion(example: Mapping[str, Any]) -> dict[str, Any]:
    winsorise = example.get("winsorise", 0)
    return asdict(places.overdispersion(example["y"], example["target"], example["se"], winsorise=winsorise))


def _percentile_benchmark(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(places.percentile_benchmark(example["score"], example["benchmark"]))


RUNNERS: Mapping[str, Runner] = {
    "funnel_limits": _funnel_limits,
    "overdispersion": _overdispersion,
    "percentile_benchmark": _percentile_benchmark,
}
