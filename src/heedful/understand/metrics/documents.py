"""Scores as JSON values, the same from the API and the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from heedful.understand.metrics.types import (
    Breakdown,
    BreakdownRow,
    Compared,
    Provenance,
    Score,
    Trend,
)

type Document = dict[str, Any]


def score_document(score: Score) -> Document:
    return {
        "metric": score.metric,
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "level": score.level,
        "n": score.n,
        "n_missing": score.n_missing,
        "n_invalid": score.n_invalid,
        "n_effective": score.n_effective,
        "method": score.method,
        "unit": score.unit.value,
        "weighted": score.is_weighted,
        "classes": [asdict(share) for share in score.classes],
    }


def breakdown_document(breakdown: Breakdown) -> Document:
    """Return the whole's score with a row a group, best first."""
    return score_document(breakdown.total) | {
        "by": breakdown.dimension,
        "adjustment": breakdown.adjustment,
        "suppressed": breakdown.suppressed,
        "overlaps": breakdown.overlaps,
        "rows": [_row(row, breakdown) for row in breakdown.rows],
    }


def _row(row: BreakdownRow, of: Breakdown) -> Document:
    return {
        "group": row.key[0],
        "label": row.label,
        **score_document(row.score),
        "near_best": None if of.overlaps else row.is_near_best,
        "stands_out": row.stands_out,
        "p_value": row.p_value,
    }


def trend_document(total: Score, trend: Trend) -> Document:
    """Return the whole's score with a row a period, oldest first."""
    rows = [
        {
            "group": _moment(point.start.isoformat(), point.hour),
            "label": point.label,
            **score_document(point.score),
        }
        for point in trend.points
    ]
    return score_document(total) | {"by": f"time.{trend.grain}", "rows": rows}


def _moment(day: str, hour: int | None) -> str:
    return day if hour is None else f"{day}T{hour:02d}"


def compared_document(compared: Compared) -> Document:
    comparison = compared.verdict.comparison
    return {
        "current": score_document(compared.current) | {"label": compared.current_label},
        "reference": score_document(compared.reference) | {"label": compared.reference_label},
        "difference": comparison.difference,
        "low": comparison.low,
        "high": comparison.high,
        "level": comparison.level,
        "p_value": comparison.p_value,
        "method": comparison.method,
        "finding": compared.verdict.finding.value,
        "sentence": compared.verdict.sentence,
        "answers_needed": compared.verdict.answers_needed,
    }


def provenance_document(origin: Provenance) -> Document:
    return {
        "score": score_document(origin.score),
        "metric": {
            "key": origin.metric.key,
            "label": origin.metric.label,
            "definition": origin.metric.definition,
            "version": origin.metric.version,
        },
        "questions": [dict(question) for question in origin.questions],
        "filter": list(origin.filter_words),
        "rows_in": origin.rows_in,
        "left_out": [asdict(part) for part in origin.left_out],
        "counts": [{"value": value, "n": n, "weight": weight} for value, n, weight in origin.histogram],
        "data": {
            "table_version": origin.freshness.table_version,
            "counted_live": origin.freshness.pending,
            "time_zone": origin.time_zone,
        },
    }
