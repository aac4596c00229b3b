"""Scans: against a search by brute force, published ratios, and chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from heedful.methods import scans
from heedful.methods.errors import ArgumentError
from heedful.methods.scans import cylinders
from heedful.methods.scans.likelihood import log_ratios, most_expected
from heedful.methods.scans.zones import circles

LINE = [[0, 0], [1, 0], [8, 0], [9, 0]]


def test_satscan_ratio():
    # SaTScan 9.6 on leukaemia in upstate New York, first cluster.
    r = scans.scan_llr(106, 62.1322469232, 552)
    assert (round(r.llr, 6), round(r.relative_risk, 2)) == (14.780276, 1.87)
    assert r.observed_expected == pytest.approx(1.706038)


def test_ratio_at_the_ends():
    assert scans.scan_llr(1, 2, 10).llr == 0
    everything = scans.scan_llr(10, 5, 10)
    assert everything.llr == pytest.approx(10 * np.log(2))
    assert everything.relative_risk is None
    assert scans.scan_llr(0, 0, 10).observed_expected is None
    assert scans.scan_llr(10, 10, 10).relative_risk is None
    with pytest.raises(ArgumentError, match="cases_in"):
        scans.scan_llr(11, 1, 10)


@given(cases=st.integers(1, 50), extra=st.integers(0, 50), llr=st.floats(0.01, 10))
def test_least_expectation_is_where_the_ratio_is_reached(cases, extra, llr):
    total = float(cases + extra)
    c = np.array([float(cases)])
    e = most_expected(c, llr, total)
    assert 0 < e[0] <= cases
    assert log_ratios(c, e, total)[0] >= llr
    assert log_ratios(c, e * (1 + 1e-6), total)[0] <= llr + 1e-9


def brute(counts: np.ndarray, coords: np.ndarray, max_days: int, share: float) -> tuple[float, set[int], int]:
    """Every cylinder, one by one."""
    total, best = counts.sum(), (0.0, set(), 0)
    for centre in range(len(coords)):
        order = np.argsort(np.hypot(*(coords - coords[centre]).T), kind="stable")
        for size in range(1, len(coords) + 1):
            zone = order[:size]
            if counts[zone].sum() > share * total:
                break
            for days in range(1, max_days + 1):
                c = counts[zone, -days:].sum()
                mu = counts[zone].sum() * counts[:, -days:].sum() / total
                if c > mu and (llr := scans.scan_llr(c, mu, total).llr) > best[0] + 1e-12:
                    best = (llr, set(zone.tolist()), days)
    return best


@given(seed=st.integers(0, 2000))
def test_permutation_scan_finds_what_brute_force_finds(seed):
    rng = np.random.default_rng(seed)
    counts, coords = rng.poisson(0.6, (7, 9)), rng.random((7, 2))
    found = scans.space_time_permutation(counts, coords, max_days=4)
    llr, _, _ = brute(counts, coords, 4, 0.5)
    assert found.llr == pytest.approx(llr, abs=1e-9)
    if found.places:
        zone = counts[list(found.places)]
        assert found.cases == zone[:, found.start :].sum()
        assert scans.scan_llr(found.cases, found.expected, counts.sum()).llr == pytest.approx(llr)
        assert found.end == 8
        assert found.periods == 9 - found.start


def outbreak() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    counts, coords = rng.poisson(0.5, (30, 40)), rng.random((30, 2)) * 10
    near = np.argsort(np.hypot(*(coords - coords[4]).T))[:3]
    counts[near, -3:] += 4
    return counts, coords


def test_an_outbreak_is_found_and_is_no_chance():
    counts, coords = outbreak()
    found = scans.space_time_permutation(
        counts, coords, max_days=7, replications=99, rng=np.random.default_rng(1), workers=2
    )
    assert 4 in found.places
    assert found.periods == 3
    assert found.p_value == 0.01


def test_chance_is_the_same_however_it_is_counted(monkeypatch):
    counts, coords = outbreak()
    counts[:, -3:] = np.random.default_rng(5).poisson(0.5, (30, 3))

    def p_value(workers: int = 1) -> float:
        rng = np.random.default_rng(3)
        return scans.space_time_permutation(
            counts, coords, max_days=5, replications=99, rng=rng, workers=workers
        ).p_value

    plain = p_value()
    monkeypatch.setattr(cylinders, "_HELD", 100)
    assert p_value(2) == plain
    assert 0.02 < plain <= 1


def test_p_is_the_share_of_shuffles_that_do_as_well():
    counts, coords = outbreak()
    counts = counts[:8, -12:].copy()
    coords = coords[:8]
    found = scans.space_time_permutation(
        counts, coords, max_days=3, replications=60, rng=np.random.default_rng(9)
    )
    rng, total = np.random.default_rng(9), counts.sum()
    place_of = np.repeat(np.arange(8), counts.sum(axis=1))
    by_day = counts.sum(axis=0)
    better = 0
    for _ in range(60):
        shuffled = np.zeros_like(counts)
        late = np.repeat(np.arange(11, 8, -1), by_day[::-1][:3])
        picked = rng.choice(total, late.size, replace=False)
        np.add.at(shuffled, (place_of[picked], late), 1)
        shuffled[:, 0] = counts.sum(axis=1) - shuffled.sum(axis=1)
        # Only the last three days are scanned: where the rest falls does not matter.
        better += brute(shuffled, coords, 3, 0.5)[0] >= found.llr - 1e-9
    assert found.p_value == pytest.approx((1 + better) / 61)


def test_many_cases_need_wider_counters():
    counts = np.full((3, 2), 40_000)
    counts[0, 1] += 4_000
    found = scans.space_time_permutation(
        counts, LINE[:3], max_days=1, replications=19, rng=np.random.default_rng(1)
    )
    assert (found.places, found.p_value) == ((0,), 0.05)


def test_nothing_to_find():
    even = scans.space_time_permutation(np.ones((4, 3)), LINE, max_days=2)
    assert (even.llr, even.places, even.start, even.periods, even.p_value) == (0, (), None, 0, None)
    assert scans.space_time_permutation(np.zeros((4, 3)), LINE, max_days=2).llr == 0


def test_a_radius_keeps_circles_small():
    counts = np.array([[1, 1, 3], [1, 1, 3], [3, 3, 0], [3, 3, 0]])
    wide = scans.space_time_permutation(counts, LINE, max_days=1)
    narrow = scans.space_time_permutation(counts, LINE, max_days=1, max_radius=0.5)
    assert (wide.places, len(narrow.places)) == ((0, 1), 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"counts": [[1, -1]]},
        {"counts": [1, 2]},
        {"coords": [[0, 0]]},
        {"max_days": 0},
        {"max_days": 4},
        {"max_case_share": 0},
        {"max_radius": -1},
        {"metric": "taxi"},
        {"replications": -1},
        {"replications": 9},
        {"counts": [[0.5] * 3] * 4, "replications": 9, "rng": np.random.default_rng(1)},
    ],
)
def test_permutation_scan_refuses(changes):
    with pytest.raises(ArgumentError):
        scans.space_time_permutation(**{"counts": [[1, 2, 3]] * 4, "coords": LINE, "max_days": 2, **changes})


def test_clusters_do_not_overlap_and_fall():
    rng = np.random.default_rng(2)
    people, coords = rng.integers(50, 200, 40), rng.random((40, 2))
    cases = rng.poisson(people * 0.1)
    found = scans.spatial_scan(cases, people, coords, n_clusters=4)
    places = [place for cluster in found for place in cluster.places]
    assert len(places) == len(set(places))
    assert [c.llr for c in found] == sorted((c.llr for c in found), reverse=True)
    for c in found:
        assert c.cases == cases[list(c.places)].sum()
        assert c.expected == pytest.approx(people[list(c.places)].sum() / people.sum() * cases.sum())


def test_a_hot_corner_is_no_chance():
    rng = np.random.default_rng(2)
    people, coords = np.full(25, 100), np.array([(i, j) for i in range(5) for j in range(5)], dtype=float)
    cases = rng.poisson(5, 25)
    cases[[0, 1, 5]] += 12
    (hot,) = scans.spatial_scan(cases, people, coords, replications=99, rng=rng)
    assert set(hot.places) >= {0, 1, 5}
    assert hot.p_value <= 0.02
    (cold,) = scans.spatial_scan(rng.poisson(5, 25), people, coords, replications=99, rng=rng)
    assert cold.p_value > 0.02


def test_no_more_clusters_than_there_are():
    assert scans.spatial_scan([1, 1, 1], [1, 1, 1], LINE[:3], n_clusters=3) == ()
    alone = scans.spatial_scan([5, 1, 1], [1, 1, 1], LINE[:3], n_clusters=3)
    assert [c.places for c in alone] == [(0,)]
    everything = scans.spatial_scan([5, 0], [1, 1], LINE[:2], max_population_share=1)
    assert (everything[0].places, everything[0].relative_risk) == ((0,), None)


@pytest.mark.parametrize(
    "changes",
    [
        {"cases": [1]},
        {"cases": [0] * 4},
        {"population": [0] * 4},
        {"n_clusters": 0},
        {"replications": 5},
        {"coords": [[0, 0], [1, 1], [2, 2], [np.nan, 0]]},
    ],
)
def test_spatial_scan_refuses(changes):
    with pytest.raises(ArgumentError):
        scans.spatial_scan(**{"cases": [1, 2, 3, 4], "population": [1] * 4, "coords": LINE, **changes})


def test_kilometres_on_the_globe():
    # London, Paris, New York: 344 km and 5,570 km.
    cities = [[51.5074, -0.1278], [48.8566, 2.3522], [40.7128, -74.0060]]
    mass = np.ones(3)
    for radius, sizes in ((343, [1, 1, 1]), (345, [2, 2, 1]), (5575, [3, 2, 2])):
        zones = circles(cities, mass, metric="great_circle", max_share=1, max_radius=radius)
        assert zones.sizes.tolist() == sizes


def test_a_place_comes_first_in_its_own_circle():
    zones = circles([[0, 0], [0, 0], [1, 1]], np.ones(3), max_share=1)
    assert zones.order[:, 0].tolist() == [0, 1, 2]
    assert circles(np.zeros((0, 2)), np.zeros(0)).sizes.size == 0


def test_more_places_than_are_measured_at_once(monkeypatch):
    from heedful.methods.scans import zones

    rng = np.random.default_rng(6)
    coords, mass = rng.random((30, 2)), rng.random(30)
    whole = circles(coords, mass)
    monkeypatch.setattr(zones, "_ROWS_AT_ONCE", 7)
    parts = circles(coords, mass)
    assert parts.sizes.tolist() == whole.sizes.tolist()
    for centre in range(30):
        size = int(whole.sizes[centre])
        assert parts.members(centre, size) == whole.members(centre, size)


def test_cylinder_in_the_middle_of_time():
    cases = np.full((4, 8), 2.0)
    cases[1:3, 3:5] = 7
    found = scans.space_time_scan(cases, np.ones((4, 8)), [[0, 0], [1, 0], [2, 0], [9, 0]])
    assert (found.places, found.start, found.end, found.cases) == ((1, 2), 3, 4, 28)
    later = scans.space_time_scan(
        cases, np.ones((4, 8)), [[0, 0], [1, 0], [2, 0], [9, 0]], is_prospective=True
    )
    assert later.end == 7


def test_chance_of_a_cylinder():
    rng = np.random.default_rng(4)
    expected, coords = np.full((10, 6), 3.0), rng.random((10, 2))
    cases = rng.poisson(expected)
    cases[3, 2:4] += 15
    found = scans.space_time_scan(cases, expected, coords, max_periods=2, replications=99, rng=rng)
    assert (found.places, found.p_value) == ((3,), 0.01)
    assert scans.space_time_scan([[1, 1]], [[1, 1]], [[0, 0]], max_share=1).places == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"expected": [[1, 1]]},
        {"cases": [[0, 0, 0]] * 2},
        {"expected": [[0, 0, 0]] * 2},
        {"max_periods": 0},
        {"max_periods": 4},
    ],
)
def test_space_time_scan_refuses(changes):
    plain = {"cases": [[1, 2, 3]] * 2, "expected": [[1, 1, 1]] * 2, "coords": LINE[:2]}
    with pytest.raises(ArgumentError):
        scans.space_time_scan(**{**plain, **changes})
