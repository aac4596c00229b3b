from __future__ import annotations

import pytest
from tests.make import accounts

from heedful.listen.fieldwork.coverage import wording
from heedful.listen.fieldwork.coverage.scene import Scene
from heedful.listen.fieldwork.coverage.simulate import look
from heedful.platform.core.types import Permission


def test_the_page_says_what_cannot_be_corrected(alice_client):
    page = alice_client.get("/sampling/coverage/?score_ratio=3&age_ratio=3").content.decode()
    assert "cannot be corrected by any weight" in page
    assert "Age explains" in page
    assert page.count("data-chart") == 2


def test_the_page_without_a_question_corrects_everything(alice_client):
    page = alice_client.get("/sampling/coverage/").content.decode()
    assert "weighted by age, we would see the truth" in page
    assert "cannot be corrected" not in page


def test_what_cannot_be_is_said_beside_the_field(alice_client):
    page = alice_client.get("/sampling/coverage/?score_ratio=300").content.decode()
    assert 'aria-invalid="true"' in page


def test_the_api_has_the_numbers_of_the_page(alice_client, client, cast):
    told = alice_client.get("/api/v1/sampling/coverage?score_ratio=3&age_ratio=1&score_by_age=1").json()
    assert told["bias"] == pytest.approx(told["corrected_by_weights"] + told["cannot_be_corrected"])
    assert told["raw"]["coverage"] < 0.2
    assert alice_client.get("/api/v1/sampling/coverage?response_rate=2").status_code == 422
    secret = accounts.key(cast.organization, Permission.READ_SCORES)
    refused = client.get("/api/v1/sampling/coverage", headers={"Authorization": f"Bearer {secret}"})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("scene", "says"),
    [
        (Scene(age_ratio=1, draws=2), "We would see the truth"),
        (Scene(draws=2), "weighted by age, we would see the truth"),
        (Scene(score_ratio=3, age_ratio=1, draws=2), "no weight could tell us"),
        (Scene(score_ratio=3, draws=2), "still"),
    ],
)
def test_the_headline_follows_from_the_numbers(scene, says):
    assert says in wording.headline(look(scene))


def test_without_a_draw_there_is_no_coverage():
    assert wording.coverage(None, None) == "–"
