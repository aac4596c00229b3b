from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from heedful.platform.ui import filters
from heedful.platform.ui.filters import FieldCondition, PageFilter, UnreadableFilter

words = st.text(min_size=1, max_size=12).filter(lambda text: text != filters.ANY)


@given(
    field=words, operator=st.sampled_from(filters.OPERATORS), values=st.lists(words, min_size=1, max_size=3)
)
def test_a_condition_reads_back_as_it_was_written(field, operator, values):
    condition = FieldCondition(field, operator, tuple(values))
    assert filters.parse_condition(str(condition)) == condition


def test_a_filter_reads_back_as_it_was_written():
    from urllib.parse import parse_qs

    chosen = PageFilter(
        survey="svy_1",
        metric="nps",
        from_on=date(2026, 1, 1),
        to_on=date(2026, 3, 31),
        answer_class="detractor",
        search="cold food",
        conditions=(
            FieldCondition("attribute.country", ":", ("DE", "AT")),
            FieldCondition("attribute.age", ">=", ("30",)),
            FieldCondition("channel", "!:", (filters.ANY,)),
        ),
    )
    assert filters.parse(parse_qs(filters.format_query(chosen))) == chosen


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"f": ["country"]}, "country"),
        ({"f": ["country:"]}, "country"),
        ({"from": ["yesterday"]}, "from"),
        ({"period": ["last-13-moons"]}, "period"),
        ({"class": ["fan"]}, "class"),
    ],
)
def test_what_cannot_be_read_is_named(query, named):
    with pytest.raises(UnreadableFilter, match=named):
        filters.parse(query)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("last-7-days", date(2026, 3, 9), date(2026, 3, 15)),
        ("last-90-days", date(2025, 12, 16), date(2026, 3, 15)),
        ("last-12-months", date(2025, 3, 16), date(2026, 3, 15)),
        ("this-month", date(2026, 3, 1), date(2026, 3, 15)),
        ("last-month", date(2026, 2, 1), date(2026, 2, 28)),
        ("this-quarter", date(2026, 1, 1), date(2026, 3, 15)),
        ("last-quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("last-year", date(2025, 1, 1), date(2025, 12, 31)),
        ("all", None, None),
    ],
)
def test_periods_have_both_their_days(period, first, last):
    assert filters.period_days(period, date(2026, 3, 15)) == (first, last)


def test_every_period_can_be_counted():
    for period in filters.PERIODS:
        filters.period_days(period, date(2028, 2, 29))


def test_explicit_days_win_over_the_period():
    chosen = PageFilter(period="last-7-days", from_on=date(2026, 1, 1))
    assert chosen.days(date(2026, 3, 15)) == (date(2026, 1, 1), None)


def test_the_preceding_days_are_as_many_and_touch():
    assert filters.preceding_days(date(2026, 3, 1), date(2026, 3, 31)) == (
        date(2026, 1, 29),
        date(2026, 2, 28),
    )


def test_another_value_of_a_field_replaces_the_first():
    chosen = PageFilter(
        conditions=(FieldCondition("channel", ":", ("sms",)), FieldCondition("group", ":", ("a",)))
    )
    changed = chosen.with_condition(FieldCondition("channel", ":", ("web",)))
    assert changed.conditions == (
        FieldCondition("group", ":", ("a",)),
        FieldCondition("channel", ":", ("web",)),
    )
    assert changed.without("group").conditions == (FieldCondition("channel", ":", ("web",)),)
