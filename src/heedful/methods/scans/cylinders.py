"""The search itself: zones by windows of time, and how often chance does as well.

Every scan is one search: each place has a row of counts by window and a row of mass by window, a zone
adds rows up, and what a cylinder expects is its mass times one scale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from heedful.methods.scans.likelihood import log_ratios, most_expected
from heedful.methods.scans.zones import Zones

type Floats = NDArray[np.float64]
type Counts = NDArray[np.int16 | np.int32]

# Replications counted together, and thresholds held at once: both chosen to stay within the cache.
_BATCH = 32
_HELD = 16_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest cylinder: ratio, centre, size of the zone, window, cases and expectation."""

    llr: float
    centre: int
    size: int
    window: int
    cases: float
    expected: float


def likeliest(
    zones: Zones,
    cases: Floats,
    mass: Floats,
    scale: float,
    total: float,
    *,
    taken: NDArray[np.bool_] | None = None,
) -> Found | None:
    """Search all cylinders.

    Parameters
    ----------
    zones
        Circles of k places.
    cases, mass
        Shape (k, windows). A cylinder expects ``scale`` times its mass.
    scale
        Cases per unit of mass.
    total
        Cases in all.
    taken
        Places that no zone may hold, shape (k,).

    Returns
    -------
    Found or None
        The smallest of equals; None where no cylinder holds more than it expects.

    Notes
    -----
    Kulldorff (1997, 2001); sums along the nearest neighbours instead of one sum a zone.

    Examples
    --------
    >>> zones = Zones(np.array([[0, 1], [1, 0]], dtype=np.int32), np.array([1, 1], dtype=np.int32))
    >>> likeliest(zones, np.array([[8.0], [2.0]]), np.array([[1.0], [1.0]]), 5.0, 10.0).centre
    0
    """
    best: Found | None = None
    found, heavy = np.zeros_like(cases), np.zeros_like(mass)
    is_blocked = np.zeros(cases.shape[0], dtype=bool)
    for size in range(1, int(zones.sizes.max(initial=0)) + 1):
        added = zones.order[:, size - 1]
        found += cases[added]
        heavy += mass[added]
        if taken is not None:
            is_blocked |= taken[added]
        ratios = log_ratios(found, heavy * scale, total)
        ratios[(zones.sizes < size) | is_blocked] = 0
        at = int(np.argmax(ratios))
        if ratios.flat[at] > (best.llr if best else 0.0):
            centre, window = divmod(at, cases.shape[1])
            expected = float(heavy[centre, window] * scale)
            best = Found(float(ratios.flat[at]), centre, size, window, float(found[centre, window]), expected)
    return best


def times_exceeded(
    zones: Zones,
    mass: Floats,
    scale: float,
    total: float,
    llr: float,
    *,
    draw: Callable[[], NDArray[np.int64]],
    replications: int,
    workers: int = 1,
) -> int:
    """In how many replications the likeliest cylinder is at least as likely as ``llr``.

    Parameters
    ----------
    zones, mass, scale, total
        As for `likeliest`.
    llr
        Ratio to reach, above 0.
    draw
        Makes the counts of one replication, shape (k, windows).
    replications
        How many.
    workers
        Threads that count.

    Returns
    -------
    int
        0..replications.

    Notes
    -----
    A cylinder's ratio rises with its cases, so each has a least number of cases that reaches ``llr``.
    Replications compare whole numbers with that and take no logarithm.

    Examples
    --------
    >>> zones = Zones(np.array([[0], [1]], dtype=np.int32), np.array([1, 1], dtype=np.int32))
    >>> half = np.array([[1.0], [1.0]])
    >>> times_exceeded(zones, half, 5.0, 10.0, 1.0, draw=lambda: np.array([[5], [5]]), replications=9)
    0
    """
    from concurrent.futures import ThreadPoolExecutor

    drawn = [draw() for _ in range(replications)]
    most = max((int(counts.sum(axis=0).max(initial=0)) for counts in drawn), default=0)
    dtype = np.int16 if most < np.iinfo(np.int16).max else np.int32
    batches = [
        np.ascontiguousarray(np.stack(drawn[i : i + _BATCH], axis=-1), dtype=dtype)
        for i in range(0, replications, _BATCH)
    ]
    # A hair below the ratio found: the same cylinder by other sums must count as reaching it.
    reach = most_expected(np.arange(1.0, most + 1), llr * (1 - 1e-9), total)
    hits = [np.zeros(batch.shape[-1], dtype=bool) for batch in batches]
    by_size = np.argsort(-zones.sizes, kind="stable")
    step = max(_HELD // max(zones.order.shape[1] * mass.shape[1], 1), 1)
    for start in range(0, by_size.size, step):
        centres = by_size[start : start + step]
        part = Zones(zones.order[centres], zones.sizes[centres])
        least = _least_cases(part, mass, scale, reach, dtype)
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(partial(_count, part, least), batches, hits))
    return int(sum(int(hit.sum()) for hit in hits))


def _least_cases(
    zones: Zones, mass: Floats, scale: float, reach: Floats, dtype: type[np.int16 | np.int32]
) -> list[Counts]:
    """By size of zone: least cases of each cylinder, for the centres whose circles go so far."""
    heavy = np.zeros((zones.sizes.size, mass.shape[1]))
    least: list[Counts] = []
    for size in range(1, int(zones.sizes.max(initial=0)) + 1):
        far = int((zones.sizes >= size).sum())
        heavy = heavy[:far] + mass[zones.order[:far, size - 1]]
        cases = np.searchsorted(reach, heavy * scale, side="left") + 1
        least.append(np.minimum(cases, np.iinfo(dtype).max).astype(dtype))
    return least


def _count(zones: Zones, least: list[Counts], batch: Counts, hits: NDArray[np.bool_]) -> None:
    shape = (zones.sizes.size, *batch.shape[1:])
    found, added = np.zeros(shape, dtype=batch.dtype), np.empty(shape, dtype=batch.dtype)
    is_reached = np.empty(shape, dtype=bool)
    for i, enough in enumerate(least):
        far = enough.shape[0]
        np.take(batch, zones.order[:far, i], axis=0, out=added[:far], mode="clip")
        found[:far] += added[:far]
        np.greater_equal(found[:far], enough[:, :, None], out=is_reached[:far])
        # One look at all is far cheaper than sorting by replication, and mostly finds nothing.
        if is_reached[:far].any():
            hits |= is_reached[:far].any(axis=(0, 1))
