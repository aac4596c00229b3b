"""Worked examples of `heedful.methods.agreement`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import agreement
from heedful.methods.conformance import Runner
from heedful.methods.conformance.tables import read_table


def _cronbach_alpha(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(agreement.cronbach_alpha(example["items"]))


def _krippendorff_alpha(example: Mapping[str, Any]) -> dict[str, Any]:
    return {"alpha": agreement.krippendorff_alpha(example["ratings"], example.get("metric", "nominal"))}


def _cohen_kappa(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(agreement.cohen_kappa(example["table"], example.get("weights")))


def _fleiss_kappa(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(agreement.fleiss_kappa(example["table"]))


def _icc(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(agreement.icc(example["ratings"]))


def _aggregation(example: Mapping[str, Any]) -> dict[str, Any]:
    found = agreement.aggregation(
        example["groups"],
        scale_points=example["scale_points"],
        rwg_truncate=bool(example.get("rwg_truncate")),
    )
    return asdict(found)


def _mixed_model(example: Mapping[str, Any]) -> dict[str, Any]:
    found = agreement.mixed_model(
        read_table(example["table"]),
        example["y"],
        fixed=example.get("fixed", []),
        group=example["group"],
        random_slope=example.get("random_slope"),
    )
    return asdict(found)


RUNNERS: Mapping[str, Runner] = {
    "cronbach_alpha": _cronbach_alpha,
    "krippendorff_alpha": _krippendorff_alpha,
    "cohen_kappa": _cohen_kappa,
    "fleiss_kappa": _fleiss_kappa,
    "icc": _icc,
    "aggregation": _aggregation,
    "mixed_model": _mixed_model,
}
