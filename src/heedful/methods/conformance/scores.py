"""Scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import scores
from heedful.methods.conformance import Runner


def _nps(example: Mapping[str, Any]) -> dict[str, Any]:
    h = scores.count_answers(example["scores"], weights=example.get("weights"))
    shares = scores.nps_shares(h)
    return {
        "nps": scores.nps(h).value,
        "promoters_pct": shares.promoters,
        "passives_pct": shares.passives,
        "detractors_pct": shares.detractors,
        "n_valid": h.n,
        "n_missing": h.n_missing,
        "n_invalid": h.n_invalid,
        "n_effective": h.n_effective,
    }


def _top_box(example: Mapping[str, Any]) -> dict[str, Any]:
    scale = range(example["scale_min"], example["scale_max"] + 1)
    h = scores.count_answers(example["scores"], scale=scale)
    level = example.get("level", 0.95)
    share, mean = scores.top_box(h, top=example["top"], level=level), scores.mean(h, level=level)
    return {
        "share_pct": share.value,
        "low_pct": share.low,
        "high_pct": share.high,
        "mean": mean.value,
        "mean_low": mean.low,
        "mean_high": mean.high,
        "n_valid": h.n,
        "n_missing": h.n_missing,
        "n_invalid": h.n_invalid,
    }


def _acsi_index(example: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "index": scores.acsi_index(
            example["means"],
            example.get("weights"),
            scale_min=example.get("scale_min", 1),
            scale_max=example.get("scale_max", 10),
        )
    }


def _star_rating_bound(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        scores.star_rating_bound(
            example["counts"], level=example.get("level", 0.9), values=example.get("values")
        )
    )


def _ipa(example: Mapping[str, Any]) -> dict[str, Any]:
    found = scores.importance_performance(example["importance"], example["performance"])
    return {**asdict(found), "quadrants": list(found.quadrants)}


def _kano(example: Mapping[str, Any]) -> dict[str, Any]:
    pairs = example.get("pairs")
    counts = example["counts"] if pairs is None else scores.kano_pairs((a, b) for a, b in pairs)
    return asdict(scores.kano(counts))


def _maxdiff_counts(example: Mapping[str, Any]) -> dict[str, Any]:
    tasks = [scores.BestWorstTask(t["items"], t.get("best"), t.get("worst")) for t in example["tasks"]]
    return {"scores": scores.maxdiff_counts(tasks)}


RUNNERS: dict[str, Runner] = {
    "nps": _nps,
    "top_box": _top_box,
    "acsi_index": _acsi_index,
    "star_rating_bound": _star_rating_bound,
    "ipa": _ipa,
    "kano": _kano,
    "maxdiff_counts": _maxdiff_counts,
}
