"""Reports in which nothing differs must say so."""

from __future__ import annotations

import numpy as np

from heedful.methods.comparisons import compact_letters, compare_nps_groups, nps_difference
from heedful.methods.sampling import answers_for_change

TITLE = "Reports of pure noise find nothing, and what is there is found"
REPORTS, BRANCHES = 1000, 50


def null_report(rng: np.random.Generator, *, smallest: int, largest: int) -> tuple[bool, bool, bool]:
    """Does one report of branches that are all alike call any unlike the rest, the best, or another?"""
    sizes = rng.integers(smallest, largest + 1, BRANCHES)
    p, m, q = np.array([rng.multinomial(n, [0.5, 0.3, 0.2]) for n in sizes]).T
    groups = compare_nps_groups(p, m, q)
    # One by one, as a table of plain p-values would be read.
    rest_p, rest_m, rest_q = p.sum() - p, m.sum() - m, q.sum() - q
    plain = [
        nps_difference((p[i], m[i], q[i]), (rest_p[i], rest_m[i], rest_q[i])).p_value for i in range(BRANCHES)
    ]
    return bool(groups.is_unlike_rest.any()), not groups.is_tied_with_best.all(), min(plain) < 0.05


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
    for smallest, largest in ((20, 60), (30, 300)):
        rest, best, plain = np.mean(
            [null_report(rng, smallest=smallest, largest=largest) for _ in range(REPORTS)], axis=0
        )
        what = (
            f"{REPORTS} reports of {BRANCHES} equal branches of {smallest} to {largest} answers: any branch"
        )
        table += [
            (
                f"{what} falsely unlike the rest (Holm, the default)",
                "at most 5 % of reports",
                f"{100 * rest:.1f} %",
                rest <= 0.05,
            ),
            (
                f"{what} falsely told from the best",
                "at most 5 % of reports",
                f"{100 * best:.1f} %",
                best <= 0.05,
            ),
            (
                f"{what} below p = 0.05 if each is tested alone",
                "(what a plain table does)",
                f"{100 * plain:.1f} %",
                None,
            ),
        ]
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
