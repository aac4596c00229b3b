from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, strategies as st

from heedful.listen.fieldwork.rules import changes_of, resolved, rules_problems
from heedful.listen.fieldwork.types import ContactRules


def test_layers_change_what_they_name():
    rules = resolved({"any_survey_days": 7, "opens_at": "09:30"}, {"any_survey_days": 3})
    assert (rules.any_survey_days, rules.opens_at) == (3, time(9, 30))
    assert rules.again_after_answer_days == ContactRules().again_after_answer_days
    assert resolved() == ContactRules()


@given(
    st.builds(
        ContactRules,
        any_survey_days=st.integers(0, 3_650),
        sample_known=st.floats(0, 1),
        channel_days=st.dictionaries(st.sampled_from(["email", "sms"]), st.integers(0, 3_650)),
        weekdays=st.frozensets(st.integers(0, 6), min_size=1),
        daily_cap=st.none() | st.integers(0, 10**9),
        opens_at=st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    )
)
def test_what_differs_is_enough_to_have_the_rules_again(rules):
    changes = changes_of(rules, ContactRules())
    assert list(rules_problems(changes)) == []
    assert resolved(changes) == rules


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("any_survey_days", -1),
        ("any_survey_days", 3.5),
        ("any_survey_days", True),
        ("sample_known", 33),
        ("weekdays", []),
        ("weekdays", [7]),
        ("channel_days", {"fax": 3}),
        ("channel_caps", []),
        ("opens_at", "25:00"),
        ("needs_consent", "sms"),
        ("skips_holidays", 1),
        ("quiet", 3),
    ],
)
def test_what_is_wrong_names_its_field(name, value):
    (problem,) = rules_problems({name: value})
    assert problem.field == name
    assert problem.reason
