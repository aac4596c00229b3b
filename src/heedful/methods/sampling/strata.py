"""A number of invitations, spread over strata."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

from heedful.methods.arguments import check_count, check_positive
from heedful.methods.errors import ArgumentError


def allocate(
    total: int,
    sizes: Sequence[float],
    *,
    deviations: Sequence[float] | None = None,
    costs: Sequence[float] | None = None,
    minimum: int = 0,
) -> list[int]:
    """Spread a number of invitations over strata.

    Parameters
    ----------
    total
        Invitations to spread.
    sizes
        People in each stratum, shape (k,); no stratum gets more than it has.
    deviations
        Standard deviation of the answers in each stratum; all alike when left out (proportional allocation).
    costs
        Cost of one answer in each stratum, above 0; all alike when left out.
    minimum
        Fewest a stratum gets, where it has as many.

    Returns
    -------
    list of int
        Whole numbers that add up to ``total``, or to all there are when that is fewer.

    Raises
    ------
    ArgumentError
        No strata, lengths that differ, negative numbers, minima that exceed the total.

    Notes
    -----
    n_h in proportion to N_h S_h / sqrt(c_h): Neyman (1934) JRSS 97:558; Cochran (1977) 5.5. Rounded by
    largest remainder.

    Examples
    --------
    >>> allocate(100, [500, 300, 200])
    [50, 30, 20]
    >>> allocate(100, [500, 300, 200], deviations=[1, 2, 1])
    [39, 46, 15]
    """
    spread = _per_stratum(deviations, len(sizes), "deviations", check_count)
    cost = _per_stratum(costs, len(sizes), "costs", check_positive)
    room = [int(check_count(size, "sizes")) for size in sizes]
    if not room:
        raise ArgumentError("sizes", "no strata")
    given = [min(minimum, most) for most in room]
    if sum(given) > total:
        raise ArgumentError("minimum", f"{minimum} each makes {sum(given)}, more than {total}")
    share = [size * s / sqrt(c) for size, s, c in zip(sizes, spread, cost, strict=True)]
    return _fill(min(total, sum(room)), share, given, room)


def _fill(total: int, share: list[float], given: list[int], room: list[int]) -> list[int]:
    """Hold strata at their bounds until the others can be served in proportion, then round."""
    low, high = 0.0, 1.0
    while sum(_bounded(high, share, given, room)) < total and high < 1e300:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_bounded(middle, share, given, room)) < total else (low, middle)
    exact = _bounded(high, share, given, room)
    whole = [int(n + 1e-9) for n in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (whole[i] - exact[i], i))
    while sum(whole) < total:
        # Strata without spread are filled only when nobody else has room.
        open_strata = [i for i in by_remainder if whole[i] < room[i]]
        for i in open_strata[: total - sum(whole)]:
            whole[i] += 1
    return whole


def _bounded(factor: float, share: list[float], given: list[int], room: list[int]) -> list[float]:
    return [min(max(factor * s, low), high) for s, low, high in zip(share, given, room, strict=True)]


def _per_stratum(
    values: Sequence[float] | None, k: int, argument: str, check: Callable[[float, str], float]
) -> list[float]:
    if values is None:
        return [1.0] * k
    if len(values) != k:
        raise ArgumentError(argument, f"{len(values)} given for {k} strata")
    return [check(value, argument) for value in values]
