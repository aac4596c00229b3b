"""What hastens leaving, at any time: Cox's proportional hazards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_choice
from heedful.methods.arrays import Floats, Ints, read_flags, stack_columns
from heedful.methods.drivers.gram import Gram
from heedful.methods.drivers.regression import independent_columns
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.survival.curve import read_durations

type Ties = Literal["efron", "breslow"]
TIES: tuple[Ties, ...] = get_args(Ties.__value__)
_SEPARATED = 25.0
_NO_BEST = "no single finite coefficient fits the events best"

type PerName = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class CoxModel:
    """Log hazard ratios with standard errors; hazard ratios; partial log likelihood with and without them.

    None for a covariate that does not vary or follows from those before it, as in R; no hazard ratio where
    it is too large for a float.
    """

    coefficients: PerName
    std_errors: PerName
    hazard_ratios: PerName
    loglik: float
    loglik_null: float
    n: int
    n_events: int


@dataclass(frozen=True, slots=True, eq=False)
class _Risk:
    """Rows by falling time, and for each event the rows at risk and its share of tied events to take out.

    ``at_risk[e]`` is the number of leading rows at risk at event e; ``tie[e]`` its event time;
    ``removed[e]`` the share (i/d for the i-th of d tied events under Efron, 0 under Breslow).
    """

    x: Floats
    event: Ints
    at_risk: Ints
    tie: Ints
    removed: Floats


def cox_ph(
    time: ArrayLike, event: ArrayLike, covariates: Mapping[str, ArrayLike], *, ties: Ties = "efron"
) -> CoxModel:
    """Fit Cox's proportional hazards by maximum partial likelihood.

    Parameters
    ----------
    time
        Time until leaving or until last seen, 0 or more, shape (n,); None is missing.
    event
        1 = left then, 0 = still here when last seen, shape (n,); None is missing.
    covariates
        Numbers by name, shape (n,) each; a row with a missing value is left out.
    ties
        How tied times are treated: ``"efron"`` or ``"breslow"``.

    Returns
    -------
    CoxModel
        A hazard ratio above 1 means leaving sooner.

    Raises
    ------
    TooFewAnswers
        No event among the complete rows.
    ArgumentError
        Lengths differ, not numbers, or covariates that order the events perfectly or do not differ among
        those at risk, so that no single finite coefficient fits best.

    Notes
    -----
    Source: Cox (1972) Journal of the Royal Statistical Society B 34:187; Efron (1977), Breslow (1974) for
    ties; the same figures as R's ``coxph``. Newton steps on the exact second derivatives.

    Examples
    --------
    >>> model = cox_ph([5, 6, 6, 2, 4, 8], [1, 0, 1, 1, 1, 0], {"detractor": [1, 0, 0, 1, 0, 1]})
    >>> round(model.hazard_ratios["detractor"], 3), model.n_events
    (1.315, 4)
    """
    check_choice(ties, TIES, "ties")
    names = list(covariates)
    columns: dict[str, ArrayLike] = {**covariates, "time": time, "event": event}
    rows, _ = stack_columns(columns, [*names, "time", "event"])
    durations, events = read_durations(rows[:, -2], read_flags(rows[:, -1], "event"))
    if not events.any():
        raise TooFewAnswers("event", "no event")
    gram = Gram.of_rows(names, rows[:, :-2])
    kept = independent_columns(gram.products, gram.varies)
    scale = np.sqrt(np.diag(gram.products)[kept] / gram.n)
    # Centred and scaled, exponentials stay in range whatever the unit of a covariate.
    standard = (rows[:, kept] - gram.means[kept]) / scale
    risk = _risk_sets(durations, events, standard, ties)
    null = _likelihood(risk, np.zeros(len(kept)))[0]
    slopes, information, loglik = _maximise(risk)
    errors = np.sqrt(np.diag(_inverse(information))) / scale
    coefficients = _place(names, kept, slopes / scale)
    return CoxModel(
        coefficients,
        _place(names, kept, errors),
        {name: None if value is None or value > 700 else exp(value) for name, value in coefficients.items()},
        loglik,
        null,
        len(rows),
        int(events.sum()),
    )


def _risk_sets(durations: Floats, events: Floats, x: Floats, ties: Ties) -> _Risk:
    # Falling time turns every risk set into the leading rows, and its sums into running sums.
    order = np.lexsort((-events, -durations))
    event = np.flatnonzero(events[order])
    falling = durations[order]
    at_risk = np.searchsorted(-falling, -falling[event], side="right")
    _, tie, tied = np.unique(-falling[event], return_inverse=True, return_counts=True)
    first = np.cumsum(tied) - tied
    place = np.arange(len(event)) - first[tie]
    removed = place / tied[tie] if ties == "efron" else np.zeros(len(event))
    return _Risk(x[order], event, at_risk, tie, removed)


def _maximise(risk: _Risk) -> tuple[Floats, Floats, float]:
    slopes = np.zeros(risk.x.shape[1])
    loglik, gradient, information = _likelihood(risk, slopes)
    while True:
        step = _inverse(information) @ gradient
        if (np.abs(slopes + step) > _SEPARATED).any():
            raise ArgumentError("covariates", _NO_BEST)
        expected_gain = step @ gradient
        candidate = _likelihood(risk, slopes + step)
        while candidate[0] < loglik - 1e-12 * abs(loglik):
            step = step / 2
            candidate = _likelihood(risk, slopes + step)
        slopes = slopes + step
        loglik, gradient, information = candidate
        if expected_gain < 1e-12 * (1 + abs(loglik)):
            return slopes, information, loglik


def _inverse(information: Floats) -> Floats:
    """Covariance of the coefficients; refused where the events say nothing about one of them."""
    try:
        root = np.linalg.solve(np.linalg.cholesky(information), np.eye(len(information)))
    except np.linalg.LinAlgError:
        raise ArgumentError("covariates", _NO_BEST) from None
    inverse: Floats = root.T @ root
    return inverse


def _likelihood(risk: _Risk, slopes: Floats) -> tuple[float, Floats, Floats]:
    """Partial log likelihood, gradient and information from running sums over falling time."""
    p = risk.x.shape[1]
    score = risk.x @ slopes
    weight = np.exp(score)
    first, second = np.triu_indices(p)
    parts = np.column_stack([np.ones(len(score)), risk.x, risk.x[:, first] * risk.x[:, second]])
    parts *= weight[:, None]
    sums = np.cumsum(parts, axis=0)[risk.at_risk - 1]
    tied = np.zeros((risk.tie[-1] + 1, parts.shape[1]))
    np.add.at(tied, risk.tie, parts[risk.event])
    sums -= risk.removed[:, None] * tied[risk.tie]
    total = sums[:, 0]
    mean = sums[:, 1 : p + 1] / total[:, None]
    square = np.zeros((p, p))
    square[first, second] = square[second, first] = (sums[:, p + 1 :] / total[:, None]).sum(axis=0)
    loglik = float(score[risk.event].sum() - np.log(total).sum())
    return loglik, (risk.x[risk.event] - mean).sum(axis=0), square - mean.T @ mean


def _place(names: list[str], kept: list[int], values: Floats) -> dict[str, float | None]:
    placed: dict[str, float | None] = dict.fromkeys(names)
    return placed | {names[i]: float(value) for i, value in zip(kept, values, strict=True)}
