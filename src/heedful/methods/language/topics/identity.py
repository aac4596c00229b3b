"""The same topic in another window: so that it keeps its name."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.errors import ArgumentError
from heedful.methods.language.topics.tree import directions

SAME = 0.7  # nearness of centres from which two groups are one topic


def matched_topics(
    centres: ArrayLike, known: ArrayLike, common: ArrayLike, *, same: float = SAME
) -> list[int | None]:
    """Say which known topic each group is.

    Parameters
    ----------
    centres
        Shape (k, d): centres of the groups that were found now.
    known
        Shape (m, d): centres of the topics from before.
    common
        Shape (d,): mean of all remarks, what all centres share.
    same
        -1..1: nearness (cosine by direction from ``common``) from which two are one topic.

    Returns
    -------
    list
        Place of the known topic, or ``None`` for a new one. No topic is given twice: pairs are taken
        so that their nearness adds up to the most.

    Raises
    ------
    ArgumentError
        Tables of different width.

    Notes
    -----
    Assignment by Kuhn (1955), The Hungarian method.

    Examples
    --------
    >>> matched_topics([[1.0, 0.1], [-1.0, 0.0]], [[1.0, 0.0]], [0.0, 0.0])
    [0, None]
    """
    found, before = np.asarray(centres, float), np.asarray(known, float)
    if not len(found) or not len(before):
        return [None] * len(found)
    if found.ndim != 2 or before.ndim != 2 or found.shape[1] != before.shape[1]:
        raise ArgumentError("known", "must be centres of the same width")
    from scipy.optimize import linear_sum_assignment

    near = directions(found, common) @ directions(before, common).T
    pairs = linear_sum_assignment(np.where(near >= same, near, -1.0), maximize=True)
    taken = {int(a): int(b) for a, b in zip(*pairs, strict=True) if near[a, b] >= same}
    return [taken.get(place) for place in range(len(found))]
