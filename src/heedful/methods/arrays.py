"""Read arguments into arrays: the shape, and finite numbers in it, are checked once and here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.errors import ArgumentError

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


def read_numbers(values: ArrayLike, argument: str, *, ndim: int = 1, missing: bool = False) -> Floats:
    """Read numbers into an array.

    Parameters
    ----------
    values
        Numbers; ``None`` and NaN are missing answers.
    argument
        Name of the argument, for the error.
    ndim
        Dimensions the array must have.
    missing
        Whether missing answers may occur; they come back as NaN.

    Returns
    -------
    ndarray
        Floats of ``ndim`` dimensions.

    Raises
    ------
    ArgumentError
        Not numbers, ragged, of another shape, infinite, or missing where that is not allowed.

    Notes
    -----
    Source: our convention, that what is not a number is refused and never guessed.

    Examples
    --------
    >>> read_numbers([1, None, 3], "y", missing=True)
    array([ 1., nan,  3.])
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(argument, "not an array of numbers") from None
    # An empty list does not say how many dimensions it would have had.
    if array.size == 0 and array.ndim < ndim:
        array = array.reshape((0,) * ndim)
    if array.ndim != ndim:
        raise ArgumentError(argument, f"has {array.ndim} dimensions, not {ndim}")
    wrong = np.isinf(array) if missing else ~np.isfinite(array)
    if wrong.any():
        position = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise ArgumentError(argument, f"{array[position]} at {position} is not a finite number")
    return array


def read_same_length(first: ArrayLike, second: ArrayLike, names: tuple[str, str]) -> tuple[Floats, Floats]:
    """Read two arrays of finite numbers with one value each per unit.

    Parameters
    ----------
    first, second
        Numbers, shape (n,).
    names
        Names of the two arguments, for the error.

    Returns
    -------
    tuple of ndarray
        Both, shape (n,).

    Raises
    ------
    ArgumentError
        The lengths differ, or what `read_numbers` refuses.

    Notes
    -----
    Source: our convention.

    Examples
    --------
    >>> read_same_length([1, 2], [3, 4], ("x", "y"))[1]
    array([3., 4.])
    """
    a, b = read_numbers(first, names[0]), read_numbers(second, names[1])
    if a.size != b.size:
        raise ArgumentError(names[1], f"{b.size} values for the {a.size} of {names[0]}")
    return a, b


def read_flags(values: ArrayLike, argument: str) -> NDArray[np.bool_]:
    """Read an array of 0 and 1 (or booleans).

    Parameters
    ----------
    values
        0 or 1, shape (n,).
    argument
        Name of the argument, for the error.

    Returns
    -------
    ndarray
        Booleans, shape (n,).

    Raises
    ------
    ArgumentError
        Another value occurs.

    Notes
    -----
    Source: our convention.

    Examples
    --------
    >>> read_flags([0, 1, 1], "event")
    array([False,  True,  True])
    """
    array = read_numbers(values, argument)
    if not np.isin(array, (0.0, 1.0)).all():
        raise ArgumentError(argument, "holds other values than 0 and 1")
    flags: NDArray[np.bool_] = array == 1
    return flags


def read_counts(values: ArrayLike, argument: str, *, ndim: int = 1) -> Floats:
    """Read an array of counts: whole or weighted, finite, from 0 up.

    Parameters
    ----------
    values
        Numbers from 0 up.
    argument
        Name of the argument, for the error.
    ndim
        Dimensions the array must have.

    Returns
    -------
    ndarray
        Floats of ``ndim`` dimensions.

    Raises
    ------
    ArgumentError
        A negative number, or what `read_numbers` refuses.

    Notes
    -----
    Source: our convention.

    Examples
    --------
    >>> read_counts([0, 3], "x")
    array([0., 3.])
    """
    array = read_numbers(values, argument, ndim=ndim)
    if (array < 0).any():
        raise ArgumentError(argument, "holds a negative count")
    return array


def stack_columns(columns: Mapping[str, ArrayLike], names: Sequence[str]) -> tuple[Floats, int]:
    """Put named columns side by side, leaving out rows in which any of them is missing.

    Parameters
    ----------
    columns
        Numbers by name, one per row; ``None`` and NaN are missing.
    names
        The columns wanted, in order.

    Returns
    -------
    tuple
        Array of shape (complete rows, names), and the number of rows left out.

    Raises
    ------
    ArgumentError
        A column is not there, not numeric, or of another length than the first.

    Notes
    -----
    Source: complete-case analysis, as R's ``na.omit``.

    Examples
    --------
    >>> stack_columns({"a": [1, 2], "b": [3, None]}, ["a", "b"])
    (array([[1., 3.]]), 1)
    """
    absent = [name for name in names if name not in columns]
    if absent:
        raise ArgumentError(absent[0], "is not among the columns")
    read = [read_numbers(columns[name], name, missing=True) for name in names]
    for name, column in zip(names, read, strict=True):
        if column.size != read[0].size:
            raise ArgumentError(name, f"{column.size} rows where {names[0]} has {read[0].size}")
    rows = np.column_stack(read) if read else np.empty((0, 0))
    complete = ~np.isnan(rows).any(axis=1)
    if complete.all():
        return rows, 0
    return rows[complete], int((~complete).sum())


def finite_or_none(value: float) -> float | None:
    """A plain float, or None when it is not a finite number: no result is not zero.

    Parameters
    ----------
    value
        A number as computed.

    Returns
    -------
    float or None
        The number, None for NaN and infinities.

    Notes
    -----
    Source: our convention, "no answer" is None.

    Examples
    --------
    >>> finite_or_none(float("nan")) is None
    True
    """
    return float(value) if np.isfinite(value) else None
