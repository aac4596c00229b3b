"""Reports in which nothing differs must say so."""

from __future__ import annotations

import numpy as np

from heedful.methods.comparisons import (
    compact_letters,
    compare_nps_groups,
    not_distinguishable,
    nps_difference,
)
from heedful.methods.sampling import answers_for_change

TITLE = "Reports of pure noise find nothing, and what is there is found"
REPORTS, BRANCHES = 1000, 50


def null_report(rng: np.random.Generator, *, smallest: int, largest: int) -> tuple[bool, ...]:
    """Does one report of branches that are all alike call any unlike the rest, the best, or another?"""
    sizes = rng.integers(smallest, largest + 1, BRANCHES)
    p, m, q = np.array([rng.multinomial(n, [0.5, 0.3, 0.2]) for n in sizes]).T
    groups = compare_nps_groups(p, m, q)
    # One by one, as a table of plain p-values would be read.
    rest_p, rest_m, rest_q = p.sum() - p, m.sum() - m, q.sum() - q
    plain = [
        nps_difference((p[i], m[i], q[i]), (rest_p[i], rest_m[i], rest_q[i])).p_value for i in range(BRANCHES)
    ]
    # Means of a scale from 1 to 5, skewed as such answers are, with their own standard errors.
    counts = np.array([rng.multinomial(n, [0.04, 0.06, 0.15, 0.3, 0.45]) for n in sizes])
    scale = np.arange(1.0, 6.0)
    mean = counts @ scale / sizes
    error = np.sqrt((counts @ scale**2 / sizes - mean**2) / (sizes - 1))
    as_shown = not_distinguishable(mean, error, sizes)
    return (
        bool(groups.is_unlike_rest.any()),
        not groups.is_tied_with_best.all(),
        bool(as_shown.is_unlike_rest.any()),
        not as_shown.is_tied_with_best.all(),
        min(plain) < 0.05,
    )


def found_as_planned(rng: np.random.Generator, times: int = 4000) -> float:
    """How often a change from 5 to 15 points is found with the answers `answers_for_change` asks for."""
    n = answers_for_change(5, 15, passives=30, power=0.8).n
    before = rng.multinomial(n, [0.375, 0.3, 0.325], times)
    after = rng.multinomial(n, [0.425, 0.3, 0.275], times)
    found = sum(
        (nps_difference(tuple(b), tuple(a)).p_value or 1) < 0.05
        for a, b in zip(before.tolist(), after.tolist(), strict=True)
    )
    return 100 * found / times


def rows() -> list[tuple[str, str, str, bool | None]]:
    rng = np.random.default_rng(50)
    table: list[tuple[str, str, str, bool | None]] = []
    for smallest, largest in ((10, 30), (20, 60), (30, 300)):
        reports = [null_report(rng, smallest=smallest, largest=largest) for _ in range(REPORTS)]
        found = np.mean(reports, axis=0)
        what = (
            f"{REPORTS} reports of {BRANCHES} equal branches of {smallest} to {largest} answers, any branch"
        )
        claims = (
            "falsely unlike the rest (`compare_nps_groups`)",
            "falsely told from the best (`compare_nps_groups`)",
            "falsely unlike the rest when the measure is a mean (`not_distinguishable`)",
            "falsely told from the best when the measure is a mean (`not_distinguishable`)",
        )
        for claim, share in zip(claims, found, strict=False):
            table.append((f"{what} {claim}", "at most 5 % of reports", f"{100 * share:.1f} %", share <= 0.05))
        alone = f"{100 * found[-1]:.1f} %"
        table.append((f"{what} below p = 0.05 if each is tested alone", "(a plain table)", alone, None))
    lettered = np.mean(
        [set(compact_letters(rng.normal(0, 5, 12), np.full(12, 5.0))) != {"a"} for _ in range(REPORTS)]
    )
    table.append(
        (
            f"{REPORTS} sets of 12 equal groups: any two without a common letter",
            "at most 5 % +- 1.5",
            f"{100 * lettered:.1f} %",
            lettered <= 0.065,
        )
    )
    power = found_as_planned(rng)
    table.append(
        (
            "NPS from 5 to 15 at 30 % passives with the 1,080 answers a wave asked for",
            "found in 80 % +- 2",
            f"{power:.1f} %",
            abs(power - 80) <= 2,
        )
    )
    return table
