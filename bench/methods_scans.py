"""Space-time permutation scan of 2,000 places and 365 days with 999 shuffles, on 2 threads.

The baseline does one shuffle the plain way: sums of every cylinder, a logarithm for each.

python bench/methods_scans.py
"""

from __future__ import annotations

from time import perf_counter

import numpy as np

from heedful.methods.scans import space_time_permutation
from heedful.methods.scans.likelihood import log_ratios
from heedful.methods.scans.zones import circles

PLACES, DAYS, WINDOW, SHUFFLES = 2000, 365, 7, 999
PLAIN = 3
ROWS = 100


def plain_shuffle(
    counts: np.ndarray, order: np.ndarray, sizes: np.ndarray, rng: np.random.Generator
) -> float:
    """Likeliest cylinder of one shuffle, centres in blocks so that memory suffices."""
    total = float(counts.sum())
    by_place, by_day = counts.sum(axis=1), counts.sum(axis=0)
    place_of, day_of = np.repeat(np.arange(PLACES), by_place), np.repeat(np.arange(DAYS), by_day)
    rng.shuffle(day_of)
    shuffled = np.bincount(place_of * DAYS + day_of, minlength=counts.size).reshape(counts.shape)
    windows = np.cumsum(shuffled[:, ::-1][:, :WINDOW], axis=1)
    share = np.cumsum(by_day[::-1][:WINDOW]) / total
    best = 0.0
    for start in range(0, PLACES, ROWS):
        rows = order[start : start + ROWS]
        found = np.cumsum(windows[rows], axis=1, dtype=np.float64)
        mu = np.cumsum(by_place[rows], axis=1)[:, :, None] * share
        ratios = log_ratios(found, mu, total)
        ratios[np.arange(rows.shape[1])[None, :] >= sizes[start : start + ROWS, None]] = 0
        best = max(best, float(ratios.max()))
    return best


def main() -> None:
    rng = np.random.default_rng(11)
    counts, coords = rng.poisson(0.3, (PLACES, DAYS)), rng.random((PLACES, 2)) * 100
    near = np.argsort(np.hypot(*(coords - coords[17]).T))[:5]
    counts[near, -3:] += 2
    start = perf_counter()
    found = space_time_permutation(counts, coords, max_days=WINDOW)
    search = perf_counter() - start
    start = perf_counter()
    tested = space_time_permutation(
        counts, coords, max_days=WINDOW, replications=SHUFFLES, rng=rng, workers=2
    )
    whole = perf_counter() - start
    zones = circles(coords, counts.sum(axis=1).astype(float))
    start = perf_counter()
    for _ in range(PLAIN):
        plain_shuffle(counts, zones.order, zones.sizes, rng)
    plain = (perf_counter() - start) / PLAIN * SHUFFLES
    print(f"{PLACES} places x {DAYS} days, {SHUFFLES} shuffles: {whole:.1f} s (wanted < 60)")
    print(f"of which the search itself: {search:.1f} s")
    print(f"found places {found.places}, {found.periods} days, p = {tested.p_value}")
    print(f"baseline, a logarithm for every cylinder: {plain:.0f} s (from {PLAIN} shuffles)")
    print(f"ratio: {plain / whole:.1f} times faster")


if __name__ == "__main__":
    main()
