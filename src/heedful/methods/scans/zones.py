"""Circles of places: each place with its nearest neighbours, one more at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_choice
from heedful.methods.errors import ArgumentError

type Floats = NDArray[np.float64]
type Indices = NDArray[np.int32]
type Metric = Literal["cartesian", "great_circle"]

METRICS: tuple[Metric, ...] = get_args(Metric.__value__)
EARTH_RADIUS_KM = 6371.0088
_ROWS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Zones:
    """Circles around k centres: ``order[i, :size]`` is a zone for every size up to ``sizes[i]``."""

    order: Indices
    sizes: Indices

    def members(self, centre: int, size: int) -> list[int]:
        """Places of a zone in order of distance from its centre."""
        return [int(place) for place in self.order[centre, :size]]


def circles(
    coords: ArrayLike,
    mass: Floats,
    *,
    metric: Metric = "cartesian",
    max_share: float = 0.5,
    max_radius: float | None = None,
) -> Zones:
    """Circles that hold at most a share of all mass.

    Parameters
    ----------
    coords
        Shape (k, 2): x and y, or latitude and longitude in degrees.
    mass
        People, cases or expected cases of each place, shape (k,).
    metric
        ``"cartesian"`` or ``"great_circle"`` (kilometres).
    max_share
        Largest share of all mass a zone may hold, above 0, at most 1.
    max_radius
        Largest distance from the centre, in the metric's unit.

    Returns
    -------
    Zones
        Places at one distance are added in the order given.

    Raises
    ------
    ArgumentError
        Coordinates of another shape or not finite, a share outside (0, 1], a negative radius.

    Notes
    -----
    Kulldorff & Nagarwalla (1995) Statistics in Medicine 14:799.

    Examples
    --------
    >>> z = circles([[0, 0], [1, 0], [5, 0]], np.array([1.0, 1.0, 1.0]), max_share=0.7)
    >>> z.members(2, int(z.sizes[2]))
    [2, 1]
    """
    points = np.asarray(coords, dtype=np.float64)
    kind = check_choice(metric, METRICS, "metric")
    if points.ndim != 2 or points.shape != (mass.size, 2) or not np.all(np.isfinite(points)):
        raise ArgumentError("coords", f"shape {points.shape} is not ({mass.size}, 2), or a number is missing")
    if not 0 < max_share <= 1:
        raise ArgumentError("max_share", f"{max_share!r} is not above 0 and at most 1")
    if max_radius is not None and not max_radius >= 0:
        raise ArgumentError("max_radius", f"{max_radius!r} is negative")
    orders: list[Indices] = []
    sizes: list[Indices] = []
    # The slack forgives rounding in sums of mass that hold exactly the share.
    most = mass.sum() * max_share * (1 + 1e-12)
    for start in range(0, mass.size, _ROWS_AT_ONCE):
        distance = _distances(points[start : start + _ROWS_AT_ONCE], points, kind)
        nearest = _nearest(distance, start)
        is_allowed = np.cumsum(mass[nearest], axis=1) <= most
        if max_radius is not None:
            is_allowed &= np.take_along_axis(distance, nearest, axis=1) <= max_radius
        sizes.append(is_allowed.sum(axis=1, dtype=np.int32))
        orders.append(nearest[:, : max(int(sizes[-1].max(initial=0)), 1)].astype(np.int32))
    return Zones(_stack(orders, mass.size), np.concatenate([np.zeros(0, dtype=np.int32), *sizes]))


def _nearest(distance: Floats, start: int) -> NDArray[np.intp]:
    # A place comes first in its own circle, even where another lies on the same spot.
    rows = np.arange(distance.shape[0])
    own = distance.copy()
    own[rows, start + rows] = -1.0
    return np.argsort(own, axis=1, kind="stable")


def _stack(orders: Sequence[Indices], k: int) -> Indices:
    stacked = np.zeros((k, max((rows.shape[1] for rows in orders), default=0)), dtype=np.int32)
    start = 0
    for rows in orders:
        stacked[start : start + rows.shape[0], : rows.shape[1]] = rows
        start += rows.shape[0]
    return stacked


def _distances(some: Floats, points: Floats, metric: Metric) -> Floats:
    if metric == "cartesian":
        return np.hypot(some[:, None, 0] - points[None, :, 0], some[:, None, 1] - points[None, :, 1])
    lat, lon = np.radians(some).T
    lat_all, lon_all = np.radians(points).T
    across = np.sin((lon[:, None] - lon_all) / 2) ** 2 * np.cos(lat)[:, None] * np.cos(lat_all)
    haversine = np.clip(np.sin((lat[:, None] - lat_all) / 2) ** 2 + across, 0, 1)
    distances: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(haversine))
    return distances
