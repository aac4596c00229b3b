"""Scores over real stores: the live tail alone, flushed, and both."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.make.audiences import new_contact, units
from tests.make.responses import new_response
from tests.make.surveys import question, survey

from heedful.listen.audiences.types import NewUnit
from heedful.listen.responses.services import exclude_response, store_responses
from heedful.platform.core.errors import InvalidInput, NotFound
from heedful.understand.metrics import queries
from heedful.understand.metrics.naming import Names, parse_condition
from heedful.understand.metrics.types import Finding, Repeats, ScoreRequest
from heedful.understand.warehouse import services as warehouse
from heedful.understand.warehouse.types import Filter, Grain

pytestmark = pytest.mark.django_db


def store(asked, values, *, by, **fields):
    return store_responses([new_response(asked, {"nps": value}, **fields) for value in values], by=by)


@pytest.fixture
def visit(organization, alice):
    """100 answers, 40 promoters, 30 passives, 30 detractors; half flushed, half live."""
    made = survey(question("nps", "nps"), question("why", "long_text"), name="Visit")
    values = [10] * 40 + [8] * 30 + [3] * 30
    store(made, values[::2], by=alice)
    warehouse.flush(organization.pk)
    store(made, values[1::2], by=alice)
    return made


def test_a_score_is_the_same_wherever_its_answers_lie(visit, organization, alice):
    before = queries.score(ScoreRequest("nps"), by=alice)
    warehouse.flush(organization.pk)
    after = queries.score(ScoreRequest("nps"), by=alice)
    assert before == after
    assert (round(after.value, 2), round(after.low, 2), round(after.high, 2)) == (10, -6.27, 25.69)
    assert (after.n, after.n_missing, after.n_invalid) == (100, 0, 0)
    assert [(share.key, share.n) for share in after.classes] == [
        ("promoter", 40),
        ("passive", 30),
        ("detractor", 30),
    ]


def test_a_response_without_the_answer_is_missing_not_zero(visit, alice):
    store_responses([new_response(visit, {"why": "No idea"})], by=alice)
    found = queries.score(ScoreRequest("nps"), by=alice)
    assert (found.n, found.n_missing, round(found.value)) == (100, 1, 10)


def test_no_answers_is_no_score(organization, alice):
    survey(question("nps", "nps"))
    found = queries.score(ScoreRequest("nps"), by=alice)
    assert (found.value, found.low, found.n) == (None, None, 0)


def test_a_refused_answer_is_counted_as_invalid_until_it_is_accepted(visit, alice):
    wrong = new_response(visit, {"nps": 11})
    store_responses([wrong], by=alice)
    assert queries.score(ScoreRequest("nps"), by=alice).n_invalid == 1


def test_weights_count_only_when_asked(organization, alice):
    made = survey(question("nps", "nps"))
    store(made, [10] * 10, by=alice, weight=3.0)
    store(made, [0] * 10, by=alice, weight=1.0)
    assert queries.score(ScoreRequest("nps"), by=alice).value == 0
    weighted = queries.score(ScoreRequest("nps", weighted=True), by=alice)
    assert weighted.value == pytest.approx(50)
    assert weighted.n == 20
    assert weighted.n_effective == pytest.approx(16)


def test_one_score_over_several_surveys_of_one_scale(visit, alice):
    other = survey(question("nps", "nps"), name="Delivery")
    store(other, [0] * 100, by=alice)
    assert queries.score(ScoreRequest("nps"), by=alice).value == pytest.approx(-45)
    assert queries.score(ScoreRequest("nps", survey_uid=visit.uid), by=alice).value == pytest.approx(10)


def test_nps_of_any_other_question_is_refused(organization, alice):
    survey(question("career", "rating"), name="Work")
    with pytest.raises(InvalidInput, match="none is asked"):
        queries.score(ScoreRequest("nps"), by=alice)
    with pytest.raises(InvalidInput, match="career is rating"):
        queries.score(ScoreRequest("nps", question_key="career"), by=alice)


def test_a_trend_shows_periods_without_answers_as_no_score(organization, alice):
    made = survey(question("nps", "nps"))
    store(made, [10], by=alice, answered_at=datetime(2026, 1, 15, 12, tzinfo=UTC))
    store(made, [0, 0], by=alice, answered_at=datetime(2026, 3, 31, 12, tzinfo=UTC))
    points = queries.trend(ScoreRequest("nps"), Grain.MONTH, by=alice).points
    assert [(point.start.month, point.score.value, point.score.n) for point in points] == [
        (1, 100, 1),
        (2, None, 0),
        (3, -100, 2),
    ]


def test_days_begin_in_the_organisations_time_zone(organization, alice):
    organization.time_zone = "Europe/Berlin"
    organization.save()
    made = survey(question("nps", "nps"))
    store(made, [10], by=alice, answered_at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    points = queries.trend(ScoreRequest("nps"), Grain.DAY, by=alice).points
    assert [point.start for point in points] == [date(2026, 4, 1)]


def test_a_breakdown_marks_what_stands_out_and_what_cannot_be_told_from_the_best(organization, alice):
    made = survey(question("nps", "nps"))
    for place, values in {
        "north": [10] * 60 + [3] * 20,
        "south": [10] * 58 + [3] * 22,
        "west": [10] * 10 + [3] * 70,
    }.items():
        store(made, values, by=alice, attributes={"place": place})
    found = queries.breakdown(ScoreRequest("nps"), "place", by=alice)
    rows = {row.label: row for row in found.rows}
    assert [row.label for row in found.rows] == ["north", "south", "west"]
    assert rows["north"].is_near_best
    assert rows["south"].is_near_best
    assert not rows["west"].is_near_best
    assert rows["west"].stands_out
    assert found.rows[2].conditions == ("attribute.place:west",)
    assert found.total.n == 240


def test_three_hundred_attributes_in_three_hundred_filterable(organization, alice):
    made = survey(question("nps", "nps"))
    attributes = {f"fact_{number}": number % 7 for number in range(300)}
    store(made, [10], by=alice, attributes=attributes)
    store(made, [0], by=alice, attributes={key: value + 1 for key, value in attributes.items()})
    names = Names()
    for key, value in attributes.items():
        only = Filter((parse_condition(f"{key}={value}", names),))
        assert queries.score(ScoreRequest("nps", filter=only), by=alice).value == 100, key


def test_a_manager_sees_her_branch_in_numbers_too(organization, alice, dora, cast):
    tree = units(NewUnit("elsewhere"))
    made = survey(question("nps", "nps"))
    granted = next(iter(dora.unit_ids))
    key = next(unit.key for unit in Names().units.values() if unit.id == granted)
    store(made, [10] * 5, by=alice, unit_key=key)
    store(made, [0] * 50, by=alice, unit_key="elsewhere")
    assert tree["elsewhere"].id != granted
    assert queries.score(ScoreRequest("nps"), by=alice).n == 55
    own = queries.score(ScoreRequest("nps"), by=dora)
    assert (own.n, own.value) == (5, 100)
    origin = queries.provenance(ScoreRequest("nps"), by=dora)
    assert origin.rows_in == 5


def test_charlie_finds_nothing(visit, charlie, cast):
    from heedful.platform.core.scope import organization_scope

    with organization_scope(cast.other.pk), pytest.raises(NotFound):
        queries.score(ScoreRequest("nps", survey_uid=visit.uid), by=charlie)


def test_last_answer_of_each_contact(organization, alice):
    made = survey(question("nps", "nps"))
    for day, value in ((1, 0), (2, 10)):
        store(
            made,
            [value],
            by=alice,
            contact=new_contact("ada@example.org"),
            answered_at=datetime(2026, 3, day, tzinfo=UTC),
        )
    store(made, [0], by=alice, contact=new_contact("bo@example.org"))
    assert queries.score(ScoreRequest("nps"), by=alice).n == 3
    last = queries.score(ScoreRequest("nps", repeats=Repeats.LAST), by=alice)
    assert (last.n, last.value) == (2, 0)


def test_answers_of_the_same_person_widen_the_interval(organization, alice):
    made = survey(question("nps", "nps"))
    for number in range(30):
        value = 10 if number % 2 else 0
        store(made, [value] * 5, by=alice, contact=new_contact(f"p{number}@example.org"))
    plain = queries.score(ScoreRequest("nps", interval="trinomial_t"), by=alice)
    clustered = queries.score(ScoreRequest("nps", repeats=Repeats.CLUSTERED), by=alice)
    assert clustered.value == pytest.approx(plain.value)
    assert clustered.se > 2 * plain.se
    assert clustered.n == 150


def test_two_periods_and_their_verdict(organization, alice):
    made = survey(question("nps", "nps"))
    store(made, [10] * 50 + [3] * 50, by=alice, answered_at=datetime(2026, 2, 10, tzinfo=UTC))
    store(made, [10] * 55 + [3] * 45, by=alice, answered_at=datetime(2026, 3, 10, tzinfo=UTC))
    march = Filter(from_on=date(2026, 3, 1), to_on=date(2026, 3, 28))
    found = queries.compare_periods(ScoreRequest("nps", filter=march), by=alice)
    assert (found.reference.n, found.current.n) == (100, 100)
    assert found.verdict.finding is Finding.NOISE
    assert found.verdict.answers_needed > 100
    assert "more answers would be needed" in found.verdict.sentence


def test_provenance_adds_up(visit, alice):
    excluded = store(visit, [10], by=alice)[0]
    exclude_response(excluded.uid, "duplicate", by=alice)
    store(visit, [0], by=alice, is_test=True)
    origin = queries.provenance(ScoreRequest("nps"), by=alice)
    assert {(part.reason, part.n) for part in origin.left_out} == {("excluded:duplicate", 1), ("test", 1)}
    assert origin.rows_in == 102
    assert origin.rows_in == origin.score.n + origin.score.n_missing + sum(p.n for p in origin.left_out)
    assert sum(n for _value, n, _weight in origin.histogram) == origin.score.n == 100


@pytest.mark.parametrize("text", ["nonsense", "colour=red", "=x"])
def test_an_unknown_field_is_told_with_those_there_are(visit, text):
    with pytest.raises(InvalidInput):
        parse_condition(text, Names())
