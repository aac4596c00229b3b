"""Staffing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import staffing
from heedful.methods.conformance import Runner


def _erlang_c(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        staffing.erlang_c(
            arrivals_per_interval=example["arrivals_per_interval"],
            interval_seconds=example["interval_seconds"],
            aht_seconds=example["aht_seconds"],
            agents=example.get("agents"),
            target_service_level=example.get("target_service_level"),
            answer_within_seconds=example.get("answer_within_seconds"),
        )
    )


def _erlang_b(example: Mapping[str, Any]) -> dict[str, Any]:
    return {"blocking": staffing.erlang_b(example["load_erlangs"], example["lines"])}


RUNNERS: dict[str, Runner] = {"erlang_c": _erlang_c, "erlang_b": _erlang_b}
