"""Money: the checks of the product description, and what a hold-out makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.roi import Kept, Per, recoverable_revenue

CONTACTS, VALUE = Per(1000, "month"), Per(160, "month")


def test_the_cable_case() -> None:
    assert VALUE.yearly == 1920
    assert recoverable_revenue(CONTACTS, VALUE).opportunity == 23_040_000
    assert recoverable_revenue(CONTACTS, VALUE, save_rate=1 / 3).expected == pytest.approx(7_680_000)
    assert recoverable_revenue(CONTACTS, VALUE, save_rate=0.7).expected == pytest.approx(16_128_000)


def test_a_year_is_twelve_months() -> None:
    yearly = recoverable_revenue(Per(12_000, "year"), Per(1920, "year"))
    assert yearly.opportunity == recoverable_revenue(CONTACTS, VALUE).opportunity


def test_months_and_years_do_not_mix() -> None:
    for contacts, value in ((CONTACTS, Per(1920, "year")), (Per(12_000, "year"), VALUE)):
        with pytest.raises(ArgumentError, match="value: is per"):
            recoverable_revenue(contacts, value)


@given(st.integers(1, 500), st.integers(1, 500), st.floats(0, 1), st.floats(0, 1))
def test_net_is_what_the_contact_adds(n: int, m: int, treated: float, control: float) -> None:
    money = recoverable_revenue(
        CONTACTS, VALUE, treated=Kept(round(treated * n), n), control=Kept(round(control * m), m)
    )
    assert money.net == pytest.approx(money.opportunity * money.saved_share)
    assert money.low - 1e-6 <= money.net <= money.high + 1e-6
    assert money.saved_share == pytest.approx(round(treated * n) / n - round(control * m) / m)
    assert money.expected is None


def test_newcombe_limits_of_the_hold_out() -> None:
    # Newcombe (1998), table II (a): 56/70 and 48/80, .0524 to .3339.
    money = recoverable_revenue(Per(1, "year"), Per(1, "year"), treated=Kept(56, 70), control=Kept(48, 80))
    assert (money.low, money.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_what_money_refuses() -> None:
    with pytest.raises(ArgumentError, match="save_rate"):
        recoverable_revenue(CONTACTS, VALUE, save_rate=1.2)
    for groups in ({"treated": Kept(1, 2)}, {"control": Kept(1, 2)}):
        with pytest.raises(ArgumentError, match="control"):
            recoverable_revenue(CONTACTS, VALUE, **groups)
    with pytest.raises(TooFewAnswers):
        recoverable_revenue(CONTACTS, VALUE, treated=Kept(1, 2), control=Kept(0, 0))
    with pytest.raises(ArgumentError, match="kept"):
        Kept(3, 2)
    with pytest.raises(ArgumentError, match="period"):
        Per(1, "week")
    with pytest.raises(ArgumentError, match="amount"):
        Per(-1, "month")
