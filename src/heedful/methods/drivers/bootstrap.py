"""How sure is the order of drivers: resampled importance from weights on rows, never from copies of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_choice, check_level
from heedful.methods.arrays import Floats, Ints, stack_columns
from heedful.methods.drivers.gram import Gram, correlations_of, read_gram
from heedful.methods.drivers.importance import MOST_DRIVERS, johnson_weights
from heedful.methods.drivers.subsets import shapley_of_subsets, subset_r2
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.results import Estimate

type ImportanceMethod = Literal["shapley", "relative_weights"]
METHODS: tuple[ImportanceMethod, ...] = get_args(ImportanceMethod.__value__)
_CELLS_AT_ONCE = 1 << 21


@dataclass(frozen=True, slots=True, eq=False)
class ImportanceIntervals:
    """Shares of R² by driver with percentile intervals, and what the resamples say about the order.

    ``samples`` holds the resampled shares, shape (samples, drivers); ``first_place`` how often, 0..1, each
    driver came first.
    """

    shares: Mapping[str, Estimate]
    r2: Estimate
    first_place: Mapping[str, float]
    samples: Floats


def bootstrap_importance(
    columns: Mapping[str, ArrayLike],
    target: str,
    predictors: Sequence[str] | None = None,
    *,
    rng: np.random.Generator,
    n_samples: int = 500,
    method: ImportanceMethod = "shapley",
    level: float = 0.95,
) -> ImportanceIntervals:
    """Bootstrap intervals of driver importance from raw rows.

    Parameters
    ----------
    columns
        Columns by name, one value per row; rows with a missing value are left out.
    target
        The score to explain.
    predictors
        The drivers; None means all other columns.
    rng
        Where the resamples come from.
    n_samples
        Number of resamples, two or more.
    method
        ``"shapley"`` or ``"relative_weights"``.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    ImportanceIntervals
        Percentile intervals; None where the target does not vary.

    Raises
    ------
    TooFewAnswers
        Fewer than two complete rows.
    ArgumentError
        What `shapley_r2` refuses, fewer than two resamples, or an unknown method.

    Notes
    -----
    Source: Efron (1979); Tonidandel, LeBreton & Johnson (2009) for relative weights. A resample is a vector
    of multinomial row weights, so all sums of all resamples are one matrix product, and the shares of all
    resamples one recursion over subsets.

    Examples
    --------
    >>> rng = np.random.default_rng(7)
    >>> speed, staff = rng.normal(size=(2, 300))
    >>> data = {"nps": speed + 0.2 * staff + rng.normal(size=300), "speed": speed, "staff": staff}
    >>> found = bootstrap_importance(data, "nps", rng=rng, n_samples=200)
    >>> found.shares["speed"].low > found.shares["staff"].high, found.first_place["speed"]
    (True, 1.0)
    """
    gram, names = read_gram(columns, target, predictors)
    _check(gram, names, n_samples, level, check_choice(method, METHODS, "method"))
    rows, _ = stack_columns(columns, gram.names)
    spread = np.sqrt(np.diag(gram.products) / gram.w)
    standard = (rows - gram.means) / np.where(spread > 0, spread, 1.0)
    # Standardised once, because sums of resamples are then of size n and lose no digits against each other.
    sums = np.zeros((n_samples, _n_moments(len(gram.names))))
    for block, weights in _resampled_rows(standard, n_samples, rng):
        sums += weights @ _moments(block)
    return _intervals(gram, names, sums, method, level)


def bootstrap_blocks(
    blocks: Sequence[Gram],
    target: str,
    predictors: Sequence[str] | None = None,
    *,
    rng: np.random.Generator,
    n_samples: int = 500,
    method: ImportanceMethod = "shapley",
    level: float = 0.95,
) -> ImportanceIntervals:
    """Bootstrap intervals of driver importance by resampling whole blocks: persons, branches or days.

    Parameters
    ----------
    blocks
        One `Gram` per block, all with the same columns; thirty or more for intervals worth reading.
    target
        The score to explain.
    predictors
        The drivers; None means all other columns.
    rng
        Where the resamples come from.
    n_samples
        Number of resamples, two or more.
    method
        ``"shapley"`` or ``"relative_weights"``.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    ImportanceIntervals
        Percentile intervals that allow for answers within a block being alike.

    Raises
    ------
    TooFewAnswers
        Fewer than two blocks.
    ArgumentError
        What `bootstrap_importance` refuses, or blocks with different columns.

    Notes
    -----
    Source: the cluster bootstrap, Davison & Hinkley (1997) section 3.8.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> def day():
    ...     x = rng.normal(size=40)
    ...     return Gram.of({"nps": x + rng.normal(size=40), "speed": x})
    >>> found = bootstrap_blocks([day() for _ in range(40)], "nps", rng=rng, n_samples=200)
    >>> found.shares["speed"].low < 0.5 < found.shares["speed"].high
    True
    """
    if len(blocks) < 2:
        raise TooFewAnswers("blocks", f"{len(blocks)} given")
    total = blocks[0]
    for block in blocks[1:]:
        total += block
    gram, names = read_gram(total, target, predictors)
    _check(gram, names, n_samples, level, check_choice(method, METHODS, "method"))
    spread = np.sqrt(np.diag(gram.products) / gram.w)
    moments = np.array([_block_moments(b.select(gram.names), gram.means, spread) for b in blocks])
    weights = rng.multinomial(len(blocks), np.full(len(blocks), 1 / len(blocks)), size=n_samples)
    return _intervals(gram, names, weights @ moments, method, level)


def _check(
    gram: Gram, names: tuple[str, ...], n_samples: int, level: float, method: ImportanceMethod
) -> None:
    check_level(level)
    if gram.n < 2:
        raise TooFewAnswers("columns", f"{gram.n} complete rows")
    if n_samples < 2:
        raise ArgumentError("n_samples", f"{n_samples} is fewer than 2")
    if method == "shapley" and len(names) > MOST_DRIVERS:
        raise ArgumentError("predictors", f"{len(names)} are more than the {MOST_DRIVERS} all subsets allow")


def _n_moments(p: int) -> int:
    return 1 + p + p * (p + 1) // 2


def _moments(rows: Floats) -> Floats:
    """One, every column, every product of two columns: what weights turn into the sums of a resample."""
    first, second = np.triu_indices(rows.shape[1])
    return np.hstack([np.ones((len(rows), 1)), rows, rows[:, first] * rows[:, second]])


def _block_moments(block: Gram, centre: Floats, spread: Floats) -> Floats:
    scale = np.where(spread > 0, spread, 1.0)
    mean = (block.means - centre) / scale
    raw = block.products / np.outer(scale, scale) + block.w * np.outer(mean, mean)
    return np.concatenate([[block.w], block.w * mean, raw[np.triu_indices(len(mean))]])


def _resampled_rows(
    rows: Floats, n_samples: int, rng: np.random.Generator
) -> Iterator[tuple[Floats, Floats]]:
    """Blocks of rows with the times each resample draws each of them, shape (samples, rows of the block)."""
    step = max(_CELLS_AT_ONCE // n_samples, 1)
    starts = np.arange(0, len(rows), step)
    sizes = np.minimum(step, len(rows) - starts)
    # How many draws fall into each block, then where in it: together exactly a draw with replacement.
    totals = rng.multinomial(len(rows), sizes / len(rows), size=n_samples)
    for i, start in enumerate(starts):
        yield rows[start : start + step], _draws(totals[:, i], int(sizes[i]), rng)


def _draws(totals: Ints, size: int, rng: np.random.Generator) -> Floats:
    sample = np.repeat(np.arange(len(totals)) * size, totals)
    drawn = sample + rng.integers(0, size, size=len(sample))
    return np.bincount(drawn, minlength=len(totals) * size).reshape(len(totals), size).astype(np.float64)


def _intervals(
    gram: Gram, names: tuple[str, ...], sums: Floats, method: ImportanceMethod, level: float
) -> ImportanceIntervals:
    shares = _SHARES[method]
    estimate = shares(gram.correlations[None])[0]
    samples = shares(_sampled_correlations(sums, len(gram.names)))
    known = gram.varies[-1]
    winners = np.bincount(samples.argmax(axis=1), minlength=len(names)) / len(samples)
    return ImportanceIntervals(
        {n: _estimate(estimate[i], samples[:, i], gram, level, method, known) for i, n in enumerate(names)},
        _estimate(estimate.sum(), samples.sum(axis=1), gram, level, "r2", known),
        {name: float(winners[i]) for i, name in enumerate(names)},
        samples,
    )


def _estimate(value: float, samples: Floats, gram: Gram, level: float, method: str, known: bool) -> Estimate:
    name = f"{method}, percentile bootstrap of {len(samples)}"
    if not known:
        return Estimate(None, None, None, level, gram.n, gram.n, name)
    low, high = np.quantile(samples, [(1 - level) / 2, (1 + level) / 2])
    se = float(samples.std(ddof=1))
    return Estimate(float(value), float(low), float(high), level, gram.n, gram.n, name, se)


def _sampled_correlations(sums: Floats, p: int) -> Floats:
    total = np.maximum(sums[:, :1], 1e-300)
    means = sums[:, 1 : p + 1] / total
    products = np.empty((len(sums), p, p))
    first, second = np.triu_indices(p)
    products[:, first, second] = products[:, second, first] = sums[:, p + 1 :]
    products -= total[:, :, None] * means[:, :, None] * means[:, None, :]
    # A resample in which a column no longer varies leaves only rounding error of a scaled column.
    flat = np.diagonal(products, axis1=1, axis2=2) < 1e-10 * total
    products[flat] = 0.0
    np.swapaxes(products, 1, 2)[flat] = 0.0
    return correlations_of(products)


def _shapley_shares(correlations: Floats) -> Floats:
    p = correlations.shape[-1] - 1
    step = max(_CELLS_AT_ONCE >> p, 1)
    parts = [
        shapley_of_subsets(subset_r2(np.moveaxis(correlations[i : i + step], 0, -1)), p).T
        for i in range(0, len(correlations), step)
    ]
    return np.concatenate(parts)


def _relative_shares(correlations: Floats) -> Floats:
    return johnson_weights(correlations)[0]


_SHARES = {"shapley": _shapley_shares, "relative_weights": _relative_shares}
