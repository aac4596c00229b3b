"""Drift: its level when nothing changed, its power when something did."""

from __future__ import annotations

import numpy as np
import pytest

from heedful.methods.errors import ArgumentError
from heedful.methods.language.drift import mean_shift


def test_it_cries_wolf_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    drawn = rng.standard_t(3, (300, 90, 4))  # heavy tails, so that no normal law helps
    found = [mean_shift(one[:60], one[60:], rng=rng, permutations=99).p for one in drawn]
    alarms = sum(p is not None and p <= 0.05 for p in found)
    # 15 expected; 99.9 % of binomial draws lie from 5 to 28.
    assert 5 <= alarms <= 28


def test_a_moved_middle_is_seen() -> None:
    rng = np.random.default_rng(8)
    shift = mean_shift(rng.normal(0, 1, (300, 50)), rng.normal(0.2, 1, (200, 50)), rng=rng)
    assert shift.p == pytest.approx(0.001)
    assert shift.distance == pytest.approx(0.2 * np.sqrt(50), rel=0.25)


def test_the_same_generator_gives_the_same_answer() -> None:
    rows = np.random.default_rng(9).normal(size=(40, 3))
    first, again = (mean_shift(rows[:20], rows[20:], rng=np.random.default_rng(1)) for _ in range(2))
    assert first == again


def test_too_few_rows_have_no_shift() -> None:
    shift = mean_shift([[1.0, 2.0]], [[1.0, 2.0], [2.0, 1.0]], rng=np.random.default_rng(1))
    assert (shift.distance, shift.p, shift.n_reference, shift.n) == (None, None, 1, 2)


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ArgumentError, match="wide"):
        mean_shift([[1.0], [2.0]], [[1.0, 2.0], [2.0, 1.0]], rng=np.random.default_rng(1))
