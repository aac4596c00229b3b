"""Trials without an effect must stay silent however often one looks; effects must be in their interval."""

from __future__ import annotations

from math import sqrt

import numpy as np

from heedful.methods.causal import Mean, did
from heedful.methods.experiments import best_rho, confidence_sequence, cuped, group_sequential, msprt
from heedful.methods.roi import Kept, Per, recoverable_revenue

TITLE = "Trials: false alarms with daily looks, and coverage of effects"
TRIALS, DAYS, A_DAY = 4000, 60, 40
SHARES = np.array([0.5, 0.3, 0.2])
VALUES = np.array([1.0, 0.0, -1.0])
VARIANCE = float(SHARES @ VALUES**2 - (SHARES @ VALUES) ** 2)

type Row = tuple[str, str, str, bool | None]


def running_differences(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A/A: differences of running NPS (on -1..1) of two arms of the same people after each day."""
    arms = [rng.multinomial(A_DAY, SHARES, size=(TRIALS, DAYS)) @ VALUES for _ in range(2)]
    n = A_DAY * np.arange(1, DAYS + 1)
    return (arms[0] - arms[1]).cumsum(axis=1) / n, n


def false_alarms(rng: np.random.Generator) -> list[Row]:
    differences, n = running_differences(rng)
    z = differences / np.sqrt(2 * VARIANCE / n)
    rho = best_rho(n[-1] / 4)
    tests = [msprt(d, n, sigma2=VARIANCE, tau2=0.01) for d in differences]
    limits = [confidence_sequence(d, n, sigma=sqrt(2 * VARIANCE), rho=rho) for d in differences]
    found = {
        "msprt, a look a day": [t.p_values[-1] < 0.05 for t in tests],
        "confidence sequence, a look a day": [max(c.low) > 0 or min(c.high) < 0 for c in limits],
    }
    weekly = z[:, 9::10]
    for design in ("pocock", "obrien_fleming", "lan_demets_obf"):
        bounds = np.array(group_sequential(looks=weekly.shape[1], design=design))
        found[f"group sequential, {design}, {weekly.shape[1]} looks"] = (abs(weekly) >= bounds).any(axis=1)
    # At 5 % exactly, 4,000 trials scatter by 0.34 points: two of these are allowed for.
    slack = 100 * 2 * sqrt(0.05 * 0.95 / TRIALS)
    label = f"A/A, {TRIALS:,} trials of {DAYS} days, {A_DAY} answers a day and arm"
    rows: list[Row] = []
    for name, alarms in found.items():
        share = 100 * float(np.mean(alarms))
        rows.append(
            (f"{label}: {name}", f"≤ 5 % (+ {slack:.1f} of chance)", f"{share:.1f} %", share <= 5 + slack)
        )
    plain = 100 * float((abs(z) >= 1.96).any(axis=1).mean())
    return [*rows, (f"{label}: ordinary test, a look a day", "(nothing promised)", f"{plain:.1f} %", None)]


def hold_out(rng: np.random.Generator) -> list[Row]:
    """Net revenue against a hold-out: is the true difference of shares kept in the interval?"""
    rows: list[Row] = []
    for treated, control, p1, p0 in ((500, 500, 0.86, 0.79), (500, 100, 0.86, 0.79), (60, 40, 0.7, 0.5)):
        held = 0
        for a, b in zip(rng.binomial(treated, p1, 10_000), rng.binomial(control, p0, 10_000), strict=True):
            money = recoverable_revenue(
                Per(1, "year"), Per(1, "year"), treated=Kept(int(a), treated), control=Kept(int(b), control)
            )
            held += money.low <= p1 - p0 <= money.high
        tried = (
            f"hold-out, {treated} treated and {control} held out, {p1:.0%} and {p0:.0%} kept, 10,000 trials"
        )
        rows.append((tried, "95 % ± 2", f"{held / 100:.1f} %", abs(held / 100 - 95) <= 2))
    return rows


def adjusted(rng: np.random.Generator) -> Row:
    """CUPED: is the true effect in the interval of the adjusted one, and how much narrower is it?"""
    held, narrower = 0, []
    for _ in range(TRIALS):
        before = rng.normal(size=(2, 200))
        y = 0.7 * before + 0.7 * rng.normal(size=(2, 200)) + np.array([[0.2], [0.0]])
        found = cuped(y[0], before[0], y[1], before[1])
        held += found.low <= 0.2 <= found.high
        narrower.append(found.se / sqrt((y.var(axis=1, ddof=1) / 200).sum()))
    tried = f"CUPED, 200 people an arm, correlation .7, {TRIALS:,} trials"
    cover = 100 * held / TRIALS
    width = f"{cover:.1f} %, {100 * np.mean(narrower):.0f} % as wide as without"
    return (tried, "95 % ± 2", width, abs(cover - 95) <= 2)


def before_and_after(rng: np.random.Generator) -> Row:
    """Difference in differences of four independent samples of NPS."""
    held, n, effect = 0, 150, 0.2
    shares = np.array([SHARES, [0.6, 0.3, 0.1], SHARES, SHARES])
    for _ in range(TRIALS):
        counts = np.array([rng.multinomial(n, s) for s in shares])
        mean = counts @ VALUES / n
        error = np.sqrt((counts @ VALUES**2 / n - mean**2) / (n - 1))
        found = did(*(Mean(float(m), float(e)) for m, e in zip(mean, error, strict=True)))
        held += found.low <= effect <= found.high
    tried = f"difference in differences of NPS, {n} answers a cell, {TRIALS:,} trials"
    return (tried, "95 % ± 2", f"{100 * held / TRIALS:.1f} %", abs(100 * held / TRIALS - 95) <= 2)


def rows() -> list[Row]:
    rng = np.random.default_rng(5)
    return [*false_alarms(rng), *hold_out(rng), adjusted(rng), before_and_after(rng)]
