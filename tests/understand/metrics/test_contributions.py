"""Where a change comes from: parts that add up, and names only for groups that moved unlike the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.make.responses import new_response
from tests.make.surveys import question, survey

from heedful.listen.audiences.services import ensure_attributes
from heedful.listen.responses.services import store_responses
from heedful.understand.metrics import queries
from heedful.understand.metrics.types import ScoreRequest
from heedful.understand.warehouse.types import Condition, Filter, Operator

pytestmark = pytest.mark.django_db
FIELD = "attribute.way"
BEFORE = Filter(from_on=date(2026, 1, 1), to_on=date(2026, 1, 31))
NOW = Filter(from_on=date(2026, 2, 1), to_on=date(2026, 2, 28))


@pytest.fixture
def answered(organization, alice):
    """A function that stores answers of a way in a month."""
    ensure_attributes({"way": "text"}, by=alice)
    made = survey(question("nps", "nps"), name="Visit")

    def store(way, month, promoters, detractors):
        at = datetime(2026, month, 10, 12, tzinfo=UTC)
        values = [10] * promoters + [0] * detractors
        new = [new_response(made, {"nps": one}, answered_at=at, attributes={"way": way}) for one in values]
        store_responses(new, by=alice)

    return store


def split(alice):
    now = ScoreRequest("nps", filter=NOW)
    return queries.contributions(now, replace(now, filter=BEFORE), [FIELD], by=alice)[0]


def test_the_group_that_fell_alone_accounts_for_the_change(answered, alice):
    for month in (1, 2):
        answered("dine-in", month, 70, 30)
    answered("delivery", 1, 70, 30)
    answered("delivery", 2, 20, 80)
    found = split(alice)
    assert (found.total, found.rate, found.mix) == pytest.approx((-50, -50, 0))
    assert [(one.label, one.change, one.part) for one in found.named] == [("delivery", -100, -50)]


def test_when_all_fall_alike_nobody_is_named(answered, alice):
    for way in ("dine-in", "delivery"):
        answered(way, 1, 70, 30)
        answered(way, 2, 40, 60)
    found = split(alice)
    assert found.total == pytest.approx(-60)
    assert (found.named, found.moved) == ((), ())


def test_other_answerers_are_mix_and_not_a_change_of_any_group(answered, alice):
    answered("dine-in", 1, 90, 10)
    answered("delivery", 1, 10, 40)
    answered("dine-in", 2, 45, 5)
    answered("delivery", 2, 20, 80)
    found = split(alice)
    assert found.rate == pytest.approx(0)
    assert found.mix == pytest.approx(found.total)
    assert found.named == ()


def test_a_handful_of_answers_accounts_for_nothing(answered, alice):
    for month in (1, 2):
        answered("dine-in", month, 20, 10)
    answered("delivery", 1, 9, 0)
    answered("delivery", 2, 0, 9)
    assert split(alice).named == ()


def test_groups_held_back_for_their_base_leave_no_split(answered, alice, settings):
    settings.WAREHOUSE = {**settings.WAREHOUSE, "minimum_base": 30}
    answered("dine-in", 1, 40, 10)
    answered("dine-in", 2, 10, 40)
    answered("delivery", 2, 3, 3)
    now = ScoreRequest("nps", filter=NOW)
    assert queries.contributions(now, replace(now, filter=BEFORE), [FIELD], by=alice) == ()


def test_many_groups_at_once_score_as_each_alone(answered, alice):
    for number in range(12):
        answered(f"way {number}", 2, number, 12 - number)
    rows = queries.breakdown(ScoreRequest("nps", filter=NOW), FIELD, by=alice).rows
    for row in rows:
        alone = queries.score(ScoreRequest("nps", filter=replace(NOW, conditions=_only(row.label))), by=alice)
        assert (row.score.value, row.score.low, row.score.high, row.score.se, row.score.method) == (
            alone.value,
            alone.low,
            alone.high,
            alone.se,
            alone.method,
        )


def test_a_tiny_group_is_listed_last_and_leads_nothing(answered, alice):
    answered("tiny", 2, 3, 0)
    answered("good", 2, 60, 20)
    answered("poor", 2, 20, 60)
    rows = queries.breakdown(ScoreRequest("nps", filter=NOW), FIELD, by=alice).rows
    assert [row.label for row in rows] == ["good", "poor", "tiny"]
    assert (rows[0].is_near_best, rows[1].is_near_best) == (True, False)
    tiny = rows[2]
    assert (tiny.has_few, tiny.is_near_best, tiny.stands_out, tiny.p_value) == (True, False, False, None)


def _only(way):
    return (Condition(FIELD, Operator.IS, (way,)),)
