"""Where and since when? Cylinders of place and time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.errors import ArgumentError
from heedful.methods.scans.cylinders import likeliest, times_exceeded
from heedful.methods.scans.spatial import non_negative, required
from heedful.methods.scans.zones import Metric, circles

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cylinder:
    """Likeliest cylinder: sorted 0-based places, first and last 0-based period.

    Without any excess ``llr`` is 0, no place is named and ``start`` and ``end`` are None. ``p_value`` is None
    without replications.
    """

    llr: float
    places: tuple[int, ...]
    start: int | None
    end: int | None
    cases: float
    expected: float
    p_value: float | None

    @property
    def periods(self) -> int:
        """Length of the window; 0 without one."""
        return 0 if self.start is None or self.end is None else self.end - self.start + 1


_NOTHING = Cylinder(0.0, (), None, None, 0.0, 0.0, None)


def space_time_permutation(
    counts: ArrayLike,
    coords: ArrayLike,
    *,
    max_days: int,
    max_radius: float | None = None,
    max_case_share: float = 0.5,
    metric: Metric = "cartesian",
    replications: int = 0,
    rng: np.random.Generator | None = None,
    workers: int = 1,
) -> Cylinder:
    """Is something going on right now, somewhere? Needs nothing but counts of cases.

    Parameters
    ----------
    counts
        Cases, shape (places, days); the last day is today.
    coords
        Shape (places, 2): x and y, or latitude and longitude in degrees.
    max_days
        Longest window, 1..days; windows end today.
    max_radius
        Largest radius of a zone, in the metric's unit; none when left out.
    max_case_share
        Largest share of all cases a zone may hold, above 0, at most 1.
    metric
        ``"cartesian"`` or ``"great_circle"`` (kilometres).
    replications
        Shuffles of the days among the cases, for the p-value.
    rng
        Generator of the shuffles; required with replications.
    workers
        Threads that count.

    Returns
    -------
    Cylinder
        Expected is place total times day total over all cases. p = (1 + shuffles with a cylinder at least as
        likely) / (replications + 1).

    Raises
    ------
    ArgumentError
        Shapes that do not fit, negative or (with replications) fractional counts, max_days out of range.

    Notes
    -----
    Kulldorff, Heffernan, Hartman, Assunção & Mostashari (2005) PLoS Medicine 2:e59. Purely spatial and purely
    temporal patterns are taken out: it needs no population, and finds no nationwide rise.

    Examples
    --------
    >>> quiet = [[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 5]]
    >>> c = space_time_permutation(quiet, [[0, 0], [1, 0], [9, 9]], max_days=2, max_case_share=0.6)
    >>> c.places, c.periods, c.cases, round(c.expected, 3)
    ((2,), 1, 5.0, 3.5)
    """
    matrix = non_negative(counts, "counts", 2)
    days = matrix.shape[1]
    if not 1 <= max_days <= days:
        raise ArgumentError("max_days", f"{max_days!r} does not lie in 1 to {days}")
    generator = required(rng, replications, matrix)
    by_place = matrix.sum(axis=1)
    total = float(by_place.sum())
    zones = circles(coords, by_place, metric=metric, max_share=max_case_share, max_radius=max_radius)
    if not total:
        return _NOTHING
    by_day = matrix.sum(axis=0)[::-1][:max_days]
    windows = np.cumsum(matrix[:, ::-1][:, :max_days], axis=1)
    mass = by_place[:, None] * np.cumsum(by_day)[None, :]
    best = likeliest(zones, windows, mass, 1 / total, total)
    if best is None:
        return _NOTHING
    p_value = None
    if generator is not None:
        exceeded = times_exceeded(
            zones,
            mass,
            1 / total,
            total,
            best.llr,
            draw=_shuffles(by_place, by_day, generator),
            replications=replications,
            workers=workers,
        )
        p_value = (1 + exceeded) / (replications + 1)
    places = tuple(sorted(zones.members(best.centre, best.size)))
    return Cylinder(best.llr, places, days - 1 - best.window, days - 1, best.cases, best.expected, p_value)


def _shuffles(by_place: Floats, by_day: Floats, rng: np.random.Generator) -> Callable[[], NDArray[np.int64]]:
    """Deal the cases of the last days out afresh; earlier days need no counting."""
    place_of = np.repeat(np.arange(by_place.size), by_place.astype(np.int64))
    day_of = np.repeat(np.arange(by_day.size), by_day.astype(np.int64))
    cells = by_place.size * by_day.size

    def draw() -> NDArray[np.int64]:
        picked = place_of[rng.choice(place_of.size, day_of.size, replace=False)]
        dealt = np.bincount(picked * by_day.size + day_of, minlength=cells)
        return np.cumsum(dealt.reshape(by_place.size, by_day.size), axis=1)

    return draw


def space_time_scan(
    cases: ArrayLike,
    expected: ArrayLike,
    coords: ArrayLike,
    *,
    max_share: float = 0.5,
    max_periods: int | None = None,
    is_prospective: bool = False,
    metric: Metric = "cartesian",
    replications: int = 0,
    rng: np.random.Generator | None = None,
    workers: int = 1,
) -> Cylinder:
    """Cylinders of place and time with more cases than were expected of them.

    Parameters
    ----------
    cases, expected
        Shape (places, periods), from 0 up. Expected counts are rescaled to add up to the cases.
    coords
        Shape (places, 2): x and y, or latitude and longitude in degrees.
    max_share
        Largest share of all expected a zone may hold over all periods, above 0, at most 1.
    max_periods
        Longest window, 1..periods; half of them, rounded down (but one at least), when left out.
    is_prospective
        Only windows that end in the last period.
    metric
        ``"cartesian"`` or ``"great_circle"``.
    replications
        Random draws with the expected counts, for the p-value; whole cases needed.
    rng
        Generator of the draws; required with replications.
    workers
        Threads that count.

    Returns
    -------
    Cylinder
        p = (1 + draws with a cylinder at least as likely) / (replications + 1).

    Raises
    ------
    ArgumentError
        Shapes that do not fit, negative numbers, cases or expected all 0, max_periods out of range.

    Notes
    -----
    Kulldorff, Athas, Feuer, Miller & Key (1998) Am. J. Public Health 88:1377; Kulldorff (2001) JRSS A 164:61.

    Examples
    --------
    >>> c = space_time_scan([[2, 2, 9, 8], [3, 2, 3, 2]], [[1] * 4, [1] * 4], [[0, 0], [5, 5]])
    >>> c.places, c.start, c.end, c.cases
    ((0,), 2, 3, 17.0)
    """
    found, due = non_negative(cases, "cases", 2), non_negative(expected, "expected", 2)
    if found.shape != due.shape:
        raise ArgumentError("expected", f"shape {due.shape} where cases have {found.shape}")
    total = float(found.sum())
    if not total or not due.any():
        raise ArgumentError("cases" if not total else "expected", "are all 0")
    periods = found.shape[1]
    longest = max(periods // 2, 1) if max_periods is None else max_periods
    if not 1 <= longest <= periods:
        raise ArgumentError("max_periods", f"{longest!r} does not lie in 1 to {periods}")
    generator = required(rng, replications, found)
    spans = _spans(periods, longest, is_prospective=is_prospective)
    zones = circles(coords, due.sum(axis=1), metric=metric, max_share=max_share)
    scale, mass = total / float(due.sum()), _by_span(due, spans)
    best = likeliest(zones, _by_span(found, spans), mass, scale, total)
    if best is None:
        return _NOTHING
    p_value = None
    if generator is not None:
        exceeded = times_exceeded(
            zones,
            mass,
            scale,
            total,
            best.llr,
            draw=_draws(due, int(total), spans, generator),
            replications=replications,
            workers=workers,
        )
        p_value = (1 + exceeded) / (replications + 1)
    start, end = spans[best.window]
    places = tuple(sorted(zones.members(best.centre, best.size)))
    return Cylinder(best.llr, places, start, end, best.cases, best.expected, p_value)


def _spans(periods: int, longest: int, *, is_prospective: bool) -> list[tuple[int, int]]:
    ends = [periods - 1] if is_prospective else range(periods)
    return [(end - length + 1, end) for end in ends for length in range(1, min(longest, end + 1) + 1)]


def _by_span(values: NDArray[np.generic], spans: list[tuple[int, int]]) -> Floats:
    """Sums of each place over each window."""
    sums = np.concatenate([np.zeros((values.shape[0], 1)), np.cumsum(values, axis=1)], axis=1)
    starts, ends = np.array(spans).T
    windows: Floats = sums[:, ends + 1] - sums[:, starts]
    return windows


def _draws(
    due: Floats, total: int, spans: list[tuple[int, int]], rng: np.random.Generator
) -> Callable[[], NDArray[np.int64]]:
    share = (due / due.sum()).ravel()
    return lambda: _by_span(rng.multinomial(total, share).reshape(due.shape), spans).astype(np.int64)
