"""The leave-out impact of a part of the answers, drawn from populations whose impact is known."""

from __future__ import annotations

import numpy as np

from heedful.methods.drivers import leave_out_impact
from heedful.methods.histograms import Histogram, Tally

TITLE = "Leave-out impact: intervals hold the truth, tests are not too eager"
DRAWS = 2_000
FEWEST = 10  # answers in the part, on average; of fewer the page says that they are few
# Shares of promoters, passives, detractors in the part and in the rest; share of the part.
WORLDS = {
    "detractors only, 15 %": ((0.0, 0.0, 1.0), (0.47, 0.35, 0.18), 0.15),
    "worse than others, 15 %": ((0.25, 0.25, 0.5), (0.45, 0.33, 0.22), 0.15),
    "worse than others, 3 %": ((0.25, 0.25, 0.5), (0.45, 0.33, 0.22), 0.03),
    "like the others, 10 %": ((0.4, 0.3, 0.3), (0.4, 0.3, 0.3), 0.10),
    "better, 40 %": ((0.7, 0.2, 0.1), (0.3, 0.3, 0.4), 0.40),
}
POINTS = {10.0: 100.0, 8.0: 0.0, 3.0: -100.0}


def coverage(
    world: tuple[tuple[float, ...], tuple[float, ...], float], n: int, seed: int
) -> tuple[float, float]:
    """Return how often the interval holds the true impact, and how often p is below 0.05."""
    part, rest, share = world
    rng = np.random.default_rng(seed)
    values = np.array(list(POINTS.values()))
    truth = share * float(np.dot(values, part) - np.dot(values, rest))
    cells = np.concatenate([np.array(part) * share, np.array(rest) * (1 - share)])
    held = found = counted = 0
    for drawn in rng.multinomial(n, cells, size=DRAWS):
        one, other = (_histogram(drawn[:3]), _histogram(drawn[3:]))
        impact = leave_out_impact(one, other, POINTS.__getitem__)
        if impact.low is None or impact.high is None:
            continue
        counted += 1
        held += impact.low <= truth <= impact.high
        found += impact.p_value is not None and impact.p_value < 0.05
    return held / counted, found / counted


def _histogram(counts: np.ndarray) -> Histogram:
    return Histogram({value: Tally(int(n), n, n) for value, n in zip(POINTS, counts, strict=True) if n})


def rows() -> list[tuple[str, str, str, bool | None]]:
    table: list[tuple[str, str, str, bool | None]] = []
    for name, world in WORLDS.items():
        for n in (60, 200, 1_000):
            held, found = coverage(world, n, seed=n)
            is_promised = n * world[2] >= FEWEST
            tried = f"part {name}, {n:,} answers, {DRAWS:,} draws"
            table.append(
                (tried, "95 % ± 3", f"{100 * held:.1f} %", abs(held - 0.95) <= 0.03 if is_promised else None)
            )
            if world[0] == world[1]:
                promised = abs(found - 0.05) <= 0.03 if is_promised else None
                table.append((f"{tried}: false alarms", "5 % ± 3", f"{100 * found:.1f} %", promised))
    return table
