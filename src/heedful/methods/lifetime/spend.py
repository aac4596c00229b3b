"""What a customer spends per purchase, allowing for how few purchases are known: gamma-gamma."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_count
from heedful.methods.arrays import Floats, stack_columns
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.lifetime.forecast import check_parameters, maximise_positive


@dataclass(frozen=True, slots=True)
class GammaGammaParameters:
    """Spend is gamma(p, v) around a rate v that is gamma(q, gamma) over customers; gamma is in money."""

    p: float
    q: float
    gamma: float

    def __post_init__(self) -> None:
        check_parameters(self, ("p", "q", "gamma"))

    @property
    def population_mean(self) -> float | None:
        """Mean spend over all customers, p γ / (q - 1); None when it has no finite value (q ≤ 1)."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else None


@dataclass(frozen=True, slots=True)
class GammaGammaModel:
    """Parameters, their log likelihood, and the customers with repeat purchases they come from."""

    params: GammaGammaParameters
    loglik: float
    n: int


def fit_gamma_gamma(x: ArrayLike, mean_spend: ArrayLike) -> GammaGammaModel:
    """Fit the gamma-gamma model of spend per purchase by maximum likelihood.

    Parameters
    ----------
    x
        Repeat purchases by customer, shape (n,); customers without any are left out.
    mean_spend
        Mean money per repeat purchase, shape (n,); customers with 0 are left out.

    Returns
    -------
    GammaGammaModel
        Spend is assumed not to depend on how often somebody buys.

    Raises
    ------
    TooFewAnswers
        Fewer than two customers are left.
    ArgumentError
        Lengths differ, a negative number, or a table that does not determine the parameters.

    Notes
    -----
    Source: Fader & Hardie (2013), The gamma-gamma model of monetary value.

    Examples
    --------
    >>> model = fit_gamma_gamma([2, 1, 4, 3, 5, 2, 0], [22.3, 11.8, 54.0, 31.5, 75.1, 18.4, 0])
    >>> round(model.params.population_mean, 1), model.n
    (40.3, 6)
    """
    rows, _ = stack_columns({"x": x, "mean_spend": mean_spend}, ("x", "mean_spend"))
    for i, name in enumerate(("x", "mean_spend")):
        if (rows[:, i] < 0).any():
            raise ArgumentError(name, "holds a negative number")
    # A first purchase has no repeat spend, and 0 is how tables say that.
    used = rows[(rows > 0).all(axis=1)]
    if len(used) < 2:
        raise TooFewAnswers("x", f"{len(used)} customers with a repeat purchase")
    # Money in units of the mean brings all three parameters near 1.
    unit = float(used[:, 1].mean())
    found, loglik = maximise_positive(
        lambda at: _loglik(at, used[:, 0], used[:, 1] / unit), np.array([2.0, 3.0, 1.0])
    )
    p, q, gamma = found.tolist()
    shift = len(used) * float(np.log(unit))
    return GammaGammaModel(GammaGammaParameters(p, q, gamma * unit), loglik - shift, len(used))


def expected_spend(params: GammaGammaParameters, *, x: float, mean_spend: float) -> float | None:
    """Expected spend per purchase of one customer: its own mean drawn towards that of all.

    Parameters
    ----------
    params
        Of the model.
    x
        Its repeat purchases, 0 or more.
    mean_spend
        Its mean money per repeat purchase.

    Returns
    -------
    float or None
        Money; without repeat purchases the mean of all; None when that has no finite value.

    Raises
    ------
    ArgumentError
        A negative number.

    Notes
    -----
    Source: Fader & Hardie (2013): (γ + x m) p / (p x + q - 1).

    Examples
    --------
    >>> params = GammaGammaParameters(p=6.25, q=3.74, gamma=15.44)
    >>> round(expected_spend(params, x=2, mean_spend=22.35), 2)
    24.66
    """
    check_count(x, "x")
    check_count(mean_spend, "mean_spend")
    below = params.p * x + params.q - 1
    return (params.gamma + mean_spend * x) * params.p / below if below > 0 else None


def _loglik(at: Floats, x: Floats, m: Floats) -> float:
    from scipy.special import betaln

    p, q, gamma = at
    shape = p * x
    money = q * np.log(gamma) + (shape - 1) * np.log(m) + shape * np.log(x)
    return float((money - betaln(shape, q) - (shape + q) * np.log(gamma + m * x)).sum())
