"""Branches that start, and change, each at its own level: linear mixed models by REML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, pi
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import Floats, stack_columns
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.search import minimise


@dataclass(frozen=True, slots=True)
class MixedModel:
    """Common effects with standard errors, and variances between and within groups in squared units.

    ``fixed`` and ``std_errors`` hold ``"intercept"`` first. ``var_slope`` and ``cov`` are None without a
    random slope, ``icc`` (share of variance between groups) with one. ``reml_criterion`` is -2 restricted
    log likelihood.
    """

    fixed: Mapping[str, float]
    std_errors: Mapping[str, float]
    var_intercept: float
    var_slope: float | None
    cov: float | None
    var_residual: float
    reml_criterion: float
    icc: float | None
    n: int
    n_groups: int


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """What the likelihood needs: cross products by group of random-effect columns, and overall.

    Shapes: ``zz`` (groups, q, q), ``zx`` (groups, q, p + 1), ``xx`` (p + 1, p + 1); the answer is the last
    column of x.
    """

    zz: Floats
    zx: Floats
    xx: Floats
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    criterion: float
    beta: Floats
    covariance: Floats
    residual: float


def mixed_model(
    columns: Mapping[str, Sequence[Any]],
    y: str,
    *,
    fixed: Sequence[str] = (),
    group: str,
    random_slope: str | None = None,
) -> MixedModel:
    """Fit a linear mixed model with a random intercept, and optionally one random slope, by REML.

    Parameters
    ----------
    columns
        Numbers by name, and the group of each row, shape (n,) each; rows with a missing value are left out.
    y
        Column of the answers.
    fixed
        Columns of common effects; an intercept is always among them.
    group
        Column that says which group a row belongs to.
    random_slope
        Column whose effect differs from group to group.

    Returns
    -------
    MixedModel
        A variance between groups of 0 means that chance explains their differences.

    Raises
    ------
    TooFewAnswers
        Fewer than two groups, or no more rows than effects.
    ArgumentError
        A column is absent or not numeric, common effects that follow from each other, or an answer that
        the common effects explain without rest.

    Notes
    -----
    Source: Laird & Ware (1982); Bates, Mächler, Bolker & Walker (2015) Journal of Statistical Software 67(1)
    for the profiled criterion of R's ``lme4``. Only sums by group enter, so the cost of a step does not grow
    with the number of rows.

    Examples
    --------
    >>> table = {"score": [6, 7, 8, 3, 4, 4, 9, 9, 8], "branch": list("aaabbbccc")}
    >>> model = mixed_model(table, "score", group="branch")
    >>> round(model.fixed["intercept"], 3), round(model.icc, 3)
    (6.444, 0.919)
    """
    names = ["intercept", *fixed]
    sums, scale, n_groups = _read(columns, y, fixed, group, random_slope)
    if n_groups < 2 or sums.n <= len(names):
        raise TooFewAnswers(
            "columns", f"{sums.n} complete rows in {n_groups} groups for {len(names)} effects"
        )
    factor, fit = _minimise(sums)
    covariance = fit.residual * factor @ factor.T
    variances = [float(covariance[i, i] / scale[i] ** 2) for i in range(len(scale))]
    errors = np.sqrt(np.diag(fit.covariance))
    between = variances[0]
    slope = random_slope is not None
    return MixedModel(
        dict(zip(names, fit.beta.tolist(), strict=True)),
        dict(zip(names, errors.tolist(), strict=True)),
        between,
        variances[1] if slope else None,
        float(covariance[0, 1] / scale[1]) if slope else None,
        fit.residual,
        fit.criterion,
        None if slope else between / (between + fit.residual),
        sums.n,
        n_groups,
    )


def _read(
    columns: Mapping[str, Sequence[Any]], y: str, fixed: Sequence[str], group: str, slope: str | None
) -> tuple[_Sums, Floats, int]:
    if group not in columns:
        raise ArgumentError(group, "is not among the columns")
    labels = {label: float(i) for i, label in enumerate(dict.fromkeys(columns[group]))} | {None: np.nan}
    wanted = [*fixed, y, *([] if slope is None else [slope])]
    numeric: dict[str, ArrayLike] = {name: columns[name] for name in wanted if name in columns}
    numeric["the group"] = [labels[label] for label in columns[group]]
    rows, _ = stack_columns(numeric, [*wanted, "the group"])
    if not len(rows):
        raise TooFewAnswers("columns", "no complete row")
    p = len(fixed)
    # The answer rides along as the last column, so one set of sums serves all.
    x = np.column_stack([np.ones(len(rows)), rows[:, : p + 1]])
    z = np.column_stack([np.ones(len(rows)), *([] if slope is None else [rows[:, p + 1]])])
    # Slopes in units of their column's size, so that both variances are searched on one scale.
    scale = np.sqrt((z**2).mean(axis=0))
    if slope is not None and scale[-1] == 0:
        raise ArgumentError(slope, "is 0 in every row, so no slope can be told")
    member, at = np.unique(rows[:, -1], return_inverse=True)
    return _sums(x, z / scale, at.ravel(), len(member)), scale, len(member)


def _sums(x: Floats, z: Floats, at: np.ndarray[tuple[int], np.dtype[np.intp]], groups: int) -> _Sums:
    p, q = x.shape[1] - 1, z.shape[1]
    _check_rank(x[:, :p])
    zz, zx = np.zeros((groups, q, q)), np.zeros((groups, q, p + 1))
    np.add.at(zz, at, z[:, :, None] * z[:, None, :])
    np.add.at(zx, at, z[:, :, None] * x[:, None, :])
    return _Sums(zz, zx, x.T @ x, len(x))


def _check_rank(x: Floats) -> None:
    size = np.sqrt((x**2).sum(axis=0))
    if (size == 0).any() or np.linalg.matrix_rank(x / size, tol=1e-9) < x.shape[1]:
        raise ArgumentError("fixed", "a column follows from the others or does not vary")


def _profile(sums: _Sums, factor: Floats) -> _Fit:
    """Best common effects and residual variance for a given relative covariance factor."""
    p = sums.xx.shape[0] - 1
    inner = np.eye(len(factor)) + factor.T @ sums.zz @ factor
    root = np.linalg.cholesky(inner)
    # Woodbury: the inverse of each group is known from its few random effects, not from its many rows.
    turned = np.linalg.solve(root, factor.T @ sums.zx)
    left = sums.xx - np.einsum("gqi,gqj->ij", turned, turned)
    information = left[:p, :p]
    beta = np.linalg.solve(information, left[:p, p])
    rest = float(left[p, p] - beta @ left[:p, p])
    df = sums.n - p
    logs = 2 * float(np.log(np.diagonal(root, axis1=1, axis2=2)).sum())
    size = float(np.linalg.slogdet(information)[1])
    floor = 1e-12 * float(sums.xx[p, p]) + 1e-300
    criterion = logs + size + df * (1 + log(2 * pi * max(rest, floor) / df))
    return _Fit(criterion, beta, rest / df * np.linalg.inv(information), rest / df)


def _factor(at: Floats) -> Floats:
    if at.size == 1:
        return at.reshape(1, 1)
    return np.array([[at[0], 0.0], [at[1], at[2]]])


def _minimise(sums: _Sums) -> tuple[Floats, _Fit]:
    """Search the relative covariance factor; its sign does not matter, so there is no bound to run into."""
    q = sums.zz.shape[1]
    starts = [np.eye(q)[np.tril_indices(q)] * size for size in (0.1, 1.0, 10.0)]

    def criterion(at: Floats) -> float:
        return _profile(sums, _factor(at)).criterion

    at, _ = minimise(criterion, min(starts, key=criterion))
    factor = _factor(np.where(np.abs(at) < 1e-6, 0.0, at))
    fit = _profile(sums, factor)
    if fit.residual * (sums.n - len(fit.beta)) <= 1e-10 * float(sums.xx[-1, -1]):
        raise ArgumentError("columns", "the effects explain the answers without rest")
    return factor, fit
