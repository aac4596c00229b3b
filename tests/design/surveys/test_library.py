"""The contract of every template: publishable, translated, looking after the unhappy, thanking everybody."""

from __future__ import annotations

import pytest

from heedful.design.surveys.documents import definition_from, document_of
from heedful.design.surveys.flow import Surroundings, asked, ending
from heedful.design.surveys.languages import offered, texts_of, translation_gaps
from heedful.design.surveys.library import survey_from, template, templates
from heedful.design.surveys.linter import findings
from heedful.design.surveys.presenting import presented
from heedful.design.surveys.rules import complete
from heedful.platform.core.errors import InvalidInput, NotFound

every_template = pytest.mark.parametrize("found", templates(), ids=lambda found: found.key)


def test_there_are_the_fourteen_of_the_product():
    assert {found.key for found in templates()} == {
        "nps", "csat", "ces", "osat", "enps", "employee_exit", "post_stay", "restaurant_visit", "delivery",
        "support_contact", "onboarding", "renewal", "product_market_fit", "patient_experience",
    }  # fmt: skip


@every_template
def test_it_can_be_published_and_written_as_a_file(found):
    definition = complete(found.definition)
    assert definition_from(document_of(definition)) == definition


@every_template
def test_every_text_is_in_every_language(found):
    assert {"en", "de", "fr", "es"} <= set(found.languages)
    assert translation_gaps(found.definition) == ()
    assert {"en", "de"} <= set(found.label) & set(found.summary)


@every_template
def test_nobody_leaves_without_thanks_and_the_last_ending_is_for_all(found):
    assert found.definition.endings[-1].show_if == ()
    for language in found.languages:
        assert ending(found.definition, {}, Surroundings(language)).text[language]


@every_template
def test_no_gap_is_left_where_nothing_is_known(found):
    for language in found.languages:
        survey = presented(found.definition, Surroundings(language), {})
        words = [survey.title, survey.intro, *(question.text for question in survey.questions)]
        assert not [text for text in words if "{" in text or "  " in text or text.startswith((" ", ","))]


@every_template
def test_the_linter_has_nothing_to_say(found):
    assert [(one.rule, one.place) for one in findings(found.definition)] == []


@every_template
def test_at_most_two_questions_are_required(found):
    """What must be answered is little."""
    asked_first = asked(found.definition, {}, Surroundings())
    assert sum(question.required for question in asked_first) <= 2


@pytest.mark.parametrize("key", ["nps", "post_stay", "renewal"])
def test_detractors_may_be_called_back_and_promoters_are_not_asked(key):
    definition = complete(template(key).definition)
    low = [question.key for question in asked(definition, {"nps": 2, "renew": 1}, Surroundings())]
    high = [question.key for question in asked(definition, {"nps": 10, "renew": 5}, Surroundings())]
    assert "callback" in low
    assert "callback" not in high
    assert "reach" not in low
    called = asked(definition, {"nps": 2, "renew": 1, "callback": "yes"}, Surroundings())
    assert called[-1].key == "reach"
    assert ending(definition, {"nps": 2, "renew": 1, "callback": "yes"}, Surroundings()).key == "callback"


def test_nps_and_csat_speak_arabic():
    for key in ("nps", "csat"):
        survey = presented(template(key).definition, Surroundings("ar"))
        assert (survey.language, survey.direction) == ("ar", "rtl")


def test_a_survey_is_made_in_the_languages_wanted():
    german = survey_from(template("nps"), language="de", languages=())
    assert (german.name, german.language, offered(german)) == ("Weiterempfehlung (NPS)", "de", ("de",))
    assert {code for _place, texts in texts_of(german) for code in texts} == {"de"}
    both = survey_from(template("nps"), name=" Mine ", language="de", languages=("en",))
    assert (both.name, both.languages) == ("Mine", ("en",))
    assert translation_gaps(complete(both)) == ()
    with pytest.raises(InvalidInput):
        survey_from(template("ces"), language="ar")
    with pytest.raises(NotFound):
        template("none")
