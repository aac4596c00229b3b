"""An outbreak across neighbours is found sooner by looking at neighbours."""

from __future__ import annotations

import numpy as np

from heedful.methods.comparisons import multiple_testing
from heedful.methods.scans import space_time_permutation, spatial_scan

TITLE = "Scans: chance alarms as stated, an injected outbreak is found"
PLACES, DAYS, RATE, SHUFFLES = 60, 60, 0.3, 99


def town(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return rng.poisson(RATE, (PLACES, DAYS)), rng.random((PLACES, 2))


def inject(rng: np.random.Generator, counts: np.ndarray, coords: np.ndarray, extra: float) -> None:
    """Cases more in four neighbours for the last three days."""
    centre = rng.integers(PLACES)
    near = np.argsort(np.hypot(*(coords - coords[centre]).T))[:4]
    counts[near, -3:] += rng.poisson(extra, (4, 3))


def scan_alarms(rng: np.random.Generator, counts: np.ndarray, coords: np.ndarray) -> bool:
    found = space_time_permutation(counts, coords, max_days=7, replications=SHUFFLES, rng=rng)
    return found.p_value is not None and found.p_value <= 0.05


def charts_alarm(counts: np.ndarray) -> bool:
    """A chart a place: its last three days against its own history, one false-alarm budget for all."""
    from scipy.special import bdtrc

    recent, total = counts[:, -3:].sum(axis=1), counts.sum(axis=1)
    # Given all of a place's cases, those of three days in sixty are binomial: exact, no rate to guess.
    p = np.where(recent > 0, bdtrc(recent - 1, total, 3 / DAYS), 1.0)
    return multiple_testing(np.clip(p, 0, 1), adjust="holm").rejected > 0


def rows() -> list[tuple[str, str, str, bool | None]]:
    rng = np.random.default_rng(31)
    quiet = np.mean([scan_alarms(rng, *town(rng)) for _ in range(600)])
    table: list[tuple[str, str, str, bool | None]] = [
        (
            "permutation scan, 600 towns in which nothing happens, p at most 0.05",
            "5 % +- 2",
            f"{100 * quiet:.1f} %",
            abs(quiet - 0.05) <= 0.02,
        )
    ]
    for extra in (0.6, 0.9, 1.2):
        scanned = charted = 0
        for _ in range(150):
            counts, coords = town(rng)
            inject(rng, counts, coords, extra)
            scanned += scan_alarms(rng, counts, coords)
            charted += charts_alarm(counts)
        what = f"outbreak of {extra} cases a day in four neighbours for three days ({RATE} are usual)"
        found = f"{100 * scanned / 150:.0f} % against {100 * charted / 150:.0f} %"
        table.append((what, "found more often by the scan than by 60 charts", found, scanned > charted))
    people = rng.integers(50, 500, PLACES)
    coords = rng.random((PLACES, 2))
    false = 0
    for _ in range(400):
        clusters = spatial_scan(rng.poisson(people * 0.05), people, coords, replications=SHUFFLES, rng=rng)
        false += bool(clusters) and (clusters[0].p_value or 1) <= 0.05
    table.append(
        (
            "spatial scan, 400 maps in which nothing differs, p at most 0.05",
            "5 % +- 2.2",
            f"{false / 4:.1f} %",
            abs(false / 400 - 0.05) <= 0.022,
        )
    )
    return table
