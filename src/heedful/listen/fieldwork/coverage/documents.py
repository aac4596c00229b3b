from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heedful.listen.fieldwork.coverage.simulate import Seen, Share, Sight


def sight_document(sight: Sight) -> dict[str, Any]:
    return {
        "scene": asdict(sight.scene),
        "true": sight.true,
        "level": sight.level,
        "bias": sight.bias,
        "corrected_by_weights": sight.corrected,
        "cannot_be_corrected": sight.left,
        "raw": _seen(sight.raw),
        "weighted": _seen(sight.weighted),
        "answers": sight.answers,
        "effective_answers": sight.effective,
        "draws_without_weights": sight.unweightable,
        "ages": [_share(share) for share in sight.ages],
        "classes": [_share(share) for share in sight.classes],
    }


def _seen(seen: Seen) -> dict[str, Any]:
    return {
        "limit": seen.limit,
        "mean": seen.mean,
        "coverage": seen.coverage,
        "coverage_error": seen.coverage_error,
        "half_width": seen.width,
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "key": share.key,
        "people": share.people,
        "answered": share.answered,
        "weighted": share.weighted,
    }
