"""From an answer that comes in to what was read of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from tests.make import responses
from tests.models import FOLDER

from heedful.listen.responses import services
from heedful.platform.core import outbox
from heedful.platform.core.models import OutboxMessage
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor
from heedful.understand.words.events import ResponsesUnderstood
from heedful.understand.words.models import Edition, Reading, WaitingText
from heedful.understand.words.readings import line, reader
from heedful.understand.words.readings.queries import current_edition, readings_of
from heedful.understand.words.readings.services import queue_texts
from heedful.understand.words.vectors.places import store_of
from heedful.understand.words.vectors.store import TextKey


def test_what_comes_in_is_read(say, read_all):
    good, bad = say(
        "The staff was lovely and the soup was great!", "Cold food and a rude waiter. Never again."
    )
    read_all()
    one, two = readings_of([good.id, bad.id])
    assert (one.response_id, one.language, one.sentiment) == (good.id, "en", 1)
    assert two.sentiment == -1
    assert two.sentiment_score < 0 < one.sentiment_score
    assert [bad.comments[0].text[clause.start : clause.end] for clause in two.clauses]
    assert current_edition().versions["sentiment"]
    assert WaitingText.objects.count() == 0


def test_numbers_that_stand_for_a_text_are_kept(say, read_all):
    (told,) = say("The staff was lovely and the soup was great!")
    read_all()
    key = TextKey(told.id, told.comments[0].question_id)
    found, rows = store_of("bge-small-en").get([key])
    assert found == [key]
    assert rows.shape == (1, 384)


def test_a_response_without_words_does_not_wait(say, survey, read_all):
    responses.scores(survey, 3)
    deliver_due()
    assert WaitingText.objects.count() == 0


def test_new_ones_go_before_history(say, read_all, monkeypatch):
    now = timezone.now()
    old = say("An old remark.", answered_at=now - timedelta(days=60))
    older = say("A very old remark.", answered_at=now - timedelta(days=90))
    new = say("A new remark.", answered_at=now)
    while deliver_due():
        pass
    taken = []

    def note(claim, edition, pause):
        taken.append(claim.response_ids)
        WaitingText.objects.filter(id__in=claim.ids).delete()

    monkeypatch.setattr(line, "_read", note)
    while line.read_waiting():
        pass
    assert taken == [(new[0].id,), (old[0].id, older[0].id)]


def test_a_text_that_changed_is_read_anew(say, survey, read_all):
    by = Actor.system(current_organization_id())
    first = responses.new_response(survey, {"why": "It was fine, nothing special."}, status="partial")
    services.store_responses([first], by=by)
    read_all()
    before = Reading.objects.get()
    services.store_responses(
        [replace(first, answers={"why": "It was terrible, the worst meal of my life."}, status="completed")],
        by=by,
    )
    read_all()
    after = Reading.objects.get()
    assert after.text_sha256 != before.text_sha256
    assert after.sentiment == -1


def test_an_unchanged_text_is_not_read_again(say, read_all):
    (told,) = say("The staff was lovely.")
    read_all()
    before = Reading.objects.get().pk
    queue_texts([told.id])
    read_all()
    assert Reading.objects.get().pk == before


def test_others_hear_of_live_answers_in_the_same_transaction(say, read_all, monkeypatch):
    heard = []
    listening = {"test": (ResponsesUnderstood, lambda event: heard.extend(event.response_ids))}
    monkeypatch.setitem(outbox._handlers, ResponsesUnderstood.name, listening)
    (new,) = say("Lovely.", answered_at=timezone.now())
    say("Long ago.")
    read_all()
    assert heard == [new.id]
    assert OutboxMessage.objects.count() == 0


def test_a_claim_of_a_worker_that_died_comes_back(say, read_all):
    (told,) = say("The staff was lovely.")
    while deliver_due():
        pass
    WaitingText.objects.update(claimed_at=timezone.now(), attempts=1)
    assert not line.read_waiting()
    WaitingText.objects.update(claimed_at=timezone.now() - line.CLAIM_EXPIRES - timedelta(seconds=1))
    read_all()
    assert readings_of([told.id])


def test_without_models_rows_wait_and_are_read_afterwards(say, settings, tmp_path):
    environment = settings.ENVIRONMENT
    settings.ENVIRONMENT = environment.model_copy(update={"models": str(tmp_path)})
    (told,) = say("The staff was lovely.")
    while deliver_due():
        pass
    assert not line.read_waiting()
    assert WaitingText.objects.get().attempts == 0
    assert not Edition.objects.exists()
    settings.ENVIRONMENT = environment.model_copy(update={"models": str(FOLDER)})
    while line.read_waiting():
        pass
    assert readings_of([told.id])[0].sentiment == 1


def test_one_text_that_cannot_be_read_does_not_hold_up_the_others(say, read_all, monkeypatch):
    fine, cursed = say("The staff was lovely.", "A cursed remark.")
    stored = reader.kept

    def kept(document, text, **more):
        if "cursed" in text:
            raise ValueError("cursed")
        return stored(document, text, **more)

    monkeypatch.setattr(reader, "kept", kept)
    read_all()
    assert readings_of([fine.id])
    left = WaitingText.objects.get()
    assert (left.response_id, left.error) == (cursed.id, "ValueError: cursed")
    assert left.attempts == 1


def test_a_worker_that_ends_puts_back_what_it_has_in_hand(say, read_all):
    say("The staff was lovely.", "The soup was cold.")
    while deliver_due():
        pass
    assert not line.read_waiting(is_stopping=lambda: True)
    assert [(row.claimed_at, row.attempts) for row in WaitingText.objects.all()] == [(None, 0)] * 2


def test_what_was_tried_too_often_stays_for_a_person(say, read_all):
    say("The staff was lovely.")
    while deliver_due():
        pass
    WaitingText.objects.update(attempts=line.MAX_ATTEMPTS)
    assert not line.read_waiting()
    assert WaitingText.objects.count() == 1
