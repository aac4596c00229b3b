"""Where is it? Circular scan of places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.errors import ArgumentError
from heedful.methods.scans.cylinders import likeliest, times_exceeded
from heedful.methods.scans.likelihood import scan_llr
from heedful.methods.scans.zones import Metric, circles

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places in order of distance from the centre; ``p_value`` is None without replications."""

    places: tuple[int, ...]
    cases: float
    expected: float
    llr: float
    relative_risk: float | None
    p_value: float | None


def spatial_scan(
    cases: ArrayLike,
    population: ArrayLike,
    coords: ArrayLike,
    *,
    metric: Metric = "cartesian",
    max_population_share: float = 0.5,
    n_clusters: int = 1,
    replications: int = 0,
    rng: np.random.Generator | None = None,
    workers: int = 1,
) -> tuple[Cluster, ...]:
    """Circles in which there are more cases than their population explains.

    Parameters
    ----------
    cases, population
        By place, shape (k,), from 0 up. Expected cases are population shares of all cases.
    coords
        Shape (k, 2): x and y, or latitude and longitude in degrees.
    metric
        ``"cartesian"`` or ``"great_circle"``.
    max_population_share
        Largest share of the population a circle may hold, above 0, at most 1.
    n_clusters
        How many to report at most, from 1 up; they do not overlap.
    replications
        Random maps to compare with, for p-values; whole cases needed.
    rng
        Generator of those maps; required with replications.
    workers
        Threads that count.

    Returns
    -------
    tuple of Cluster
        In order of their ratios; empty where no circle holds more than expected. ``places`` are 0-based.
        p = (1 + maps with a circle at least as likely) / (replications + 1), for each cluster.

    Raises
    ------
    ArgumentError
        Lengths that differ, negative numbers, cases or population all 0, replications without a generator.

    Notes
    -----
    Kulldorff (1997) Communications in Statistics 26:1481; conditional on the number of cases.

    Examples
    --------
    >>> c, = spatial_scan([9, 8, 1, 2], [10, 10, 10, 10], [[0, 0], [1, 0], [8, 0], [9, 0]])
    >>> c.places, c.cases, c.expected, round(c.llr, 2)
    ((0, 1), 17.0, 10.0, 5.41)
    """
    found, people = non_negative(cases, "cases", 1), non_negative(population, "population", 1)
    if found.shape != people.shape:
        raise ArgumentError("population", f"{people.size} given for {found.size} places")
    total, everybody = float(found.sum()), float(people.sum())
    if not total or not everybody:
        raise ArgumentError("cases" if not total else "population", "are all 0")
    if n_clusters < 1:
        raise ArgumentError("n_clusters", f"{n_clusters!r} is below 1")
    zones = circles(coords, people, metric=metric, max_share=max_population_share)
    generator = required(rng, replications, found)
    scale, share = total / everybody, people / everybody
    taken = np.zeros(found.size, dtype=bool)
    clusters: list[Cluster] = []
    while len(clusters) < n_clusters:
        best = likeliest(zones, found[:, None], people[:, None], scale, total, taken=taken)
        if best is None:
            break
        p_value = None
        if generator is not None:
            exceeded = times_exceeded(
                zones,
                people[:, None],
                scale,
                total,
                best.llr,
                draw=lambda: generator.multinomial(int(total), share)[:, None],
                replications=replications,
                workers=workers,
            )
            p_value = (1 + exceeded) / (replications + 1)
        places = zones.members(best.centre, best.size)
        taken[places] = True
        risk = scan_llr(best.cases, min(best.expected, total), total).relative_risk
        clusters.append(Cluster(tuple(places), best.cases, best.expected, best.llr, risk, p_value))
    return tuple(clusters)


def non_negative(values: ArrayLike, argument: str, dimensions: int) -> Floats:
    """Array of finite numbers from 0 up, or `ArgumentError`.

    Examples
    --------
    >>> non_negative([1, 2], "cases", 1).tolist()
    [1.0, 2.0]
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != dimensions or not np.all(np.isfinite(array)) or np.any(array < 0):
        raise ArgumentError(argument, f"must be finite numbers from 0 up in {dimensions} dimension(s)")
    return array


def required(
    rng: np.random.Generator | None, replications: int, counts: Floats
) -> np.random.Generator | None:
    """The generator where replications ask for one, or `ArgumentError`.

    Examples
    --------
    >>> required(None, 0, np.array([1.0])) is None
    True
    """
    if replications < 0:
        raise ArgumentError("replications", f"{replications!r} is negative")
    if not replications:
        return None
    if rng is None:
        raise ArgumentError("rng", "replications need a generator")
    if np.any(counts != np.round(counts)):
        raise ArgumentError("cases", "replications need whole numbers")
    return rng
