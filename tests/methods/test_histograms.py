"""Histograms add up, whatever the order and the pieces."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.methods.errors import ArgumentError
from heedful.methods.histograms import Histogram, Tally

answers = st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 10)), st.integers(0, 8)), max_size=30)


def of(pairs: list[tuple[int | None, int]]) -> Histogram:
    return Histogram.of([value for value, _ in pairs], [weight for _, weight in pairs])


@given(a=answers, b=answers, c=answers)
def test_pieces_add_up_in_any_order(a, b, c):
    whole = of(a + b + c)
    assert of(a) + of(b) + of(c) == whole
    assert of(c) + (of(b) + of(a)) == whole
    assert whole.n + whole.n_missing == len(a + b + c)


@given(a=answers)
def test_nothing_added_changes_nothing(a):
    assert of(a) + Histogram() == of(a)


def test_tallies_by_value():
    h = Histogram.of([5, 5, 1, None], [1, 2, 3, 9], n_invalid=2)
    assert h.counts[5] == Tally(2, 3.0, 5.0)
    assert (h.n, h.w, h.w2, h.n_missing, h.n_invalid) == (3, 6, 14, 1, 2)
    assert h.n_effective == pytest.approx(36 / 14)
    assert h.share([5, 5, 7]) == Tally(2, 3.0, 5.0)
    assert Histogram().n_effective == 0


@pytest.mark.parametrize("weights", [[1], [1, -1], [1, float("nan")]])
def test_weights_refused(weights):
    with pytest.raises(ArgumentError, match="weights"):
        Histogram.of([1, 2], weights)
