"""Staffing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import staffing
from heedful.methods.conformance import Runner


def _erlang_c(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(staffing.erlang_c(**example))


def _erlang_b(example: Mapping[str, Any]) -> dict[str, Any]:
    return {"blocking": staffing.erlang_b(example["load_erlangs"], example["lines"])}


RUNNERS: dict[str, Runner] = {"erlang_c": _erlang_c, "erlang_b": _erlang_b}
