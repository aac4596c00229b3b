"""Scores of what was read in comments."""

from __future__ import annotations

from datetime import date

import pytest
from tests.make import words
from tests.make.responses import new_response, response, scores
from tests.make.surveys import survey

from heedful.platform.core.types import Actor
from heedful.understand.metrics import documents, queries
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.types import Finding, Repeats, ScoreRequest
from heedful.understand.warehouse.types import Condition, Filter, Operator


@pytest.fixture
def everyone(organization):
    return Actor.system(organization.pk)


@pytest.fixture
def read(cast, organization):
    """Ten comments: three positive, one neutral; six negative ones on staff, all in Dora's branch."""
    by = words.edition(words.taxonomy("service", "service/staff", "price"))
    asked = survey()
    told = []
    for number in range(10):
        place = cast.branch if number < 6 else cast.next_branch
        comment = {"nps": 2 if number < 6 else 10, "why": f"Comment {number}"}
        opinions = ["-staff"] if number < 6 else ["+price"] if number == 6 else []
        sentiment = -1 if number < 6 else 1 if number < 9 else 0
        said = new_response(asked, comment, unit_key=place.key)
        told.append(words.Said(said, opinions, {"sentiment": sentiment}))
    words.tell(told, by=by)
    scores(asked, 9, 9)  # said nothing
    return asked


def asked_for(asked, metric, **fields):
    return ScoreRequest(metric, asked.uid, **fields)


def test_net_sentiment_of_read_comments(read, everyone):
    found = queries.score(asked_for(read, "net_sentiment"), by=everyone)
    assert (found.value, found.n, found.n_missing) == (-30.0, 10, 2)
    assert found.low < -30 < found.high
    assert [(share.key, share.n) for share in found.classes] == [
        ("positive", 3),
        ("neutral", 1),
        ("negative", 6),
    ]


def test_towards_a_theme(read, everyone):
    found = queries.score(asked_for(read, "net_sentiment", theme="staff"), by=everyone)
    assert (found.value, found.n) == (-100.0, 6)
    above = queries.score(asked_for(read, "net_sentiment", theme="service"), by=everyone)
    assert (above.value, above.n) == (-100.0, 6), "a theme above hears those below it"


def test_share_of_a_theme(read, everyone):
    found = queries.score(asked_for(read, "theme_share", theme="staff"), by=everyone)
    assert (found.value, found.n) == (60.0, 10)
    some = queries.score(asked_for(read, "theme_share"), by=everyone)
    assert some.value == 70.0, "any theme at all"


def test_nothing_read_is_no_score(organization, everyone):
    asked = survey()
    response(asked, {"nps": 2, "why": "Nobody read this"})
    for metric in ("net_sentiment", "theme_share"):
        found = queries.score(asked_for(asked, metric, theme="staff"), by=everyone)
        assert (found.value, found.low, found.n, found.n_missing) == (None, None, 0, 1)


def test_a_score_by_theme_and_a_theme_by_unit(read, everyone):
    by_theme = queries.breakdown(asked_for(read, "nps"), "theme", by=everyone)
    found = {row.label: (row.score.value, row.score.n) for row in by_theme.rows}
    assert found == {
        "Service": (-100.0, 6),
        "Staff": (-100.0, 6),
        "Price": (100.0, 1),
        "none of the themes": (100.0, 5),
    }
    by_unit = queries.breakdown(asked_for(read, "theme_share", theme="staff"), "unit", by=everyone)
    assert {row.label: row.score.value for row in by_unit.rows}["Unit north-1"] == 100.0


def test_a_filter_by_what_is_said(read, everyone):
    angry = Filter((Condition("opinion", Operator.IS, ("-staff",)),))
    found = queries.score(asked_for(read, "nps", filter=angry), by=everyone)
    assert (found.value, found.n) == (-100.0, 6)


def test_two_groups_differ(read, everyone):
    units = [Filter((Condition("unit", Operator.IS, (key,)),)) for key in ("north-1", "north-2")]
    one, other = (asked_for(read, "net_sentiment", filter=unit) for unit in units)
    found = queries.compare_groups(one, other, labels=("one", "other"), by=everyone)
    assert found.verdict.comparison.difference == -175.0
    assert found.verdict.finding is Finding.TOO_FEW


def test_dora_hears_her_branch(read, dora):
    found = queries.score(asked_for(read, "net_sentiment"), by=dora)
    assert (found.value, found.n) == (-100.0, 6)


def test_names_of_what_is_said(read):
    names = Names()
    assert names.value_label("theme", "staff") == "Staff"
    assert names.value_label("opinion", "-staff") == "Staff: negative"
    assert names.value_label("comment_type", "callback_wish") == "Wish to be called"
    assert names.value_label("sentiment", "positive") == "positive"


@pytest.fixture
def named_together(organization, everyone):
    """Half are promoters, both of who speaks of delivery and of who does not; there detractors name more."""
    others = [f"thing_{number}" for number in range(5)]
    by = words.edition(words.taxonomy("delivery", "price", *others))
    asked = survey()
    told = []
    for number in range(80):
        is_pleased = number % 2 == 0
        themes = ["delivery"] if number < 40 else ["price"] if is_pleased else others
        said = new_response(asked, {"nps": 10 if is_pleased else 0, "why": f"Comment {number}"})
        told.append(words.Said(said, [f"0{theme}" for theme in themes]))
    words.tell(told, by=by)
    return asked


def test_a_theme_is_compared_with_the_answers_that_do_not_speak_of_it(named_together, everyone):
    found = queries.breakdown(asked_for(named_together, "nps"), "theme", by=everyone)
    rows = {row.key[0]: row for row in found.rows}
    # As parts of a whole the other themes together have NPS −67; those who do not speak of delivery have 0.
    assert (rows["delivery"].score.value, rows["delivery"].stands_out) == (0.0, False)
    assert rows["delivery"].p_value == pytest.approx(1)
    assert rows["price"].stands_out
    assert rows["thing_0"].stands_out
    assert found.overlaps
    assert not any(row.is_near_best for row in found.rows), "groups that overlap are no ranking"
    assert sum(row.score.n for row in found.rows) == 160 > found.total.n == 80


@pytest.mark.parametrize("repeats", Repeats)
@pytest.mark.parametrize("field", ["theme", "opinion"])
def test_overlapping_groups_whatever_several_answers_of_a_contact_mean(
    named_together, everyone, repeats, field
):
    found = queries.breakdown(asked_for(named_together, "nps", repeats=repeats), field, by=everyone)
    outstanding = {row.label.split(":")[0] for row in found.rows if row.stands_out}
    assert outstanding == {"Price", *(f"Thing {number}" for number in range(5))}


def test_groups_that_part_the_answers_are_said_to(named_together, everyone):
    document = documents.breakdown_document(
        queries.breakdown(asked_for(named_together, "nps"), "sentiment", by=everyone)
    )
    assert document["overlaps"] is False
    assert document["rows"][0]["near_best"] is True
    document = documents.breakdown_document(
        queries.breakdown(asked_for(named_together, "nps"), "comment_type", by=everyone)
    )
    assert document["overlaps"] is True
    assert document["rows"][0]["near_best"] is None
    assert document["rows"][0]["p_value"] is None, "nobody is outside the only group"


def test_a_change_is_not_parted_by_what_overlaps(named_together, everyone):
    now = asked_for(named_together, "nps", filter=Filter(from_on=date(2026, 3, 1), to_on=date(2026, 3, 31)))
    assert queries.contributions(now, now, ["theme"], by=everyone) == ()
