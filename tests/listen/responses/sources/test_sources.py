"""Exports of other tools, as their public documentation describes them; the files were written by us."""

from pathlib import Path

import pytest

from heedful.listen.responses.imports import queries, services
from heedful.listen.responses.imports.files import chunks_of
from heedful.listen.responses.imports.look import look_at
from heedful.listen.responses.imports.mapping import write_mapping
from heedful.listen.responses.imports.mapping_reader import read_mapping
from heedful.listen.responses.imports.sources import sources
from heedful.listen.responses.imports.types import Role
from heedful.listen.responses.models import Response

FIXTURES = Path(__file__).parent.parent / "fixtures"
QUESTIONS = {
    "delighted": {"nps": "nps", "comment": "long_text"},
    "wootric": {"nps": "nps", "comment": "long_text"},
    "surveymonkey": {
        "how_likely_is_it_that_you_would_recommend_our_company_to_a_friend_or_colleague": "nps",
        "do_you_have_any_other_comments": "long_text",
    },
    "qualtrics": {"q1": "nps", "q2": "long_text", "q4": "osat"},
    "typeform": {
        "how_likely_are_you_to_recommend_us_to_a_friend_or_colleague": "nps",
        "what_could_we_do_better": "long_text",
    },
    "formbricks": {"1_how_likely_are_you_to_recommend_us": "nps", "2_what_made_you_say_that": "long_text"},
    "limesurvey": {"q00_nps": "nps", "recommend": "nps"},
}


def fixture(key):
    return FIXTURES / f"{key}.csv"


def bring(key, alice):
    facts = services.receive_file(chunks_of(fixture(key)), f"{key}.csv", by=alice)
    return services.run_here(facts.uid, by=alice)


def test_every_tool_has_a_file_here():
    assert set(QUESTIONS) == set(sources())


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_is_recognised_and_its_mapping_survives_as_yaml(key):
    look = look_at(fixture(key), f"{key}.csv")
    assert look.mapping.source == key
    assert sources()[key].label in look.notes[0]
    assert read_mapping(write_mapping(look.mapping)) == look.mapping


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_its_questions_are_found(key):
    found = {
        column.key: column.kind
        for _, column in look_at(fixture(key), "x").mapping.roles(Role.QUESTION, Role.COMMENT)
    }
    assert found | QUESTIONS[key] == found


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_goes_in_whole_and_twice_changes_nothing(key, organization, alice):
    first = bring(key, alice)
    assert (first.state, first.refused) == ("done", 0), first.error
    assert first.accepted == first.read == Response.objects.count()
    again = bring(key, alice)
    assert (again.accepted, again.duplicates) == (0, first.read)


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_addresses_of_computers_are_not_taken_over_as_facts(key, organization, alice):
    bring(key, alice)
    assert not any("198.51" in str(response.attributes) for response in Response.objects.all())


def test_delighted_tells_who_was_asked_when(organization, alice):
    from heedful.listen.fieldwork.models import Ask

    bring("delighted", alice)
    asks = Ask.objects.order_by("asked_at")
    assert [ask.disposition for ask in asks] == ["answered"] * 3
    assert asks[0].asked_at.isoformat() == "2024-03-01T09:00:00+00:00"
    response = Response.objects.get(contact__identities__value="anna@example.org")
    assert response.answered_at.isoformat() == "2024-03-01T12:30:00+00:00"


def test_delighteds_people_become_asks_of_a_known_survey(organization, alice):
    from heedful.listen.fieldwork.models import Ask

    bring("delighted", alice)
    people = services.receive_file(
        chunks_of(fixture("delighted_people")), "people.csv", by=alice, survey="delighted"
    )
    facts = services.run_here(people.uid, by=alice)
    assert facts.state == "done", facts.error
    new = Ask.objects.filter(source=f"import:{people.uid}")
    assert sorted(new.values_list("disposition", flat=True)) == ["answered", "invited"]
    assert Response.objects.count() == 3


def test_qualtrics_has_three_header_rows_previews_and_unfinished(organization, alice):
    facts = bring("qualtrics", alice)
    by_key = {response.raw["ResponseId"]: response for response in Response.objects.all()}
    assert facts.read == 3
    assert by_key["R_3ccc"].is_test
    assert by_key["R_2bbb"].status == "partial"
    assert by_key["R_2bbb"].channel == "link"
    assert by_key["R_1aaa"].contact.name == "Ahrens Anna"
    assert by_key["R_1aaa"].answers.get(question__key="q4").score == 5
    labels = {
        column.key: column.label
        for _, column in queries.import_mapping(facts.uid, by=alice).roles(Role.QUESTION)
    }
    assert labels["q1"] == "How likely are you to recommend us to a friend?"


def test_limesurvey_responses_without_a_day_of_submission_are_partial(organization, alice):
    bring("limesurvey", alice)
    assert sorted(Response.objects.values_list("status", flat=True)) == ["completed", "partial"]


def test_surveymonkeys_parts_of_a_question_have_names(organization, alice):
    look = look_at(fixture("surveymonkey"), "x")
    assert "Which of these did you use? – Store" in {column.name for column in look.columns}
