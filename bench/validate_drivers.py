"""Bootstrap intervals of driver shares must hold the shares of the population."""

from __future__ import annotations

import numpy as np

from heedful.methods.drivers import Gram, bootstrap_importance, relative_weights, shapley_r2

TITLE = "Intervals of driver shares hold the truth"
STUDIES, SAMPLES = 1000, 300
EFFECTS = np.array([0.6, 0.4, 0.2, 0.0])
NAMES = [f"driver {i}" for i in range(4)]


def population() -> tuple[np.ndarray, Gram]:
    """Drivers that correlate with .4, a score of variance 2, and their sums as of a whole population."""
    between = 0.6 * np.eye(4) + 0.4
    towards = between @ EFFECTS
    explained = EFFECTS @ towards
    covariance = np.block([[between, towards[:, None]], [towards[None], np.array([[explained + 1.0]])]])
    return np.linalg.cholesky(covariance), Gram((*NAMES, "score"), 10**9, 1e9, np.zeros(5), 1e9 * covariance)


def coverage(rng: np.random.Generator, method: str, n: int) -> np.ndarray:
    """How often the interval of each driver holds the share in the population."""
    root, whole = population()
    truth = (
        shapley_r2(whole, "score").shapley
        if method == "shapley"
        else relative_weights(whole, "score").weights
    )
    held = np.zeros(4)
    for _ in range(STUDIES):
        rows = rng.normal(size=(n, 5)) @ root.T
        columns = {name: rows[:, i] for i, name in enumerate((*NAMES, "score"))}
        found = bootstrap_importance(columns, "score", rng=rng, n_samples=SAMPLES, method=method)
        held += [found.shares[name].low <= truth[name] <= found.shares[name].high for name in NAMES]
    return 100 * held / STUDIES


def rows() -> list[tuple[str, str, str, bool | None]]:
    rng = np.random.default_rng(14)
    table: list[tuple[str, str, str, bool | None]] = []
    for method, n in (("shapley", 300), ("shapley", 1000), ("relative_weights", 300)):
        held = coverage(rng, method, n)
        shown = ", ".join(f"{h:.1f}" for h in held)
        tried = (
            f"{method}, four drivers correlated .4 with effects .6 .4 .2 0, {n} answers, {STUDIES} studies"
        )
        table.append((tried, "95 % ± 3 for each driver", f"{shown} %", bool((abs(held - 95) <= 3).all())))
    return table
