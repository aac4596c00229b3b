"""What a model of buying says about one customer, and the search for its parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

import numpy as np

from heedful.methods.arrays import Floats
from heedful.methods.errors import ArgumentError
from heedful.methods.search import minimise


@dataclass(frozen=True, slots=True)
class PurchaseForecast:
    """Purchases expected within a horizon, of a new customer and of this one, and the chance it is active.

    ``expected_new`` and ``expected_future`` are None without a horizon, ``p_alive`` and
    ``expected_future`` without a customer.
    """

    expected_new: float | None
    expected_future: float | None
    p_alive: float | None


@dataclass(frozen=True, slots=True)
class Customer:
    """Repeat purchases ``x``, time of the last ``t_x`` and age ``age``, both since the first purchase."""

    x: float
    t_x: float
    age: float

    def __post_init__(self) -> None:
        for name in ("x", "t_x", "age"):
            value = getattr(self, name)
            if not isfinite(value) or value < 0:
                raise ArgumentError(name, f"{value!r} is not a finite number from 0 up")
        if self.t_x > self.age:
            raise ArgumentError("t_x", f"{self.t_x!r} lies after the age of {self.age!r}")


def check_parameters(parameters: object, names: tuple[str, ...]) -> None:
    """Refuse a parameter that is not a finite number above 0.

    Parameters
    ----------
    parameters
        An object with the parameters as fields.
    names
        The fields.

    Raises
    ------
    ArgumentError
        One of them is not.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> check_parameters(SimpleNamespace(r=0.2), ("r",))
    """
    for name in names:
        value = getattr(parameters, name)
        if not isfinite(value) or value <= 0:
            raise ArgumentError(name, f"{value!r} is not a finite number above 0")


def maximise_positive(loglik: Callable[[Floats], float], start: Floats) -> tuple[Floats, float]:
    """The positive parameters with the largest likelihood, searched on the log scale.

    Parameters
    ----------
    loglik
        Log likelihood of parameters, shape (k,).
    start
        First guess, shape (k,).

    Returns
    -------
    tuple
        The parameters and their log likelihood.

    Raises
    ------
    ArgumentError
        The likelihood keeps rising towards 0 or infinity: the table does not determine the parameters.

    Notes
    -----
    Source: see `minimise`.

    Examples
    --------
    >>> found, _ = maximise_positive(lambda at: -float((np.log(at) ** 2).sum()), np.array([2.0, 5.0]))
    >>> found.round(4).tolist()
    [1.0, 1.0]
    """

    def loss(at: Floats) -> float:
        return -loglik(np.exp(np.clip(at, -20, 20)))

    at, best = minimise(loss, np.log(start))
    if (np.abs(at) > 15).any():
        raise ArgumentError("table", "does not determine the parameters: the best lies at 0 or infinity")
    return np.exp(at), -best
