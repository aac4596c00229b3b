"""Flags of quality: shown and filterable, and nothing is left out because of one."""

from __future__ import annotations

import pytest
from tests.make import responses as make, surveys

from heedful.listen.responses import queries, services
from heedful.listen.responses.quality import flagged, flags_of, is_speeder, is_straight_lining
from heedful.listen.responses.types import Comparison, ResponseCondition, ResponseFilter
from heedful.platform.core.errors import InvalidInput

MANY = [60.0] * 20


@pytest.mark.parametrize(
    ("duration", "answered", "others", "expected"),
    [
        (None, 5, MANY, False),
        (19.9, 5, MANY, True),  # less than a third of half of the others
        (20.0, 5, MANY, False),
        (19.9, 5, MANY[:19], False),  # too few to compare with
        (4.9, 5, [], True),  # nobody reads five questions in that
        (5.0, 5, [], False),
        (0.1, 0, MANY, False),
    ],
)
def test_a_speeder_is_too_fast_to_have_read(duration, answered, others, expected):
    assert is_speeder(duration, answered, others) is expected


@pytest.mark.parametrize(
    ("grids", "expected"),
    [
        ([[3, 3, 3, 3]], True),
        ([[3, 3, 3]], False),
        ([[3, 3, 3, 4]], False),
        ([[3, 3, 3, 3], [1, 2, 3, 4]], False),
        ([], False),
    ],
)
def test_straight_lining_is_one_value_throughout(grids, expected):
    assert is_straight_lining(grids) is expected


def test_flags_are_kept_as_words():
    assert flags_of(flagged({"bot", "speeder"})) == ("speeder", "bot")
    assert flagged(set()) == ""


@pytest.fixture
def survey(organization):
    grid = surveys.question("grid", "matrix", options=("a", "b", "c", "d"))
    return surveys.survey(surveys.question(), grid)


def flag(survey, alice, **fields):
    answers = {"nps": 9, "grid": dict.fromkeys("abcd", 3)}
    facts = make.response(survey, fields.pop("answers", answers), **fields)
    services.flag_responses([facts.id], by=alice)
    return queries.response(facts.uid, by=alice)


def test_responses_are_flagged_and_still_counted(survey, alice):
    found = flag(survey, alice, duration=2.0, is_bot=True)
    assert found.flags == ("speeder", "straight_lining", "bot")
    assert found.excluded_at is None
    careful = flag(survey, alice, answers={"nps": 9, "grid": {"a": 1, "b": 2, "c": 3, "d": 4}}, duration=40.0)
    assert careful.flags == ()


def test_the_median_is_the_surveys_own(survey, alice):
    for _ in range(20):
        flag(survey, alice, duration=90.0)
    assert "speeder" in flag(survey, alice, duration=25.0).flags


def test_flags_are_filtered_by(survey, alice):
    bot = flag(survey, alice, is_bot=True, answers={"nps": 1})
    other = flag(survey, alice, answers={"nps": 9})

    def uids(comparison, *values):
        wanted = ResponseFilter(conditions=(ResponseCondition("flag", comparison, values),))
        return {facts.uid for facts in queries.responses(wanted, by=alice).items}

    assert uids(Comparison.ANY_OF, "bot") == {bot.uid}
    assert uids(Comparison.NONE_OF, "bot") == {other.uid}
    assert uids(Comparison.KNOWN) == {bot.uid}
    assert uids(Comparison.UNKNOWN) == {other.uid}
    with pytest.raises(InvalidInput):
        uids(Comparison.ANY_OF, "lazy")
