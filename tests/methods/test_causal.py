"""Effects: Card & Krueger, VanderWeele & Ding."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.methods.causal import Mean, did, e_value
from heedful.methods.errors import ArgumentError

NUMBERS = st.floats(-100, 100)


def test_card_krueger() -> None:
    found = did(Mean(20.44, 0.51), Mean(21.03, 0.52), Mean(23.33, 1.35), Mean(21.17, 0.94))
    assert found.estimate == pytest.approx(2.76, abs=0.011)  # published from unrounded means
    assert found.se == pytest.approx((0.51**2 + 0.52**2 + 1.35**2 + 0.94**2) ** 0.5)
    assert found.z == pytest.approx(found.estimate / found.se)
    assert found.low < 0 < found.high
    assert found.p_value == pytest.approx(0.1264, abs=5e-4)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_a_common_shift_is_no_effect(a: float, b: float, c: float, d: float, shift: float) -> None:
    plain = did(Mean(a), Mean(b), Mean(c), Mean(d))
    moved = did(Mean(a), Mean(b + shift), Mean(c), Mean(d + shift))
    turned = did(Mean(c), Mean(d), Mean(a), Mean(b))
    assert moved.estimate == pytest.approx(plain.estimate, abs=1e-9)
    assert turned.estimate == pytest.approx(-plain.estimate, abs=1e-9)
    assert plain.se is None


def test_effect_at_its_ends() -> None:
    exact = did(Mean(1, 0), Mean(2, 0), Mean(1, 0), Mean(1, 0))
    assert (exact.se, exact.z, exact.p_value) == (0, None, None)
    assert did(Mean(1, 1), Mean(2), Mean(1, 1), Mean(1, 1)).low is None
    with pytest.raises(ArgumentError, match="mean"):
        Mean(float("nan"))
    with pytest.raises(ArgumentError, match="se"):
        Mean(1, -1)


@pytest.mark.parametrize(
    ("rr", "low", "high", "estimate", "limit"),
    [
        (3.9, 1.8, 8.7, 7.26, 3.0),
        (1.2, 0.9, 1.6, 1.69, 1.0),
        (0.8, 0.71, 0.91, 1.81, 1.43),  # VanderWeele & Ding (2017), breast feeding and leukaemia
        (0.9, 0.5, 1.1, 1.46, 1.0),
        (2.0, None, None, 3.41, None),
        (1.0, 1.0, 1.0, 1.0, 1.0),
    ],
)
def test_e_values(rr: float, low: float, high: float, estimate: float, limit: float | None) -> None:
    found = e_value(rr, low, high)
    assert found.of_estimate == pytest.approx(estimate, abs=5e-3)
    assert found.of_limit == (None if limit is None else pytest.approx(limit, abs=5e-3))


@given(st.floats(0.01, 100))
def test_e_value_is_the_same_for_harm_and_benefit(rr: float) -> None:
    assert e_value(1 / rr).of_estimate == pytest.approx(e_value(rr).of_estimate)


def test_what_e_value_refuses() -> None:
    for argument, given_ in (("rr", (0,)), ("low", (1, 2)), ("high", (2, 1, 1.5))):
        with pytest.raises(ArgumentError) as refused:
            e_value(*given_)
        assert refused.value.argument == argument
