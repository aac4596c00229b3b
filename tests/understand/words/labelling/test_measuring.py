"""Precision, recall, calibration, agreement: by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.methods.language.themes.curve import CurvePoint
from heedful.understand.words.labelling.choosing import farthest, most_uncertain, shares_of, uncertainty
from heedful.understand.words.labelling.curve_showing import curve_sentence
from heedful.understand.words.labelling.measuring import agreement, calibration, measured
from heedful.understand.words.labelling.types import LearningCurve

NAMES = {"staff": "Staff", "price": "Price"}
A, B, AB, NONE = frozenset({"staff"}), frozenset({"price"}), frozenset({"staff", "price"}), frozenset()


def test_precision_and_recall_by_hand():
    pairs = [(A, A), (A, NONE), (NONE, A), (AB, B), (NONE, NONE)]
    (staff, price), overall = measured(pairs, NAMES)
    assert (staff.precision.x, staff.precision.n, staff.recall.x, staff.recall.n) == (1, 3, 1, 2)
    assert (price.precision.value, price.recall.value, price.f1) == (1.0, 1.0, 1.0)
    assert staff.f1 == pytest.approx(2 / (2 + 2 + 1))
    assert (overall.precision.x, overall.precision.n, overall.recall.n) == (2, 4, 3)


def test_nothing_found_is_no_precision():
    (staff, _price), overall = measured([(NONE, NONE)], NAMES)
    assert (staff.precision.value, staff.recall.value, staff.f1, overall.f1) == (None, None, None, None)


def test_wilson_limits_stand_beside_each_share():
    (staff, _), _ = measured([(A, A)] * 20, NAMES)
    assert (staff.precision.low, staff.precision.high) == (pytest.approx(0.8389, abs=1e-4), 1.0)


def test_confidence_is_compared_with_truth_by_band():
    bins, error = calibration([(0.95, True)] * 9 + [(0.95, False)] + [(0.55, True), (0.55, False)])
    assert [(one.low, one.high, one.right.x, one.right.n) for one in bins] == [
        (0.5, 0.6, 1, 2),
        (0.9, 1.0, 9, 10),
    ]
    assert error == pytest.approx((10 * 0.05 + 2 * 0.05) / 12)
    assert calibration([]) == ((), None)


def test_coders_agree_beyond_chance():
    labels = {str(number): {"Alice": one, "Bob": one} for number, one in enumerate([A, B, NONE, A])}
    labels["alone"] = {"Alice": A}
    found = agreement(labels, NAMES)
    assert (found.n, found.coders, found.alpha) == (4, ("Alice", "Bob"), 1.0)
    assert [(one.theme, one.present, one.kappa) for one in found.themes] == [
        ("staff", 2, 1.0),
        ("price", 1, 1.0),
    ]


def test_coders_who_toss_coins_do_not():
    said = [(A, NONE), (NONE, A), (A, A), (NONE, NONE)]
    found = agreement(
        {str(number): {"Alice": one, "Bob": two} for number, (one, two) in enumerate(said)},
        {"staff": "Staff"},
    )
    assert found.themes[0].kappa == pytest.approx(0.0)
    assert found.alpha is not None
    assert abs(found.alpha) < 0.2


def test_nobody_twice_is_no_agreement():
    found = agreement({"1": {"Alice": A}}, NAMES)
    assert (found.n, found.alpha, found.coders) == (0, None, ())


@given(st.integers(2, 500))
def test_half_of_a_draw_is_by_chance(wanted):
    shares = shares_of(wanted)
    assert sum(shares.values()) == wanted
    assert abs(shares["random"] - wanted / 2) <= 1


def test_the_least_sure_come_first():
    given_ = [{"staff": 0.99}, {"staff": 0.55, "price": 0.1}, {"staff": 0.8}, {}]
    assert most_uncertain(given_, 2) == [1, 2]
    assert uncertainty({"staff": 0.5}) == 1.0


def test_the_farthest_differ_from_each_other():
    import numpy as np

    rows = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
    assert set(farthest(rows, 2, known=rows[:1])) == {2, 3}
    assert farthest(rows[:0], 3) == []


@pytest.mark.parametrize(
    ("values", "spread", "says"),
    [
        ((0.5, 0.7), 0.05, "brought +0.20: more labels still help"),
        ((0.7, 0.71), 0.005, "no more than chance would (+0.01)"),
        ((0.5, 0.55), 0.08, "no more than chance would (+0.05)"),
        ((0.7, 0.6), 0.01, "no more than chance would (-0.10)"),
        ((0.7,), 0.01, "Nobody has measured"),
    ],
)
def test_the_last_step_of_a_curve_in_words(values, spread, says):
    points = tuple(CurvePoint(10 * 2**place, value, spread) for place, value in enumerate(values))
    assert says in curve_sentence(LearningCurve(points, 60, 5))
