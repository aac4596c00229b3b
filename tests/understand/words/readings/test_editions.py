"""Editions: read twice the same, read beside each other, made current, drawn again, taken out."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.make import responses

from heedful.listen.responses import services as answers
from heedful.platform.core.errors import Conflict, InvalidInput, NotPermitted
from heedful.platform.core.models import Job
from heedful.platform.core.queue import run_due
from heedful.understand.warehouse import services as warehouse
from heedful.understand.warehouse.words import texts_of
from heedful.understand.words.heads import Head
from heedful.understand.words.models import Edition, Mention, Reading, WaitingText
from heedful.understand.words.readings import history, loaded as loading
from heedful.understand.words.readings.queries import (
    current_edition,
    edition,
    editions,
    readings_of,
    sentiment_counts,
    theme_counts,
)
from heedful.understand.words.readings.services import (
    drop_edition,
    make_current,
    resume_edition,
    start_edition,
)

SAID = (
    "The staff was lovely, but the soup came cold.",
    "Never again: an hour of waiting for a burnt steak!",
    "Es war sehr nett.",
    "A rude waiter and a dirty table.",
    "ok",
    "Great value, friendly people. Parking is a nightmare though.",
)


def jobs() -> None:
    """Run what is queued, as a worker would."""
    while run_due():
        pass
    assert not Job.objects.filter(state=Job.State.FAILED).values_list("kind", "error")


@pytest.fixture
def told(say, read_all):
    made = say(*SAID)
    read_all()
    jobs()
    return made


def rows(edition_id: int) -> list[tuple]:
    """All that an edition has read, but when it did."""
    columns = [
        field.attname
        for field in Reading._meta.concrete_fields
        if field.name not in {"id", "edition", "read_at", "document", "skipped"}
    ]
    found = Reading.objects.filter(edition_id=edition_id).order_by("response_id", "question_id")
    return [
        (*(getattr(row, name) for name in columns), repr(row.document), repr(row.skipped)) for row in found
    ]


def test_reading_the_same_history_twice_gives_identical_rows(told, alice, read_all):
    first = current_edition()
    # In other company and another order than the answers came in: together, the newest first.
    second = start_edition(by=alice)
    jobs()
    assert edition(second.uid).state == "reading"
    assert rows(first.id) == rows(second.id)
    assert len(rows(first.id)) == len(SAID)


def test_the_first_edition_counts_at_once_and_the_history_waits_in_line(say, alice, installed, read_all):
    made = say(*SAID)
    begun = start_edition(by=alice)
    assert begun.is_current
    jobs()
    assert WaitingText.objects.filter(is_history=True).count() == len(SAID)
    read_all()
    assert len(readings_of([one.id for one in made])) == len(SAID)


def test_another_edition_is_read_beside_the_current_one_and_then_made_current(told, alice):
    before = current_edition()
    begun = start_edition(by=alice)
    with pytest.raises(Conflict, match="not read the whole history"):
        make_current(begun.uid, by=alice)
    jobs()
    assert current_edition().uid == before.uid
    make_current(begun.uid, by=alice)
    assert current_edition().uid == begun.uid
    retired = edition(before.uid)
    assert (retired.state, retired.current_until is not None) == ("retired", True)
    assert Reading.objects.filter(edition_id=retired.id).count() == len(SAID)


def test_what_was_read_more_exactly_stays_so(told, alice):
    assert current_edition().tier == "fast"
    start_edition(by=alice, tier="quality", then_current=True)
    jobs()
    assert current_edition().tier == "quality"
    assert start_edition(by=alice).tier == "quality"
    assert start_edition(by=alice, tier="fast").tier == "fast"
    with pytest.raises(InvalidInput, match="'best' is none of fast, quality"):
        start_edition(by=alice, tier="best")


def test_it_can_become_current_by_itself(told, alice):
    begun = start_edition(by=alice, then_current=True)
    jobs()
    assert current_edition().uid == begun.uid


def test_answers_that_come_meanwhile_are_read_with_both(told, say, alice, read_all):
    begun = start_edition(by=alice)
    (new,) = say("The new terrace is wonderful!", answered_at=timezone.now())
    read_all()
    assert readings_of([new.id])
    assert readings_of([new.id], edition_uid=begun.uid)


def test_an_old_chart_is_drawn_again_after_the_model_has_changed(told, alice, monkeypatch, read_all):
    before = current_edition()
    counted = sentiment_counts(before.uid, by=alice)
    ids = [one.id for one in told]
    warehoused = {one: texts_of(ids)[one] for one in ids}
    # Another model, which takes everything for the opposite.
    right = Head.probabilities
    monkeypatch.setattr(Head, "probabilities", lambda self, batch: right(self, batch)[:, ::-1])
    begun = start_edition(by=alice, then_current=True)
    jobs()
    read_all()
    turned = sentiment_counts(begun.uid, by=alice)
    assert (turned.positive, turned.negative) == (counted.negative, counted.positive)
    assert turned.positive != counted.positive
    assert sentiment_counts(before.uid, by=alice) == counted
    make_current(before.uid, by=alice)
    jobs()
    assert {one: texts_of(ids)[one] for one in ids} == warehoused


def test_theme_counts_of_a_retired_edition_stay(told, alice):
    before = current_edition()
    for row in Reading.objects.filter(edition_id=before.id, sentiment=-1):
        Mention.objects.create(
            reading=row,
            response_id=row.response_id,
            theme="waiting",
            start=0,
            end=5,
            polarity=-1,
            confidence=0.9,
        )
    counted = theme_counts(before.uid, by=alice)
    begun = start_edition(by=alice, then_current=True)
    jobs()
    assert theme_counts(begun.uid, by=alice) == ()
    assert theme_counts(before.uid, by=alice) == counted
    assert counted[0].key == "waiting"


def test_a_stopped_job_goes_on_where_it_was(told, alice, monkeypatch):
    monkeypatch.setattr(history, "CHUNK", 2)
    begun = start_edition(by=alice)
    Job.objects.filter(uid=begun.job_uid).update(
        checkpoint={"before": told[2].id, "done": 3}, state=Job.State.WAITING
    )
    jobs()
    read = set(Reading.objects.filter(edition_id=begun.id).values_list("response_id", flat=True))
    assert read == {told[0].id, told[1].id}
    resumed = resume_edition(begun.uid, by=alice)
    jobs()
    assert Reading.objects.filter(edition_id=resumed.id).count() == len(SAID)
    assert Job.objects.get(uid=resumed.job_uid).done == len(SAID)


def test_a_newer_edition_stops_one_on_its_way(told, alice):
    first = start_edition(by=alice)
    second = start_edition(by=alice)
    assert edition(first.uid).state == "retired"
    assert Job.objects.get(uid=first.job_uid).state == Job.State.CANCELLED
    with pytest.raises(Conflict, match="stopped before"):
        make_current(first.uid, by=alice)
    jobs()
    assert make_current(second.uid, by=alice).is_current


def test_an_edition_is_deleted_with_what_it_read(told, alice):
    begun = start_edition(by=alice)
    jobs()
    drop_edition(begun.uid, by=alice)
    jobs()
    assert not Edition.objects.filter(pk=begun.id).exists()
    assert len(readings_of([one.id for one in told])) == len(SAID)
    with pytest.raises(Conflict, match="current"):
        drop_edition(current_edition().uid, by=alice)


def test_an_answer_that_came_while_another_edition_counted_is_read_when_the_first_counts_again(
    told, say, alice, read_all
):
    before = current_edition()
    start_edition(by=alice, then_current=True)
    jobs()
    (new,) = say("A wonderful evening.")
    read_all()
    make_current(before.uid, by=alice)
    jobs()
    read_all()
    assert readings_of([new.id])[0].edition_uid == before.uid


def test_readers_that_are_newer_than_the_edition_mark_what_they_read(told, say, read_all):
    current = current_edition()
    Edition.objects.filter(pk=current.id).update(versions={**current.versions, "sentiment": "before"})
    (new,) = say("A wonderful evening.")
    read_all()
    here = loading.versions_here()["sentiment"]
    assert readings_of([new.id])[0].document["read_with"] == {"sentiment": here}
    assert "read_with" not in readings_of([told[0].id])[0].document


def test_only_who_may_change_surveys_starts_an_edition(told, dora):
    with pytest.raises(NotPermitted):
        start_edition(by=dora)


def test_the_warehouse_hears_of_what_was_read(told, alice, organization):
    warehouse.flush(organization.id)
    found = texts_of([one.id for one in told])
    assert found[told[1].id][0].sentiment == -1
    answers.delete_responses([told[1].uid], by=alice)
    assert told[1].id not in texts_of([one.id for one in told])


def test_managers_count_in_their_units_only(cast, organization, survey, alice, dora, read_all):
    seen = responses.response(survey, {"why": "Lovely!"}, unit_key=cast.branch.key)
    responses.response(survey, {"why": "Lovely!"}, unit_key=cast.next_branch.key)
    read_all()
    uid = current_edition().uid
    assert sentiment_counts(uid, by=alice).n == 2
    assert sentiment_counts(uid, by=dora).n == 1
    assert seen
    assert editions(by=dora)
