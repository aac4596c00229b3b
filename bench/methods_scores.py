"""NPS with score interval for 7,300 places: all at once against one place at a time.

python bench/methods_scores.py
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np

from heedful.methods.comparisons import compare_nps_groups
from heedful.methods.intervals import nps_interval, nps_intervals

PLACES = 7300
ALONE = 100


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    rng = np.random.default_rng(7)
    p, m, q = (x.astype(float) for x in rng.multinomial(1, [0.5, 0.3, 0.2], size=(PLACES, 80)).sum(axis=1).T)
    nps_intervals(p[:2], m[:2], q[:2], interval="score")
    together = min(seconds(lambda: nps_intervals(p, m, q, interval="score")) for _ in range(5))
    default = min(seconds(lambda: nps_intervals(p, m, q)) for _ in range(5))
    alone = seconds(lambda: [nps_interval(p[i], m[i], q[i], interval="score") for i in range(ALONE)])
    groups = min(seconds(lambda: compare_nps_groups(p, m, q)) for _ in range(3))
    print(f"score interval, {PLACES} places at once: {together * 1000:.1f} ms (wanted < 1000)")
    print(f"baseline, one place at a time: {alone / ALONE * PLACES * 1000:.0f} ms (from {ALONE} places)")
    print(f"ratio: {alone / ALONE * PLACES / together:.0f} times faster")
    print(f"adjusted Wald, {PLACES} places at once: {default * 1000:.2f} ms")
    print(f"which cannot be told from the best or the rest: {groups * 1000:.1f} ms")


if __name__ == "__main__":
    main()
