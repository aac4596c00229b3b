"""Precision, recall, calibration and agreement from labels: pure, on sets of themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from heedful.methods.agreement import cohen_kappa, krippendorff_alpha
from heedful.methods.intervals.proportions import wilson_limits
from heedful.understand.words.labelling.types import (
    Agreement,
    Bin,
    MeasuredTheme,
    Share,
    ThemeAgreement,
)

LEVEL = 0.95
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

type Themes = frozenset[str]


def share(x: int, n: int) -> Share:
    if not n:
        return Share(x, n)
    low, high = wilson_limits(x, n, LEVEL)
    return Share(x, n, x / n, low, high)


def measured(
    pairs: Sequence[tuple[Themes, Themes]], names: Mapping[str, str]
) -> tuple[tuple[MeasuredTheme, ...], MeasuredTheme]:
    """Compare what was found with what is there, comment by comment: each theme, and all together."""
    themes = tuple(_measured(pairs, key, name) for key, name in names.items())
    right = sum(one.precision.x for one in themes)
    found = sum(one.precision.n for one in themes)
    there = sum(one.recall.n for one in themes)
    return themes, MeasuredTheme("", "", share(right, found), share(right, there))


def _measured(pairs: Sequence[tuple[Themes, Themes]], key: str, name: str) -> MeasuredTheme:
    found = [key in says for says, _ in pairs]
    there = [key in truth for _, truth in pairs]
    right = sum(a and b for a, b in zip(found, there, strict=True))
    return MeasuredTheme(key, name, share(right, sum(found)), share(right, sum(there)))


def calibration(mentions: Iterable[tuple[float, bool]]) -> tuple[tuple[Bin, ...], float | None]:
    """Sort mentions by confidence into bands; say how far confidence is from truth on average."""
    by_band: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in mentions:
        band = max(0, sum(confidence >= edge for edge in EDGES[1:-1]))
        by_band.setdefault(band, []).append((confidence, is_right))
    bins = tuple(_bin(band, rows) for band, rows in sorted(by_band.items()))
    n = sum(one.right.n for one in bins)
    apart = sum(abs((one.right.value or 0.0) - one.confidence) * one.right.n for one in bins)
    return bins, apart / n if n else None


def _bin(band: int, rows: Sequence[tuple[float, bool]]) -> Bin:
    confidence = sum(sure for sure, _ in rows) / len(rows)
    return Bin(EDGES[band], EDGES[band + 1], confidence, share(sum(right for _, right in rows), len(rows)))


def agreement(labels: Mapping[str, Mapping[str, Themes]], names: Mapping[str, str]) -> Agreement:
    """Say how well coders agree: ``labels`` are the themes each found, by comment and coder."""
    shared = {comment: said for comment, said in labels.items() if len(said) > 1}
    coders = sorted({coder for said in shared.values() for coder in said})
    pair = _busiest_pair(shared)
    themes = tuple(_theme_agreement(shared, coders, pair, key, name) for key, name in names.items())
    together = [[_said(said, coder, key) for key in names for said in shared.values()] for coder in coders]
    return Agreement(len(shared), tuple(coders), _alpha(together), themes)


def _theme_agreement(
    shared: Mapping[str, Mapping[str, Themes]],
    coders: Sequence[str],
    pair: tuple[str, str] | None,
    key: str,
    name: str,
) -> ThemeAgreement:
    rows = [[_said(said, coder, key) for said in shared.values()] for coder in coders]
    present = sum(any(key in themes for themes in said.values()) for said in shared.values())
    return ThemeAgreement(key, name, len(shared), present, _alpha(rows), _kappa(shared, pair, key))


def _said(said: Mapping[str, Themes], coder: str, key: str) -> int | None:
    return int(key in said[coder]) if coder in said else None


def _alpha(rows: Sequence[Sequence[int | None]]) -> float | None:
    return krippendorff_alpha(rows) if rows and rows[0] else None


def _kappa(
    shared: Mapping[str, Mapping[str, Themes]], pair: tuple[str, str] | None, key: str
) -> float | None:
    if pair is None:
        return None
    first, second = pair
    table = [[0, 0], [0, 0]]
    for said in shared.values():
        if first in said and second in said:
            table[key in said[first]][key in said[second]] += 1
    return cohen_kappa(table).kappa


def _busiest_pair(shared: Mapping[str, Mapping[str, Themes]]) -> tuple[str, str] | None:
    together = Counter(
        (first, second) for said in shared.values() for first, second in combinations(sorted(said), 2)
    )
    return max(together, key=lambda pair: (together[pair], pair)) if together else None
