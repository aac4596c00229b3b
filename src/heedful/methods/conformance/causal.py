"""Worked examples of `heedful.methods.causal`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import causal
from heedful.methods.conformance import Runner


def _did(example: Mapping[str, Any]) -> dict[str, Any]:
    cells = ("treated_before", "treated_after", "control_before", "control_after")
    means = [causal.Mean(example[cell]["mean"], example[cell].get("se")) for cell in cells]
    return asdict(causal.did(*means))


def _e_value(example: Mapping[str, Any]) -> dict[str, Any]:
    found = causal.e_value(example["rr"], example.get("low"), example.get("high"))
    return {"e_value": found.of_estimate, "e_value_ci": found.of_limit}


RUNNERS: Mapping[str, Runner] = {"did": _did, "e_value": _e_value}
