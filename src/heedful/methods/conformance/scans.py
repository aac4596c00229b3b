"""Scans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import scans
from heedful.methods.conformance import Runner
from heedful.methods.conformance.tables import read_table


def _scan_llr(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(scans.scan_llr(example["cases_in"], example["expected_in"], example["cases_total"]))


def _spatial_scan(example: Mapping[str, Any]) -> dict[str, Any]:
    table = read_table(example["table"])
    found = scans.spatial_scan(
        table[example["cases"]],
        table[example["population"]],
        list(zip(*(table[name] for name in example["coords"]), strict=True)),
        metric=example.get("metric", "cartesian"),
        max_population_share=example.get("max_population_share", 0.5),
        n_clusters=example.get("n_clusters", 1),
    )
    ids = table[example["id"]]
    return {"clusters": [{**asdict(c), "ids": [ids[place] for place in c.places]} for c in found]}


def _space_time_permutation(example: Mapping[str, Any]) -> dict[str, Any]:
    found = scans.space_time_permutation(
        example["counts"],
        example["coords"],
        max_days=example["max_days"],
        max_radius=example.get("max_radius"),
        max_case_share=example.get("max_case_share", 0.5),
    )
    return {**asdict(found), "locations": list(found.places), "days": found.periods}


def _space_time_scan(example: Mapping[str, Any]) -> dict[str, Any]:
    table = read_table(example["table"])
    names, periods = table[example["location"]], table[example["period"]]
    places, times = sorted(set(names)), sorted(set(periods))
    x, y = (dict(zip(names, table[name], strict=True)) for name in example["coords"])

    def matrix(column: str) -> list[list[float]]:
        cells: dict[tuple[Any, Any], float] = {}
        for place, time, value in zip(names, periods, table[example[column]], strict=True):
            cells[place, time] = cells.get((place, time), 0.0) + value
        return [[cells.get((place, time), 0.0) for time in times] for place in places]

    found = scans.space_time_scan(
        matrix("cases"),
        matrix("expected"),
        [(x[place], y[place]) for place in places],
        max_share=example.get("max_share", 0.5),
        max_periods=example.get("max_periods"),
        is_prospective=bool(example.get("prospective", False)),
    )
    return {
        **asdict(found),
        "locations": [places[place] for place in found.places],
        "start": None if found.start is None else times[found.start],
        "end": None if found.end is None else times[found.end],
    }


RUNNERS: dict[str, Runner] = {
    "scan_llr": _scan_llr,
    "spatial_scan": _spatial_scan,
    "space_time_permutation": _space_time_permutation,
    "space_time_scan": _space_time_scan,
}
