"""What was read in comments: in the tables, in the rows of responses, and gone with them."""

from __future__ import annotations

import pytest
from tests.make import words
from tests.make.responses import response
from tests.make.surveys import survey

from heedful.listen.responses import services as response_services
from heedful.platform.core import outbox
from heedful.platform.core.organizations import organization as current
from heedful.platform.core.queue import enqueue, run_now
from heedful.platform.core.types import Actor
from heedful.understand.warehouse import queries, services
from heedful.understand.warehouse.duck import cursor
from heedful.understand.warehouse.stores import mentions_table, responses_table, texts_table
from heedful.understand.warehouse.types import ReadText, TextMention
from heedful.understand.warehouse.words import opinions, word_columns


@pytest.fixture
def everyone(organization):
    return Actor.system(organization.pk)


@pytest.fixture
def read(organization):
    """Two comments that were read, one that was not."""
    by = words.edition(words.taxonomy("service", "service/staff", "price"))
    asked = survey()
    rude = response(asked, {"nps": 2, "why": "Rude staff, fair price"})
    kind = response(asked, {"nps": 10, "why": "Kind staff"})
    response(asked, {"nps": 8, "why": "Unread"})
    words.reading(rude, "-staff", "+price", by=by, sentiment=-1, emotion="anger", types=" problem ")
    words.reading(kind, "+staff", by=by, sentiment=1)
    return rude, kind


def rows(table, *columns):
    """The rows of a table's newest version."""
    snapshot = table.snapshot()
    if not snapshot.files:
        return []
    with cursor() as opened:
        sql = f"SELECT {', '.join(columns)} FROM read_parquet($files) ORDER BY ALL"
        return opened.execute(sql, {"files": [file.path for file in snapshot.files]}).fetchall()


def contents():
    return (
        rows(texts_table(), "response_id", "sentiment", "emotion", "types", "is_tagged"),
        rows(mentions_table(), "response_id", "theme", "polarity", "span_end", "parent"),
        rows(responses_table(), "response_id", "sentiment", "comment_type_set", "theme_set"),
    )


def test_written_where_other_engines_read_it(read, everyone):
    rude, kind = read
    services.flush(everyone.organization_id)
    texts, mentions, responses = contents()
    assert texts == [(rude.id, -1, "anger", ["problem"], True), (kind.id, 1, None, None, True)]
    assert mentions == [
        (rude.id, "price", 1, 22, None),
        (rude.id, "staff", -1, 22, "service"),
        (kind.id, "staff", 1, 10, "service"),
    ]
    assert responses == [
        (rude.id, -1, "problem", "+price|-service|-staff"),
        (kind.id, 1, None, "+service|+staff"),
        (kind.id + 1, None, None, None),
    ]
    assert queries.status().texts == 2


def test_a_rebuild_restores_them(read, everyone):
    services.flush(everyone.organization_id)
    before = contents()
    services.drop_organization(current().uid)
    assert run_now(enqueue("warehouse.rebuild", {}, by=everyone)).result["texts"] == 2
    assert contents() == before


def test_what_is_read_anew_takes_the_place_of_what_was(read, everyone):
    rude, kind = read
    services.flush(everyone.organization_id)
    words.Reading.objects.filter(response_id=rude.id).delete()
    response_services.mark_changed([rude.id])
    services.flush(everyone.organization_id)
    texts, mentions, responses = contents()
    assert [row[0] for row in texts] == [kind.id]
    assert [row[:2] for row in mentions] == [(kind.id, "staff")]
    assert responses[0] == (rude.id, None, None, None)


def test_a_deleted_response_leaves_none_of_it(read, everyone):
    rude, kind = read
    services.flush(everyone.organization_id)
    response_services.delete_responses([rude.uid], by=everyone)
    outbox.deliver_due()
    texts, mentions, _responses = contents()
    assert [row[0] for row in texts] == [kind.id]
    assert [row[0] for row in mentions] == [kind.id]
    folder = mentions_table().folder
    alive = {file.path for file in mentions_table().snapshot().files}
    assert {str(path) for path in folder.glob("*.parquet")} == alive, "older files are off the disk"


def test_tidying_keeps_them(read, everyone):
    del read
    services.flush(everyone.organization_id)
    late = response(survey(), {"nps": 1, "why": "Late"})
    words.reading(late, "-price", by=words.Edition.objects.get(), sentiment=-1)
    services.flush(everyone.organization_id)
    before = contents()
    assert len(texts_table().snapshot().files) == 2
    assert services.compact()
    assert len(texts_table().snapshot().files) == len(mentions_table().snapshot().files) == 1
    assert contents() == before


def text(*mentions, **fields):
    return ReadText(1, 1, 1, is_tagged=True, mentions=mentions, **fields)


def test_several_answers_of_a_response_are_one_voice():
    found = word_columns(
        [
            text(TextMention("staff", 0, 5, 1, 0.9), sentiment=1, types=("praise",), language="de"),
            text(TextMention("staff", 0, 5, -1, 0.9), sentiment=1, types=("praise", "wish"), language="de"),
        ]
    )
    assert found == {
        "sentiment": 1,
        "emotion_set": None,
        "comment_type_set": ["praise", "wish"],
        "comment_language_set": ["de"],
        "theme_set": ["0staff"],
    }


def test_looked_through_without_a_find_is_not_the_same_as_not_looked_through():
    assert word_columns([text()])["theme_set"] == []
    assert word_columns([ReadText(1, 1, 1, sentiment=1)])["theme_set"] is None


def test_a_theme_above_hears_all_below_it():
    said = [
        TextMention("staff", 0, 5, -1, 0.9, parent="service"),
        TextMention("speed", 6, 9, -1, 0.9, parent="service"),
        TextMention("till", 6, 9, None, 0.9),
    ]
    assert opinions(said) == ["-service", "-speed", "-staff", "?till"]
