"""With the real models: what a draft would change, and what is learnt."""

from __future__ import annotations

import pytest
from tests.make import responses, surveys
from tests.models import FOLDER

from heedful.listen.responses.models import Answer
from heedful.platform.core import queue
from heedful.platform.core.models import Job
from heedful.understand.words.model_files import Folder
from heedful.understand.words.models import Edition, TaxonomyVersion, ThemeLabel
from heedful.understand.words.themes import jobs, queries, services, trying
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.learning import learn
from heedful.understand.words.themes.previews import PREVIEW, preview

DOCUMENT = TaxonomyDocument(
    "Own",
    (
        Theme(
            "parking",
            "Parking",
            description="Where a car can be left.",
            phrases=("no place to park", "the car park was full", "parking is expensive"),
            must=("parking",),
        ),
        Theme(
            "staff",
            "Friendliness of staff",
            description="How guests are treated by the people there.",
            phrases=("rude waiter", "the staff was so friendly", "lovely people at the desk"),
        ),
    ),
)
SAID = (
    "Parking was a nightmare, we drove round for half an hour",
    "The waiter was rude to my mother",
    "Such friendly staff, we felt at home",
    "Parking costs more than the meal",
    "The soup was stone cold",
    "My fish was cold when it came and the potatoes too",
)


pytestmark = pytest.mark.usefixtures("open_encoder")


@pytest.fixture
def own(organization, alice, monkeypatch):
    for module in (jobs, trying):
        monkeypatch.setattr(module, "models_folder", lambda: Folder(FOLDER))
    survey = surveys.survey()
    for text in SAID:
        responses.response(survey, {"nps": 5, "why": text})
    return services.create_taxonomy("Own", by=alice, document=DOCUMENT, is_applied=True)


def test_a_preview_tells_gains_and_shows_them(own, alice, dora):
    cold = Theme(
        "", "Cold food", description="Food that comes cold.", phrases=("the food was cold", "cold soup")
    )
    services.remove_theme(own.uid, "parking", by=alice)
    services.add_theme(own.uid, cold, by=alice)
    asked = services.start_preview(own.uid, by=alice)
    done = queue.run_now(Job.objects.get(uid=asked.uid))
    assert done.state == "done", done.error
    shown = preview(own.uid, by=alice)
    assert (shown.n, shown.history, shown.skipped, shown.is_current) == (6, 6, 0, True)
    lines = {one.key: one for one in shown.themes}
    assert lines["parking"].fate == "removed"
    assert lines["parking"].before >= 2
    assert lines["parking"].after is None
    assert lines["cold_food"].before is None
    assert lines["cold_food"].gains >= 1
    parts = {
        shown.examples[one.comment, one.start, one.end].part.lower() for one in lines["cold_food"].gained
    }
    assert any("cold" in part for part in parts)
    assert preview(own.uid, by=dora).examples == {}  # none of them is of her branch
    services.apply_draft(own.uid, by=alice)
    assert not preview(own.uid, by=alice).is_current


def test_learning_fills_a_version_nothing_was_read_with_and_then_makes_another(own, alice):
    queued = Job.objects.get(kind=jobs.LEARN)
    done = queue.run_now(queued)
    assert done.state == "done", done.error
    learnt = queries.taxonomy(own.uid)
    assert (learnt.number, done.result["is_new"]) == (1, True)
    assert learnt.fitted is not None
    edition = Edition.objects.get(uid=done.result["edition"])
    assert edition.taxonomy_versions == {own.uid: 1}

    services.add_theme(own.uid, Theme("", "Late"), by=alice)
    for answer in Answer.objects.filter(text__startswith="Parking"):
        ThemeLabel.objects.create(
            taxonomy_id=own.id, response_id=answer.response_id, question_id=answer.question_id,
            theme="parking", is_present=True, coder="Alice", origin="queue",
        )  # fmt: skip
    job = services.fit_taxonomy(own.uid, by=alice)
    again = queue.run_now(Job.objects.get(uid=job.uid))
    assert again.state == "done", again.error
    newer = queries.taxonomy(own.uid)
    assert (newer.number, newer.document) == (2, DOCUMENT)
    assert newer.fitted_sha256 != learnt.fitted_sha256
    assert queries.versions(own.uid)[0].labels == {"parking": 2}
    assert bytes(TaxonomyVersion.objects.get(taxonomy_id=own.id, number=1).fitted) == learnt.fitted
    assert queries.draft(own.uid).number == 3


def test_learning_the_same_again_changes_nothing(own, alice):
    told = []
    first = learn(
        own.uid, by=alice, folder=Folder(FOLDER), told=lambda share, what: told.append((share, what))
    )
    again = learn(own.uid, by=alice, folder=Folder(FOLDER), told=lambda *_: None)
    assert (first["is_new"], again["is_new"]) == (True, False)
    assert told
    job = services.fit_taxonomy(own.uid, by=alice)
    done = queue.run_now(Job.objects.get(uid=job.uid))
    assert "edition" not in done.result


def test_a_comment_is_tried(own, alice):
    tried = trying.try_comment(own.uid, "The staff was so friendly but parking is expensive", by=alice)
    found = {hit.theme.key: hit for hit in tried.hits}
    assert found["parking"].word == "parking"
    assert "parking is expensive" in found["parking"].part
    assert "friendly" in found["staff"].part
    assert tried.text[found["staff"].start : found["staff"].end] == found["staff"].part
    assert not tried.is_draft
    services.edit_theme(own.uid, "parking", Theme("parking", "Car", never=("parking",)), by=alice)
    assert trying.try_comment(own.uid, "hello there", by=alice).is_draft


def test_without_models_it_is_said_how_to_get_them(own, alice, monkeypatch, tmp_path):
    for module in (jobs, trying):
        monkeypatch.setattr(module, "models_folder", lambda: Folder(tmp_path))
    trying._finders.clear()
    tried = trying.try_comment(own.uid, "The parking", by=alice)
    assert "heedful models fetch" in tried.why_not
    done = queue.run_now(Job.objects.get(kind=jobs.LEARN))
    assert done.state == "done", done.error
    assert "heedful models fetch" in done.result["missing"]
    assert Edition.objects.get(uid=done.result["edition"]).taxonomy_versions == {own.uid: 1}


def test_a_preview_needs_its_draft(own, alice):
    services.remove_theme(own.uid, "parking", by=alice)
    asked = services.start_preview(own.uid, by=alice)
    services.discard_draft(own.uid, by=alice)
    done = queue.run_now(Job.objects.get(uid=asked.uid, kind=PREVIEW))
    assert done.state == "failed"
    assert "draft is gone" in done.error


def test_the_last_of_several_reads_with_all(own, alice):
    other = services.create_taxonomy("Other", by=alice, document=DOCUMENT, is_applied=True)
    first, second = Job.objects.filter(kind=jobs.LEARN).order_by("id")
    assert "edition" not in queue.run_now(first).result
    services.assign_survey(surveys.survey().uid, other.uid, by=alice)
    assert Job.objects.filter(kind=jobs.LEARN).count() == 2  # the waiting one will see it
    edition = Edition.objects.get(uid=queue.run_now(second).result["edition"])
    assert edition.taxonomy_versions == {own.uid: 1, other.uid: 1}
