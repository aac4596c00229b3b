"""Retention curves and hazard ratios must hold the truth as often as they say."""

from __future__ import annotations

import numpy as np

from heedful.methods.survival import cox_ph, kaplan_meier, logrank, roc_auc

TITLE = "Survival: coverage of curves, hazard ratios and areas"
STUDIES, N = 2000, 150

type Row = tuple[str, str, str, bool | None]


def share(tried: str, held: int, wanted: float = 95.0) -> Row:
    found = 100 * held / STUDIES
    return (
        f"{tried}, {N} customers, {STUDIES:,} studies",
        f"{wanted:g} % ± 2",
        f"{found:.1f} %",
        abs(found - wanted) <= 2,
    )


def at(curve_times: tuple[float, ...], values: tuple[float | None, ...], time: float) -> float | None:
    return values[int(np.searchsorted(curve_times, time, side="right")) - 1]


def rows() -> list[Row]:
    rng = np.random.default_rng(9)
    curve_held = {"log": 0, "loglog": 0, "plain": 0}
    ratio_held = area_held = alarms = 0
    for _ in range(STUDIES):
        x = rng.integers(0, 2, N)
        life, seen = rng.exponential(12 / np.exp(0.5 * x)), rng.uniform(3, 24, N)
        time, event = np.minimum(life, seen), life <= seen
        plain_life = np.minimum(rng.exponential(12, N), seen)
        plain_event = plain_life < seen
        for interval in curve_held:
            curve = kaplan_meier(plain_life, plain_event, interval=interval)
            low, high = at(curve.times, curve.low, 6), at(curve.times, curve.high, 6)
            curve_held[interval] += low <= np.exp(-0.5) <= high
        model = cox_ph(time, event, {"detractor": x})
        ratio_held += abs(model.coefficients["detractor"] - 0.5) <= 1.96 * model.std_errors["detractor"]
        alarms += logrank(plain_life, plain_event, x.tolist()).p_value < 0.05
        y = rng.random(N) < 0.3
        area = roc_auc(y, rng.normal(size=N) + y)
        area_held += area.low <= 0.7602499389 <= area.high
    return [
        *(
            share(f"Kaplan-Meier limits at half a mean life, {name}", held)
            for name, held in curve_held.items()
        ),
        share("Cox hazard ratio of 1.65, half the customers", ratio_held),
        share("area under the curve of .76, DeLong", area_held),
        share("log-rank test of groups that do not differ, false alarms", alarms, 5.0),
    ]
