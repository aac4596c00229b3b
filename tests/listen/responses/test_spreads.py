from __future__ import annotations

import pytest
from tests.make.responses import response, scores
from tests.make.surveys import question, scale, survey

from heedful.listen.fieldwork.sampling.spreads import spreads
from heedful.listen.responses.spreads import spreads_of


@pytest.fixture
def asked(organization):
    return survey()


def test_fieldwork_is_told_how_far_scores_lie_apart(asked):
    scores(asked, 10, 10, 0, 0, attributes={"plan": "pro"})
    scores(asked, 7, 8, attributes={"plan": "free"})
    scores(asked, 10)
    found = spreads(asked.id, "plan")
    assert {key: (one.answers, one.variance) for key, one in found.items()} == {
        "pro": (4, 1.0),
        "free": (2, 0.0),
        "": (1, 0.0),
    }


def test_other_scales_compare(organization):
    five = survey(question("csat", "csat", scale=scale(1, 5, top_box=(4, 5))))
    scores(five, 1, 5, key="csat", attributes={"plan": "pro"})
    assert spreads_of(five.id, "plan")["pro"].variance == 1.0


def test_tests_and_excluded_answers_do_not_count(asked, alice):
    response(asked, {"nps": 0}, attributes={"plan": "pro"}, is_test=True)
    assert spreads_of(asked.id, "plan") == {}
    assert spreads(asked.id, "") == {}


def test_a_survey_without_a_scale_tells_nothing(organization):
    assert spreads_of(survey(question("why", "long_text")).id, "plan") == {}
