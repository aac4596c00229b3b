"""With the real models: do more labels help?"""

from __future__ import annotations

import pytest
from tests.make import responses, surveys
from tests.models import FOLDER

from heedful.listen.responses.models import Answer
from heedful.platform.core.errors import Conflict
from heedful.platform.core.queue import run_due
from heedful.understand.words.labelling import queries
from heedful.understand.words.labelling.curve_showing import curve_sentence
from heedful.understand.words.labelling.services import measure_curve
from heedful.understand.words.labelling.types import LearningCurve
from heedful.understand.words.models import ThemeLabel
from heedful.understand.words.themes import services
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme

DOCUMENT = TaxonomyDocument("Own", (Theme("parking", "Parking"), Theme("food", "Food")))
PLACES = (
    "garage",
    "car park",
    "yard",
    "street",
    "lot",
    "deck",
    "basement",
    "kerb",
    "bay",
    "side road",
    "roof",
)
DISHES = ("soup", "fish", "cake", "pasta", "salad", "steak", "bread", "rice", "pie", "curry", "stew")
SAID = {f"No room for the car in the {place}.": "parking" for place in PLACES} | {
    f"The {dish} was cold and tasted of nothing.": "food" for dish in DISHES
}


@pytest.fixture
def taxonomy(organization, alice, settings, open_encoder):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(FOLDER)})
    made = services.create_taxonomy("Own", by=alice, document=DOCUMENT, is_applied=True)
    survey = surveys.survey()
    for text, theme in SAID.items():
        told = responses.response(survey, {"nps": 5, "why": text})
        answer = Answer.objects.get(response_id=told.id, question__key="why")
        ThemeLabel.objects.create(
            taxonomy_id=made.id, response_id=told.id, question_id=answer.question_id,
            coder="Alice", theme=theme, is_present=True, origin="queue",
        )  # fmt: skip
    return made


def test_it_is_measured_by_a_job_and_shown(taxonomy, alice, alice_client):
    assert queries.learning_curve(taxonomy.uid, by=alice) == LearningCurve()
    address = f"/api/v1/taxonomies/{taxonomy.uid}/learning-curve"
    job = alice_client.post(address).json()["job"]
    assert alice_client.get(address).json()["job"] == job
    while run_due():
        pass
    curve = queries.learning_curve(taxonomy.uid, by=alice)
    assert curve.job is None
    assert (curve.labelled, curve.draws) == (22, 5)
    assert curve.points[-1].n == 18
    assert curve.points[-1].value > 0.8
    page = alice_client.get("/labelling/quality/").content.decode()
    assert curve_sentence(curve) in page
    assert 'id="learning-curve"' in page
    assert alice_client.get(address).json()["points"][-1]["n"] == 18


def test_a_viewer_sees_it_and_cannot_have_it_measured(taxonomy, dora_client, alice, dora):
    assert dora_client.post(f"/api/v1/taxonomies/{taxonomy.uid}/learning-curve").status_code == 403
    assert dora_client.get(f"/api/v1/taxonomies/{taxonomy.uid}/learning-curve").json()["points"] == []
    ThemeLabel.objects.filter(theme="food").delete()
    with pytest.raises(Conflict, match="11 comments are labelled; 20 are needed"):
        measure_curve(taxonomy.uid, by=alice)
