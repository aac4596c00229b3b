"""Worked examples of `heedful.methods.survival`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import survival
from heedful.methods.conformance import Runner
from heedful.methods.conformance.tables import read_table


def _kaplan_meier(example: Mapping[str, Any]) -> dict[str, Any]:
    found = survival.kaplan_meier(
        example["time"],
        example["event"],
        level=example.get("level", 0.95),
        interval=example.get("interval", "log"),
        rmst_horizon=example.get("rmst_horizon"),
    )
    return asdict(found)


def _logrank(example: Mapping[str, Any]) -> dict[str, Any]:
    found = asdict(survival.logrank(example["time"], example["event"], example["group"]))
    by_text = {key: {str(g): v for g, v in found[key].items()} for key in ("observed", "expected")}
    return {**found, **by_text}


def _cox_ph(example: Mapping[str, Any]) -> dict[str, Any]:
    table = read_table(example["table"])
    value = example.get("event_value")
    event = table[example["event"]]
    if value is not None:
        event = [None if v is None else int(v == value) for v in event]
    covariates = {name: table[name] for name in example["covariates"]}
    return asdict(
        survival.cox_ph(table[example["time"]], event, covariates, ties=example.get("ties", "efron"))
    )


def _roc_auc(example: Mapping[str, Any]) -> dict[str, Any]:
    level = example.get("level", 0.95)
    return asdict(survival.roc_auc(example["y"], example["score"], example.get("score2"), level=level))


def _calibration(example: Mapping[str, Any]) -> dict[str, Any]:
    bins = example.get("bins", survival.risk.DECILES)
    return asdict(survival.calibration(example["y"], example["p"], bins))


RUNNERS: Mapping[str, Runner] = {
    "kaplan_meier": _kaplan_meier,
    "logrank": _logrank,
    "cox_ph": _cox_ph,
    "roc_auc": _roc_auc,
    "calibration": _calibration,
}
