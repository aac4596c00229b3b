"""Several orders of the same things made one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

CONSTANT = (
    60  # Cormack, Clarke, Büttcher 2009: reciprocal rank fusion; how little the very first places weigh
)


def fused[K: Hashable](orders: Sequence[Sequence[K]]) -> list[K]:
    """Return everything that any of the orders has, by the sum of 1 / (60 + place).

    Places count, not scores: how well words fit and how near meanings lie are not measured alike.

    >>> fused([["a", "b", "c"], ["c", "a"]])
    ['a', 'c', 'b']
    """
    weights: dict[K, float] = {}
    for order in orders:
        for place, key in enumerate(order, start=1):
            weights[key] = weights.get(key, 0.0) + 1 / (CONSTANT + place)
    return sorted(weights, key=lambda key: -weights[key])
