"""Worked examples of `heedful.methods.roi`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heedful.methods import roi
from heedful.methods.conformance import Runner


def _kept(group: Mapping[str, Any] | None) -> roi.Kept | None:
    return None if group is None else roi.Kept(group["kept"], group["contacted"])


def _recoverable_revenue(example: Mapping[str, Any]) -> dict[str, Any]:
    money = roi.recoverable_revenue(
        roi.Per(example["contacts_per_month"], "month"),
        roi.Per(example["monthly_value"], "month"),
        treated=_kept(example.get("treated")),
        control=_kept(example.get("control")),
        level=example.get("level", 0.95),
    )
    return {
        "gross_annual": money.opportunity,
        "net_annual": money.net,
        "net_low": money.low,
        "net_high": money.high,
    }


RUNNERS: Mapping[str, Runner] = {"recoverable_revenue": _recoverable_revenue}
