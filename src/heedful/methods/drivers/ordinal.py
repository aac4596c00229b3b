"""Ordered answers as they are, without pretending that steps of the scale are equal: proportional odds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arrays import Floats, Ints, finite_or_none, read_counts, stack_columns
from heedful.methods.drivers.gram import Gram
from heedful.methods.drivers.regression import independent_columns
from heedful.methods.errors import ArgumentError, TooFewAnswers

_SEPARATED = 25.0


@dataclass(frozen=True, slots=True)
class OrdinalLogit:
    """Log odds ratios of a higher answer by column, cut points between answers, and -2 log likelihood.

    None for a column that does not vary or follows from the others, and for a cut point beyond which nobody
    answered.
    """

    coefficients: Mapping[str, float | None]
    std_errors: Mapping[str, float | None]
    thresholds: Mapping[str, float | None]
    deviance: float
    n: float


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """Answers as positions, predictors, weights: what the likelihood is a function of."""

    answers: Ints
    x: Floats
    w: Floats
    cuts: int

    @property
    def upper(self) -> Floats:
        return self._design(self.answers)

    @property
    def lower(self) -> Floats:
        return self._design(self.answers - 1)

    def _design(self, cut: Ints) -> Floats:
        rows = np.zeros((len(cut), self.cuts + self.x.shape[1]))
        inside = (cut >= 0) & (cut < self.cuts)
        rows[np.flatnonzero(inside), cut[inside]] = 1.0
        rows[inside, self.cuts :] = -self.x[inside]
        return rows


def dummy_columns(
    factors: Mapping[str, Sequence[Any]], columns: Mapping[str, Sequence[Any]]
) -> dict[str, Floats]:
    """Turn categories into columns of 0 and 1, one per level but the reference.

    Parameters
    ----------
    factors
        Levels by column, the reference level first.
    columns
        Categories by column, one per row; None is missing.

    Returns
    -------
    dict
        Columns named ``"column=level"``, shape (n,), NaN where the category is missing.

    Raises
    ------
    ArgumentError
        A column is not there, or holds a category that is no level.

    Notes
    -----
    Source: treatment contrasts, as R's ``contr.treatment``.

    Examples
    --------
    >>> dummy_columns({"region": ["north", "south"]}, {"region": ["south", "north", None]})
    {'region=south': array([ 1.,  0., nan])}
    """
    dummies: dict[str, Floats] = {}
    for name, levels in factors.items():
        if name not in columns:
            raise ArgumentError(name, "is not among the columns")
        codes = _codes(columns[name], levels, name)
        for code, level in enumerate(levels[1:], start=1):
            dummies[f"{name}={level}"] = np.where(np.isnan(codes), np.nan, codes == code)
    return dummies


def ordinal_logit(
    answers: Sequence[Any],
    order: Sequence[Any],
    predictors: Mapping[str, ArrayLike],
    *,
    frequency: ArrayLike | None = None,
) -> OrdinalLogit:
    """Fit the proportional-odds model logit P(answer ≤ k) = θₖ - xβ by maximum likelihood.

    Parameters
    ----------
    answers
        Ordered answers, one per row; None is missing.
    order
        The possible answers, low to high, two or more.
    predictors
        Numbers by name, one per row: see `dummy_columns` for categories.
    frequency
        How often each row occurred, 0 or more; None means once.

    Returns
    -------
    OrdinalLogit
        A positive coefficient means higher answers; its exponential is an odds ratio.

    Raises
    ------
    TooFewAnswers
        Fewer than two different answers.
    ArgumentError
        An answer outside the order, or predictors that separate the answers, so that no finite
        coefficient fits best.

    Notes
    -----
    Source: McCullagh (1980) Journal of the Royal Statistical Society B 42:109; R's ``MASS::polr``, with
    Newton steps on the exact second derivatives (the likelihood is concave).

    Examples
    --------
    >>> fit = ordinal_logit(["low", "low", "high", "low", "high", "high"], ["low", "high"],
    ...                     {"x": [1, 2, 3, 4, 5, 6]})
    >>> round(fit.coefficients["x"], 3), round(fit.deviance, 3)
    (1.214, 4.956)
    """
    problem, n_answers = _read(answers, order, predictors, frequency)
    used = np.flatnonzero(np.bincount(problem.answers, weights=problem.w, minlength=n_answers))
    if len(used) < 2:
        raise TooFewAnswers("answers", "fewer than two different answers")
    gram = Gram.of_rows([*predictors], problem.x, problem.w)
    kept = independent_columns(gram.products, gram.varies)
    scale = np.sqrt(np.diag(gram.products)[kept] / gram.w)
    centre = gram.means[kept]
    standard = (problem.x[:, kept] - centre) / scale
    cuts = len(used) - 1
    fitted = _Problem(np.searchsorted(used, problem.answers), standard, problem.w, cuts)
    parameters, information, loglik = _maximise(fitted)
    slopes = parameters[cuts:] / scale
    errors = np.sqrt(np.diag(np.linalg.inv(information)))[cuts:] / scale
    return OrdinalLogit(
        _place([*predictors], kept, slopes),
        _place([*predictors], kept, errors),
        _thresholds(order, used, parameters[:cuts] + slopes @ centre),
        -2 * loglik,
        float(problem.w.sum()),
    )


def _codes(values: Sequence[Any], levels: Sequence[Any], argument: str) -> Floats:
    position = {level: float(code) for code, level in enumerate(levels)}
    if len(position) < len(levels) or len(levels) < 2:
        raise ArgumentError(argument, "needs two or more different levels")
    position[None] = np.nan
    try:
        return np.array([position[value] for value in values])
    except KeyError as error:
        raise ArgumentError(argument, f"{error.args[0]!r} is none of its levels") from None


def _read(
    answers: Sequence[Any],
    order: Sequence[Any],
    predictors: Mapping[str, ArrayLike],
    frequency: ArrayLike | None,
) -> tuple[_Problem, int]:
    codes = _codes(answers, order, "answers")
    w = np.ones(len(codes)) if frequency is None else read_counts(frequency, "frequency")
    rows, _ = stack_columns(
        {**predictors, "answers": codes, "frequency": w}, [*predictors, "answers", "frequency"]
    )
    rows = rows[rows[:, -1] > 0]
    return _Problem(rows[:, -2].astype(np.int64), rows[:, :-2], rows[:, -1], len(order) - 1), len(order)


def _maximise(problem: _Problem) -> tuple[Floats, Floats, float]:
    # Without predictors these cut points are the exact answer, so the search starts from there.
    below = np.cumsum(np.bincount(problem.answers, weights=problem.w))[:-1] / problem.w.sum()
    parameters = np.concatenate([np.log(below / (1 - below)), np.zeros(problem.x.shape[1])])
    loglik, gradient, information = _likelihood(problem, parameters)
    while True:
        step = np.linalg.solve(information, gradient)
        # The likelihood is concave: what the step promises bounds what is left to gain.
        expected_gain = step @ gradient
        candidate = _likelihood(problem, parameters + step)
        while candidate[0] < loglik - 1e-12 * abs(loglik):
            step = step / 2
            candidate = _likelihood(problem, parameters + step)
        parameters = parameters + step
        loglik, gradient, information = candidate
        if np.abs(parameters).max() > _SEPARATED:
            raise ArgumentError("predictors", "separate the answers: no finite coefficient fits best")
        if expected_gain < 1e-12 * (1 + abs(loglik)):
            return parameters, information, loglik


def _likelihood(problem: _Problem, parameters: Floats) -> tuple[float, Floats, Floats]:
    """Log likelihood, its gradient and its negative second derivatives; -inf where cut points cross."""
    upper, lower = problem.upper, problem.lower
    last, first = problem.answers == problem.cuts, problem.answers == 0
    f_u, d_u, s_u = _logistic(upper @ parameters, last, 1.0)
    f_l, d_l, s_l = _logistic(lower @ parameters, first, 0.0)
    p = f_u - f_l
    if (p <= 0).any():
        return -np.inf, parameters, np.eye(len(parameters))
    score = (d_u[:, None] * upper - d_l[:, None] * lower) / p[:, None]
    w = problem.w
    curvature = (upper.T * (w * s_u / p)) @ upper - (lower.T * (w * s_l / p)) @ lower
    information = (score.T * w) @ score - curvature
    return float(w @ np.log(p)), w @ score, information


def _logistic(z: Floats, beyond: NDArray[np.bool_], limit: float) -> tuple[Floats, Floats, Floats]:
    """The logistic function with two derivatives; ``limit`` with none for the open end of the scale."""
    f = np.where(beyond, limit, 0.5 * (1 + np.tanh(z / 2)))
    d = f * (1 - f)
    return f, d, d * (1 - 2 * f)


def _place(names: Sequence[str], kept: Sequence[int], values: Floats) -> dict[str, float | None]:
    placed: dict[str, float | None] = dict.fromkeys(names)
    return placed | {names[i]: finite_or_none(value) for i, value in zip(kept, values, strict=True)}


def _thresholds(order: Sequence[Any], used: NDArray[np.intp], cuts: Floats) -> dict[str, float | None]:
    """Cut points by the pair of answers they lie between; answers nobody gave lie at one point."""
    below = [int(np.searchsorted(used, k, side="right")) - 1 for k in range(len(order) - 1)]
    return {
        f"{a}|{b}": float(cuts[i]) if 0 <= i < len(cuts) else None
        for (a, b), i in zip(pairwise(order), below, strict=True)
    }
