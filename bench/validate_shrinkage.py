"""Shrunk scores of branches must be nearer to the truth than their own; pooled intervals must hold it."""

from __future__ import annotations

import numpy as np

from heedful.methods.shrinkage import beta_binomial_eb, james_stein, random_effects

TITLE = "Shrunk scores are nearer to the truth"
WORLDS, BRANCHES = 500, 50

type Row = tuple[str, str, str, bool | None]


def nearer(rng: np.random.Generator) -> list[Row]:
    """Mean squared error of shrunk scores as a share of that of the branches' own."""
    own = {"random effects": 0.0, "james_stein": 0.0, "beta_binomial": 0.0}
    shrunk = dict.fromkeys(own, 0.0)
    for _ in range(WORLDS):
        truth, v = rng.normal(40, 8, BRANCHES), rng.uniform(9, 300, BRANCHES)
        y = rng.normal(truth, np.sqrt(v))
        own["random effects"] += ((y - truth) ** 2).sum()
        shrunk["random effects"] += ((np.array(random_effects(y, v).blup) - truth) ** 2).sum()
        share = rng.beta(16, 4, BRANCHES)
        x = rng.binomial(40, share)
        own["james_stein"] += ((x / 40 - share) ** 2).sum()
        shrunk["james_stein"] += ((np.array(james_stein(x, 40).shrunk) - share) ** 2).sum()
        n = rng.integers(5, 200, BRANCHES)
        x = rng.binomial(n, share)
        own["beta_binomial"] += ((x / n - share) ** 2).sum()
        shrunk["beta_binomial"] += ((np.array(beta_binomial_eb(x, n).posterior_mean) - share) ** 2).sum()
    rows: list[Row] = []
    for name, before in own.items():
        ratio = shrunk[name] / before
        tried = f"{name}, {WORLDS} worlds of {BRANCHES} branches: squared error against that of own scores"
        rows.append((tried, "< 100 %", f"{100 * ratio:.0f} %", ratio < 1))
    return rows


def pooled(rng: np.random.Generator) -> list[Row]:
    rows: list[Row] = []
    for method in ("reml", "dl", "pm"):
        held = 0
        for _ in range(WORLDS * 4):
            v = rng.uniform(9, 300, BRANCHES)
            found = random_effects(rng.normal(40, np.sqrt(v + 64)), v, tau2_method=method)
            held += found.low <= 40 <= found.high
        cover = 100 * held / (WORLDS * 4)
        tried = f"random effects, {method}, pooled interval, {WORLDS * 4:,} worlds of {BRANCHES} branches"
        rows.append((tried, "95 % ± 2", f"{cover:.1f} %", abs(cover - 95) <= 2))
    return rows


def rows() -> list[Row]:
    rng = np.random.default_rng(18)
    return [*nearer(rng), *pooled(rng)]
