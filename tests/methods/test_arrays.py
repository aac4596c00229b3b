"""Arrays: what is refused, and by which name."""

from __future__ import annotations

import numpy as np
import pytest

from heedful.methods.arrays import (
    finite_or_none,
    read_counts,
    read_flags,
    read_numbers,
    read_same_length,
    stack_columns,
)
from heedful.methods.errors import ArgumentError


def test_numbers() -> None:
    assert read_numbers([], "y", ndim=2).shape == (0, 0)
    assert np.isnan(read_numbers([None], "y", missing=True)).all()
    for given in (["a"], [[1], [1, 2]], [[1]], [None], [float("inf")]):
        with pytest.raises(ArgumentError, match="y: "):
            read_numbers(given, "y")
    with pytest.raises(ArgumentError, match=r"inf at \(1,\)"):
        read_numbers([1, float("inf")], "y", missing=True)


def test_flags_counts_and_lengths() -> None:
    assert read_flags([True, 0.0], "event").tolist() == [True, False]
    with pytest.raises(ArgumentError, match="event"):
        read_flags([2], "event")
    with pytest.raises(ArgumentError, match="negative"):
        read_counts([[1, -1]], "table", ndim=2)
    with pytest.raises(ArgumentError, match="x: 1 values for the 2 of y"):
        read_same_length([1, 2], [1], ("y", "x"))


def test_columns() -> None:
    rows, left_out = stack_columns({"a": [1, None, 3], "b": [4, 5, 6]}, ("b", "a"))
    assert (rows.tolist(), left_out) == ([[4, 1], [6, 3]], 1)
    assert stack_columns({}, ())[0].shape == (0, 0)
    with pytest.raises(ArgumentError, match="c: is not among"):
        stack_columns({"a": [1]}, ("c",))
    with pytest.raises(ArgumentError, match="b: 1 rows"):
        stack_columns({"a": [1, 2], "b": [1]}, ("a", "b"))


def test_no_result_is_none() -> None:
    assert finite_or_none(float("inf")) is None
    assert finite_or_none(2) == 2.0
