"""Does a ranking find those whom the treatment changes?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import read_flags, read_numbers
from heedful.methods.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class Qini:
    """Extra successes when the first 1, 2, … customers are treated; uplift of all; area over a random order.

    ``overall_uplift`` is None without treated or control customers; ``area`` (extra successes per customer
    targeted, averaged over all cuts) without anybody.
    """

    curve: tuple[float, ...]
    overall_uplift: float | None
    area: float | None


def qini(score: ArrayLike, treated: ArrayLike, y: ArrayLike) -> Qini:
    """Qini curve of an uplift ranking.

    Parameters
    ----------
    score
        Predicted uplift, highest first in the ranking, shape (n,); ties stay in the given order.
    treated
        1 = was treated, 0 = was not, by chance, shape (n,).
    y
        1 = success, 0 = not, shape (n,).

    Returns
    -------
    Qini
        Extra successes; controls count in proportion to the treated ranked so far, and for nothing before
        the first control.

    Raises
    ------
    ArgumentError
        Lengths differ, or a value other than 0 and 1.

    Notes
    -----
    Source: Radcliffe (2007) Direct Marketing Analytics Journal 1:14: Yₜ - Y꜀ Nₜ / N꜀.

    Examples
    --------
    >>> found = qini([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0], [1, 0, 1, 1])
    >>> found.curve, found.overall_uplift
    ((1.0, 1.0, 2.0, 1.0), 0.5)
    """
    ranking = read_numbers(score, "score")
    given, success = read_flags(treated, "treated"), read_flags(y, "y")
    for name, values in (("treated", given), ("y", success)):
        if values.size != ranking.size:
            raise ArgumentError(name, f"{values.size} values for the {ranking.size} of score")
    # Stable, so that ties keep the order they came in and the curve can be reproduced.
    order = np.argsort(-ranking, kind="stable")
    given, success = given[order], success[order]
    n_treated, n_control = np.cumsum(given), np.cumsum(~given)
    y_treated, y_control = np.cumsum(given & success), np.cumsum(~given & success)
    ratio = np.divide(n_treated, n_control, out=np.zeros(given.size), where=n_control > 0)
    curve = y_treated - y_control * ratio
    if not curve.size:
        return Qini((), None, None)
    both = n_treated[-1] > 0 and n_control[-1] > 0
    uplift = float(y_treated[-1] / n_treated[-1] - y_control[-1] / n_control[-1]) if both else None
    random = curve[-1] * np.arange(1, curve.size + 1) / curve.size
    return Qini(tuple(curve.tolist()), uplift, float((curve - random).mean() / curve.size))
