"""What was read of somebody goes with what they said; an archive holds what was read."""

from __future__ import annotations

import pytest
from tests.make import audiences, responses

from heedful.listen.responses import services as answers
from heedful.platform.core import personal_data
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.personal_data import Erasure
from heedful.platform.core.queue import run_due
from heedful.platform.core.scope import organization_scope
from heedful.platform.privacy.services import delete_organization, read_archive, write_archive
from heedful.understand.words.models import Mention, Reading, WaitingText
from heedful.understand.words.readings import reader
from heedful.understand.words.readings.queries import current_edition, readings_of
from heedful.understand.words.vectors.places import organization_folder, store_of
from heedful.understand.words.vectors.store import TextKey


@pytest.fixture
def ada(survey, read_all):
    """Somebody who said something that was read, with a theme in it."""
    who = audiences.contact("ada@example.org", name="Ada Byron")
    told = responses.response(
        survey, {"nps": 2, "why": "Cold soup again, says Ada Byron."}, contact_id=who.id
    )
    read_all()
    row = Reading.objects.get(response_id=told.id)
    Mention.objects.create(
        reading=row, response_id=told.id, theme="food", start=0, end=9, polarity=-1, confidence=0.9
    )
    return who, told


def vectors(told) -> int:
    keys = [TextKey(told.id, answer.question_id) for answer in told.answers]
    return len(store_of("bge-small-en").get(keys)[0])


def test_what_was_read_of_somebody_is_handed_out(ada, alice):
    who, told = ada
    (found,) = personal_data.export(who.uid, by=alice)["words"]["data"]
    assert (found["response"], found["language"]) == (told.uid, "en")
    assert found["themes"] == [{"theme": "food", "polarity": -1}]


@pytest.mark.parametrize("delete_answers", [False, True])
def test_it_goes_with_the_person(ada, alice, delete_answers):
    who, told = ada
    WaitingText.objects.create(response_id=told.id, answered_at=told.answered_at)
    assert vectors(told) == 1
    personal_data.erase(Erasure(who.uid, delete_answers=delete_answers), by=alice)
    assert not Reading.objects.exists()
    assert not Mention.objects.exists()
    assert not WaitingText.objects.exists()
    while deliver_due():
        pass
    assert vectors(told) == 0


def test_it_goes_with_a_deleted_answer(ada, alice):
    _who, told = ada
    answers.delete_responses([told.uid], by=alice)
    while deliver_due():
        pass
    assert not Reading.objects.exists()
    assert vectors(told) == 0


def test_what_was_deleted_while_it_was_read_leaves_nothing(say, read_all, alice, monkeypatch):
    (told,) = say("Cold soup again.")
    put = reader._put_vectors

    def deleted_meanwhile(texts, batch):
        put(texts, batch)
        answers.delete_responses([told.uid], by=alice)

    monkeypatch.setattr(reader, "_put_vectors", deleted_meanwhile)
    read_all()
    assert not Reading.objects.exists()
    assert vectors(told) == 0


def test_names_of_the_contact_are_never_kept_in_a_reading(ada):
    row = Reading.objects.get()
    assert "Ada" not in repr(row.document)


def test_an_archive_holds_what_was_read(ada, alice, organization, tmp_path):
    _who, told = ada
    while run_due():
        pass
    edition = current_edition()
    write_archive(tmp_path / "all.zip", by=alice)
    uid, name = organization.uid, organization.name
    delete_organization(by=alice, typed_name=name)
    assert not organization_folder(uid).exists()
    restored = read_archive(tmp_path / "all.zip")
    with organization_scope(restored):
        assert current_edition().uid == edition.uid
        (row,) = Reading.objects.all()
        (found,) = readings_of([row.response_id])
        assert (found.language, [one.theme for one in found.mentions]) == ("en", ["food"])
    assert told
