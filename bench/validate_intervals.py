"""Coverage of the NPS intervals, exactly; of weighted and clustered scores, by simulation."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, xlogy

from heedful.methods.histograms import Histogram
from heedful.methods.intervals import ClusterSums, clustered_mean, mean_interval, nps_intervals
from heedful.methods.intervals.trinomial import NPS_INTERVALS
from heedful.methods.scores import nps

TITLE = "Intervals hold the truth as often as they say"
SIZES = (5, 7, 10, 15, 20, 30, 50)
MIXES = (
    (40, 30, 30),
    (50, 30, 20),
    (60, 25, 15),
    (70, 20, 10),
    (30, 40, 30),
    (20, 30, 50),
    (45, 50, 5),
    (85, 10, 5),
)
LEAST = 92.5


def coverage(n: int, mix: tuple[int, int, int], interval: str) -> float:
    """Per cent of all samples of n answers, by their probability, whose interval holds the true NPS."""
    p, m = (x.ravel() for x in np.meshgrid(np.arange(n + 1), np.arange(n + 1)))
    p, m = p[p + m <= n], m[p + m <= n]
    q = n - p - m
    shares = np.array(mix) / 100
    log_probability = gammaln(n + 1) + sum(
        xlogy(x, s) - gammaln(x + 1) for x, s in zip((p, m, q), shares, strict=True)
    )
    found = nps_intervals(p, m, q, interval=interval)
    truth = mix[0] - mix[2]
    is_held = (found.low <= truth + 1e-9) & (found.high >= truth - 1e-9)
    return float(100 * np.exp(log_probability)[is_held].sum())


def weighted_coverage(rng: np.random.Generator, times: int = 1500) -> float:
    held = 0
    for _ in range(times):
        answers = rng.choice([10, 8, 3], 60, p=[0.5, 0.3, 0.2])
        e = nps(Histogram.of(answers.tolist(), rng.lognormal(0, 0.6, 60).tolist()))
        held += e.low <= 30 <= e.high
    return 100 * held / times


def clustered_coverage(rng: np.random.Generator, times: int = 2000) -> tuple[float, float]:
    """120 people who answer one to six times, much as they did before."""
    clustered = naive = 0
    for _ in range(times):
        n = rng.integers(1, 7, 120)
        lean = rng.choice([1, 0, -1], 120, p=[0.5, 0.3, 0.2])
        answers = [
            np.where(rng.random(k) < 0.7, v, rng.choice([1, 0, -1], k, p=[0.5, 0.3, 0.2]))
            for k, v in zip(n, lean, strict=True)
        ]
        s = np.array([a.sum() for a in answers], dtype=float)
        sums = ClusterSums(120, float(n.sum()), s.sum(), (s**2).sum(), (n * s).sum(), float((n**2).sum()))
        e = clustered_mean(sums, scale=100)
        every = np.concatenate(answers)
        plain = mean_interval(every.size, 100 * every.mean(), 1e4 * every.var(ddof=1))
        clustered += e.low <= 30 <= e.high
        naive += plain.low <= 30 <= plain.high
    return 100 * clustered / times, 100 * naive / times


def rows() -> list[tuple[str, str, str, bool | None]]:
    table: list[tuple[str, str, str, bool | None]] = []
    for n in SIZES:
        cells = {kind: [coverage(n, mix, kind) for mix in MIXES] for kind in NPS_INTERVALS}
        for i, mix in enumerate(MIXES):
            default = cells["adjusted_wald"][i]
            others = ", ".join(
                f"{kind} {cells[kind][i]:.1f}" for kind in NPS_INTERVALS if kind != "adjusted_wald"
            )
            can_any = max(cells[kind][i] for kind in NPS_INTERVALS) >= LEAST
            what = f"95 % interval of NPS, n = {n}, promoters/passives/detractors {'/'.join(map(str, mix))}"
            holds = default >= LEAST if can_any else None
            table.append((what, f"at least {LEAST} %", f"{default:.1f} % ({others})", holds))
    rng = np.random.default_rng(20)
    weighted = weighted_coverage(rng)
    table.append(
        (
            "95 % interval of a weighted NPS, n = 60, weights of deff 1.4",
            "93 to 97 %",
            f"{weighted:.1f} %",
            93 <= weighted <= 97,
        )
    )
    clustered, naive = clustered_coverage(rng)
    found = f"{clustered:.1f} % (as if independent: {naive:.1f} %)"
    table.append(
        (
            "95 % interval of NPS when 120 people answer one to six times",
            "93 to 97 %",
            found,
            93 <= clustered <= 97,
        )
    )
    return table
