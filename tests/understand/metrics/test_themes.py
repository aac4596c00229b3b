"""Themes in numbers, against the arithmetic by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.make import words
from tests.make.responses import NOON, new_response, stored
from tests.make.surveys import survey

from heedful.platform.core.types import Actor
from heedful.understand.metrics import queries
from heedful.understand.metrics.types import Finding, ScoreRequest
from heedful.understand.warehouse.types import Filter, Grain

MARCH = Filter((), date(2026, 3, 1), date(2026, 3, 30))


@pytest.fixture
def everyone(organization):
    return Actor.system(organization.pk)


@pytest.fixture
def reader(organization):
    return words.edition(words.taxonomy("service", "service/staff", "price", "food"))


def say(asked, score, n, *opinions, by, days_ago=0, **fields):
    at = NOON - timedelta(days=days_ago)
    if opinions:
        comment = {"nps": score, "why": "Said"}
        new = [new_response(asked, comment, answered_at=at, **fields) for _ in range(n)]
        words.tell([words.Said(one, [said for said in opinions if said]) for one in new], by=by)
    else:
        stored([new_response(asked, {"nps": score}, answered_at=at, **fields) for _ in range(n)])


@pytest.fixture
def forty_thirty_thirty(reader):
    """PRODUCT.md G5: NPS 10, half of the detractors on one theme."""
    asked = survey()
    say(asked, 10, 30, by=reader)
    say(asked, 10, 10, "+food", by=reader)
    say(asked, 8, 30, by=reader)
    say(asked, 2, 15, "-staff", by=reader)
    say(asked, 2, 5, "", by=reader)
    say(asked, 2, 10, by=reader)
    return asked


def found(asked, by, before=None, **fields):
    request = ScoreRequest("nps", asked.uid, filter=MARCH, **fields)
    return queries.themes(request, before and replace(request, filter=before), grain=Grain.WEEK, by=by)


def test_half_of_the_detractors_on_one_theme_cost_19_4_points(forty_thirty_thirty, everyone):
    themes = found(forty_thirty_thirty, everyone)
    staff = themes.theme("staff")
    assert themes.score.value == 10
    assert round(staff.impact.value, 1) == -19.4
    assert round(staff.impact.score_without, 1) == 29.4
    assert staff.impact.low < staff.impact.value < staff.impact.high < 0
    assert staff.impact.is_real
    assert (staff.impact.n_part, staff.impact.n_rest) == (15, 85)
    assert [(one.key, one.n, one.share) for one in staff.classes] == [
        ("promoter", 0, 0.0),
        ("passive", 0, 0.0),
        ("detractor", 15, 100.0),
    ]


def test_shares_are_of_what_was_read(forty_thirty_thirty, everyone):
    themes = found(forty_thirty_thirty, everyone)
    assert (themes.n_read, themes.n_unread) == (30, 70)
    staff, food = themes.theme("staff"), themes.theme("food")
    assert (staff.n, staff.share.value, staff.share.n) == (15, 50.0, 30)
    assert staff.share.low < 50 < staff.share.high
    assert (staff.net.value, food.net.value) == (-100.0, 100.0)
    assert themes.theme("service").n == 15
    assert staff.parent == "service"
    assert themes.theme("price") is None, "nobody speaks of it"


def test_what_lowers_the_score_most_comes_first(forty_thirty_thirty, everyone):
    assert [row.key for row in found(forty_thirty_thirty, everyone).rows] == ["service", "staff", "food"]


def test_a_share_that_grew_and_one_that_did_not(reader, everyone):
    asked = survey()
    say(asked, 3, 40, "-staff", by=reader)
    say(asked, 9, 40, "+food", by=reader)
    say(asked, 3, 10, "-staff", by=reader, days_ago=30)
    say(asked, 9, 70, "+food", by=reader, days_ago=30)
    themes = found(asked, everyone, before=Filter((), date(2026, 1, 30), date(2026, 2, 28)))
    staff = themes.theme("staff")
    assert staff.change.finding is Finding.REAL_CHANGE
    assert staff.change.comparison.difference == pytest.approx(37.5)
    assert staff.mood.comparison.difference == 0
    assert staff.mood.finding is not Finding.REAL_CHANGE
    assert found(asked, everyone).theme("staff").change is None, "nothing to compare with"


def test_the_course_of_a_theme(reader, everyone):
    asked = survey()
    say(asked, 3, 3, "-staff", by=reader)
    say(asked, 9, 1, "+food", by=reader)
    say(asked, 3, 2, "+food", by=reader, days_ago=-14)
    points = found(asked, everyone).theme("staff").series
    assert [(point.start, point.share.value, point.share.n, point.net.value) for point in points] == [
        (date(2026, 3, 2), 75.0, 4, -100.0),
        (date(2026, 3, 9), None, 0, None),
        (date(2026, 3, 16), 0.0, 2, None),
    ]


def test_few_mentions_are_no_finding(reader, everyone):
    asked = survey()
    say(asked, 2, 4, "-staff", by=reader)
    say(asked, 10, 40, "+food", by=reader)
    staff = found(asked, everyone).rows[-1]
    assert (staff.key, staff.has_few, staff.impact.is_real, staff.impact.p_value) == (
        "staff",
        True,
        False,
        None,
    )


def test_dora_sees_her_branch_alone(cast, reader, everyone, dora):
    asked = survey()
    say(asked, 2, 3, "-staff", by=reader, unit_key=cast.branch.key)
    say(asked, 10, 5, "+food", by=reader, unit_key=cast.next_branch.key)
    assert {row.key: row.n for row in found(asked, everyone).rows} == {"service": 3, "staff": 3, "food": 5}
    assert {row.key: row.n for row in found(asked, dora).rows} == {"service": 3, "staff": 3}


def test_under_the_minimum_base_nothing_is_told(organization, reader, everyone, settings):
    asked = survey()
    say(asked, 2, 3, "-staff", by=reader)
    say(asked, 10, 5, "+food", by=reader)
    settings.WAREHOUSE = {**settings.WAREHOUSE, "minimum_base": 5}
    themes = found(asked, everyone)
    assert [row.key for row in themes.rows] == ["food"]
    assert themes.suppressed == 2
