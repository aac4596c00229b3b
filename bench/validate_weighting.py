"""Raking brings back the truth of a population that did not answer evenly."""

from __future__ import annotations

import numpy as np

from heedful.methods.weighting import linear_calibration, rake_weights, survey_mean

TITLE = "Weights bring back a known truth"
PEOPLE, TIMES = 40_000, 400


def population(rng: np.random.Generator) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Age and region move the score and, separately, whether one answers at all."""
    age, region = rng.choice(4, PEOPLE, p=[0.2, 0.3, 0.3, 0.2]), rng.choice(3, PEOPLE, p=[0.5, 0.3, 0.2])
    score = np.clip(np.round(rng.normal(6 + 0.8 * age - 0.7 * region, 2)), 0, 10)
    answers = 0.01 * np.exp(0.4 * age - 0.3 * region)
    return {"age": age, "region": region}, score, answers


def rows() -> list[tuple[str, str, str, bool | None]]:
    rng = np.random.default_rng(12)
    columns, score, propensity = population(rng)
    truth = float(score.mean())
    margins = {
        name: {int(c): float(n) for c, n in zip(*np.unique(x, return_counts=True), strict=True)}
        for name, x in columns.items()
    }
    raw, raked, calibrated, held = [], [], [], 0
    for _ in range(TIMES):
        there = rng.random(PEOPLE) < propensity
        sample = {name: x[there].tolist() for name, x in columns.items()}
        w = rake_weights(sample, margins).weights
        e = survey_mean(score[there], w)
        raw.append(score[there].mean())
        raked.append(e.estimate)
        held += e.low <= truth <= e.high
        age, region = columns["age"][there], columns["region"][there]
        x = np.column_stack(
            [np.ones(age.size), *(age == k for k in (1, 2, 3)), *(region == k for k in (1, 2))]
        )
        totals = [PEOPLE, *(margins["age"][k] for k in (1, 2, 3)), *(margins["region"][k] for k in (1, 2))]
        calibrated.append(linear_calibration(x, totals, np.ones(age.size), score[there]).mean)
    off = [abs(float(np.mean(found)) - truth) for found in (raw, raked, calibrated)]
    covered = 100 * held / TIMES
    without, raked_off, calibrated_off = (f"off by {error:.4f}" for error in off)
    wanted = "off by at most a twentieth of that"
    everybody = f"mean of those who answered, {TIMES} samples (truth {truth:.3f})"
    return [
        (everybody, "(what happens without weights)", without, None),
        ("the same, raked to age and region", wanted, raked_off, off[1] <= off[0] / 20),
        ("the same, calibrated linearly", wanted, calibrated_off, off[2] <= off[0] / 20),
        (
            "95 % interval of the raked mean",
            "holds the truth in at least 93 %",
            f"{covered:.1f} %",
            covered >= 93,
        ),
    ]
