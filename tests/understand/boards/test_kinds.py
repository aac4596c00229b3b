"""The contract of tiles: every kind keeps it, in a full board, an empty one, and for who may see little."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template.loader import get_template
from tests.make import words

from heedful.listen.responses.models import Answer
from heedful.platform.core.types import Permission
from heedful.understand.boards.charts import Place
from heedful.understand.boards.kind import kinds
from heedful.understand.boards.queries.showing import open_reading
from heedful.understand.boards.types import WIDTHS, TileSpec

pytestmark = pytest.mark.django_db
EVERY = sorted(kinds())


@pytest.fixture(params=EVERY)
def kind(request):
    return kinds()[request.param]


@pytest.fixture
def heard(stay):
    """The comments of the survey, read: they speak of the soup."""
    by = words.edition(words.taxonomy("soup"))
    for response_id in Answer.objects.filter(text__startswith="Cold").values_list("response_id", flat=True):
        words.reading(response_id, "-soup", by=by, sentiment=-1)


def read(kind, reading, **changes):
    return kind.read(TileSpec(kind.key, kind.width, **changes), 3, reading)


def test_it_names_itself_and_has_a_template(kind):
    assert kind.key in EVERY
    assert str(kind.label)
    assert kind.width in WIDTHS
    assert get_template(kind.template)


def test_its_table_is_rectangular_and_its_pictures_are_for_both_places(kind, heard, reading):
    del heard
    tile = read(kind, reading)
    assert tile.title
    assert tile.table is not None
    assert {len(row) for row in tile.table.rows} == {len(tile.table.header)}
    for drawn in tile.pictures:
        assert drawn.id.endswith("-3")
        assert (drawn.wide["width"], drawn.narrow["width"]) == (Place.WIDE.width, Place.NARROW.width)
    assert tile.lines


def test_it_bears_a_period_without_answers(kind, stay, alice):
    empty = open_reading({"from": ["2001-01-01"], "to": ["2001-01-31"]}, by=alice, answers_url="/answers/")
    tile = read(kind, empty)
    assert tile.title
    assert all(value != 0 for row in tile.table.rows for value in row[1:4] if kind.key in {"score", "trend"})


def test_it_bears_an_actor_who_reads_no_single_answers(kind, heard, reading, alice):
    del heard
    viewer = replace(alice, permissions=frozenset({Permission.READ_SCORES, Permission.READ_SURVEYS}))
    tile = read(kind, replace(reading, by=viewer))
    assert "Cold soup" not in str(tile)


def test_it_keeps_to_the_metric_and_survey_it_fixes(kind, reading, stay):
    tile = read(kind, reading, metric="nps", survey=stay.uid)
    assert tile.title


def test_the_trend_leads_to_the_answers_of_each_period(reading):
    tile = read(kinds()["trend"], reading)
    assert [href for _label, score, href in tile.data["points"] if score.n]
    assert all("from=" in href and "period=" not in href for _label, _score, href in tile.data["points"])


def test_the_classes_lead_to_the_answers_of_each_class(reading):
    bars = read(kinds()["classes"], reading).data["bars"]
    assert [(bar.n, "class=" + bar.href.partition("class=")[2]) for bar in bars] == [
        (25, "class=promoter"),
        (0, "class=passive"),
        (25, "class=detractor"),
    ]


def test_the_breakdown_is_by_place_and_leads_to_its_answers(reading, cast):
    tile = read(kinds()["breakdown"], reading)
    assert tile.data["dimension"] == "unit.branch"
    marks = {row.label: mark for row, mark in tile.data["rows"]}
    assert set(marks) == {cast.branch.name, cast.next_branch.name}
    assert "f=unit" in marks[cast.branch.name].href


def test_a_breakdown_by_what_overlaps_says_so_on_the_page_and_in_the_file(heard, reading):
    del heard
    tile = read(kinds()["breakdown"], reading, by="theme")
    assert "more than 100 %" in tile.note
    assert tile.table.header[-1] == "n (an answer may stand in several groups)"
    assert not tile.data["has_bracket"]
    parted = read(kinds()["breakdown"], reading, by="channel")
    assert "100 %" not in parted.note
    assert parted.table.header[-1] == "n"


def test_the_counts_say_what_was_left_out_and_not_what_was_never_asked_for(reading):
    tile = read(kinds()["counts"], reading)
    counts = {label: n for label, n, _url in tile.data["counts"]}
    assert (counts["Responses"], counts["Counted in the score"], counts["Left out"]) == (51, 50, 1)
    assert tile.data["left_out"] == [("test answers", 1)]


def test_comments_come_with_their_score_and_class_newest_first(reading):
    voices = read(kinds()["comments"], reading).data["voices"]
    assert voices[0].text == "Cold soup 0"
    assert {(voice.score, voice.answer_class) for voice in voices} == {(3, "detractor")}
    assert [voice.said_at for voice in voices] == sorted((v.said_at for v in voices), reverse=True)
