"""With the real models: what was learnt from somebody's comment goes with the comment."""

from __future__ import annotations

import numpy as np
import pytest
from tests.make import audiences, responses, surveys
from tests.models import FOLDER

from heedful.listen.responses import services as answers
from heedful.listen.responses.models import Answer, Response
from heedful.platform.core import personal_data, queue
from heedful.platform.core.models import AuditEntry, Job
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.personal_data import Erasure
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.models import TaxonomyVersion, ThemeLabel
from heedful.understand.words.themes import jobs, queries, services
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.engine import ThemeFinder
from heedful.understand.words.themes.learning import learn
from heedful.understand.words.themes.services.unlearning import UNLEARN

ENGLISH = "bge-small-en"
DOCUMENT = TaxonomyDocument("Own", (Theme("parking", "Parking"), Theme("food", "Food")))
PARKING = (
    "Parking was a nightmare.", "No place for the car.", "The garage was full again.", "Parking costs a lot.",
)  # fmt: skip
FOOD = ("The soup was cold.", "My fish was dry.", "Great cake.", "The pasta was salty.")
HERS = "I left my red sports car beside the river."


pytestmark = pytest.mark.usefixtures("open_encoder")


@pytest.fixture
def ada(organization, alice, monkeypatch):
    """Somebody whose comment was labelled and learnt from, with those of others."""
    monkeypatch.setattr(jobs, "models_folder", lambda: Folder(FOLDER))
    survey = surveys.survey()
    who = audiences.contact("ada@example.org", name="Ada")
    taxonomy = services.create_taxonomy("Own", by=alice, document=DOCUMENT, is_applied=True)
    for text in (*PARKING, *FOOD, HERS):
        contact = {"contact_id": who.id} if text == HERS else {}
        told = responses.response(survey, {"nps": 5, "why": text}, **contact)
        answer = Answer.objects.get(response_id=told.id, question__key="why")
        ThemeLabel.objects.create(
            taxonomy_id=taxonomy.id, response_id=told.id, question_id=answer.question_id, coder="Alice",
            theme="food" if text in FOOD else "parking", is_present=True, origin="queue",
        )  # fmt: skip
    learn(taxonomy.uid, by=alice, folder=Folder(FOLDER), told=lambda *_: None)
    return who, told, taxonomy


def nearest(held: bytes, text: str) -> float:
    """How near the nearest row that is kept in a fitted file comes to a text: 1 is that text itself."""
    head = ThemeFinder.from_bytes(held).heads[ENGLISH]
    row = head.learnt.space.place(Encoder(Folder(FOLDER), models()[ENGLISH]).encode([text]))
    return float(np.max(head.learnt.labelled.landmarks @ row[0]))


def erased(who, told, alice):
    personal_data.erase(Erasure(who.uid), by=alice)


def erased_with_answers(who, told, alice):
    personal_data.erase(Erasure(who.uid, delete_answers=True), by=alice)


def deleted(who, told, alice):
    answers.delete_responses([told.uid], by=alice)


def withdrawn(who, told, alice):
    answers.withdraw_answers(Response.objects.get(pk=told.id).idempotency_key, by=alice)


@pytest.mark.parametrize("gone", [erased, erased_with_answers, deleted, withdrawn])
def test_the_numbers_of_a_comment_go_with_it(ada, alice, gone):
    who, told, taxonomy = ada
    before = queries.taxonomy(taxonomy.uid)
    assert nearest(before.fitted, HERS) > 0.999
    assert told.uid in ThemeFinder.from_bytes(before.fitted).responses
    gone(who, told, alice)
    while deliver_due():
        pass
    done = queue.run_now(Job.objects.get(kind=UNLEARN, state="waiting"))
    assert done.state == "done", done.error
    assert done.result == {"refitted": [f"{taxonomy.uid} 1"]}
    after = queries.taxonomy(taxonomy.uid)
    assert (after.number, after.document) == (before.number, before.document)
    assert nearest(after.fitted, PARKING[0]) > 0.999
    assert nearest(after.fitted, HERS) < 0.95
    assert told.uid.encode() not in after.fitted
    assert told.uid not in ThemeFinder.from_bytes(after.fitted).responses
    assert AuditEntry.objects.get(action="taxonomy.unlearnt").subject_uid == taxonomy.uid


def test_what_learnt_from_others_alone_stays_as_it_is(ada, alice):
    _who, _told, taxonomy = ada
    stranger = responses.response(surveys.survey(), {"nps": 5, "why": "Fine."})
    before = queries.taxonomy(taxonomy.uid).fitted
    answers.delete_responses([stranger.uid], by=alice)
    while deliver_due():
        pass
    assert queue.run_now(Job.objects.get(kind=UNLEARN)).result == {"refitted": []}
    assert queries.taxonomy(taxonomy.uid).fitted == before


def test_versions_of_old_are_unlearnt_too_and_what_names_nobody_is_learnt_anew(ada, alice):
    who, _told, taxonomy = ada
    version = TaxonomyVersion.objects.get(taxonomy_id=taxonomy.id)
    old = ThemeFinder.from_bytes(bytes(version.fitted))
    old.responses = None  # as they were kept before anybody wrote them down
    TaxonomyVersion.objects.filter(pk=version.pk).update(fitted=old.to_bytes())
    services.add_theme(taxonomy.uid, Theme("", "Late"), by=alice)
    services.apply_draft(taxonomy.uid, by=alice)
    learn(taxonomy.uid, by=alice, folder=Folder(FOLDER), told=lambda *_: None)
    erased(who, None, alice)
    done = queue.run_now(Job.objects.get(kind=UNLEARN, state="waiting"))
    assert done.result == {"refitted": [f"{taxonomy.uid} 2", f"{taxonomy.uid} 1"]}
    for number in (1, 2):
        assert nearest(queries.taxonomy_at(taxonomy.uid, number).fitted, HERS) < 0.95


def test_without_a_model_definitions_speak_alone(ada, alice, monkeypatch, tmp_path):
    who, _told, taxonomy = ada
    monkeypatch.setattr(jobs, "models_folder", lambda: Folder(tmp_path))
    erased(who, None, alice)
    queue.run_now(Job.objects.get(kind=UNLEARN, state="waiting"))
    row = TaxonomyVersion.objects.get(taxonomy_id=taxonomy.id)
    assert (row.fitted, row.fitted_sha256, row.labels) == (None, "", {})


def test_who_is_learnt_while_they_go_is_looked_for_again(ada, alice, monkeypatch):
    from heedful.understand.words.themes import learning

    _who, told, taxonomy = ada
    TaxonomyVersion.objects.update(fitted=None, fitted_sha256="")
    fitted_on = learning.fitted_on

    def gone_meanwhile(*args, **named):
        found = fitted_on(*args, **named)
        answers.delete_responses([told.uid], by=alice)
        return found

    monkeypatch.setattr(learning, "fitted_on", gone_meanwhile)
    learn(taxonomy.uid, by=alice, folder=Folder(FOLDER), told=lambda *_: None)
    assert Job.objects.filter(kind=UNLEARN, state="waiting").count() == 1


def test_nothing_learnt_is_nothing_to_unlearn(organization, alice):
    services.queue_unlearning(by=alice)
    assert not Job.objects.filter(kind=UNLEARN).exists()
