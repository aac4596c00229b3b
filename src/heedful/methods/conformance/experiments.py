"""Worked examples of `heedful.methods.experiments`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import experiments
from heedful.methods.conformance import Runner


def _srm(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(experiments.srm(example["counts"], example.get("expected_ratio")))


def _cuped(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(experiments.cuped(**example))


def _group_sequential(example: Mapping[str, Any]) -> dict[str, Any]:
    return {"bounds": list(experiments.group_sequential(**example))}


def _msprt(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(experiments.msprt(**example))


def _confidence_sequence(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(experiments.confidence_sequence(**example))


def _qini(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(experiments.qini(**example))


RUNNERS: Mapping[str, Runner] = {
    "srm": _srm,
    "cuped": _cuped,
    "group_sequential": _group_sequential,
    "msprt": _msprt,
    "confidence_sequence": _confidence_sequence,
    "qini": _qini,
}
