"""Which comments a taxonomy is about, and what people's labels say under the keys of today."""

from __future__ import annotations

import pytest
from tests.make import responses, surveys

from heedful.listen.responses.models import Answer
from heedful.understand.words.models import ThemeLabel
from heedful.understand.words.themes import queries, services
from heedful.understand.words.themes.comments import labelled_comments, sample_of
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.suggesting import suggested_phrases

DOCUMENT = TaxonomyDocument("Own", (Theme("a", "A"), Theme("b", "B"), Theme("c", "C")))


@pytest.fixture
def own(organization, alice):
    return services.create_taxonomy("Own", by=alice, document=DOCUMENT, is_applied=True)


def label(taxonomy, response, theme, *, said=True, coder="Alice", origin="queue", **more):
    answer = Answer.objects.get(response_id=response.id, question__key="why")
    ThemeLabel.objects.create(
        taxonomy_id=taxonomy.id,
        response_id=response.id,
        question_id=answer.question_id,
        theme=theme,
        is_present=said,
        coder=coder,
        origin=origin,
        **more,
    )


def test_a_sample_is_drawn_by_response_and_is_the_same_again(own):
    survey = surveys.survey()
    for number in range(8):
        responses.response(survey, {"nps": 5, "why": f"comment {number}"})
    responses.response(survey, {"nps": 5})
    drawn = sample_of(own, 3, seed=1)
    assert (drawn.responses, drawn.history, len(drawn.answers)) == (3, 8, 3)
    assert sample_of(own, 3, seed=1) == drawn
    assert len({sample_of(own, 3, seed=seed).answers for seed in range(6)}) > 1
    assert sample_of(own, 100, seed=1).responses == 8


def test_each_taxonomy_sees_its_surveys_only(own, alice):
    staff = services.create_taxonomy("Staff", by=alice, document=DOCUMENT, is_applied=True)
    guests, people = surveys.survey(), surveys.survey()
    responses.response(guests, {"nps": 5, "why": "of a guest"})
    responses.response(people, {"nps": 5, "why": "of staff"})
    services.assign_survey(people.uid, staff.uid, by=alice)
    said = {
        one.uid: [answer.text for answer in sample_of(queries.taxonomy(one.uid), 9, seed=1).answers]
        for one in (own, staff)
    }
    assert said == {own.uid: ["of a guest"], staff.uid: ["of staff"]}


def test_labels_of_the_queue_speak_of_every_theme(own):
    survey = surveys.survey()
    first = responses.response(survey, {"nps": 5, "why": "all of a"})
    second = responses.response(survey, {"nps": 5, "why": "corrected"})
    third = responses.response(survey, {"nps": 5, "why": "none of these"})
    label(own, first, "a")
    label(own, second, "a", said=False, origin="evidence")
    label(own, third, "", said=True)
    found, counts = labelled_comments(own)
    by_text = {one.text: one for one in found}
    assert by_text["all of a"].themes == {"a"}
    assert by_text["all of a"].unknown == frozenset()
    assert by_text["corrected"].themes == frozenset()
    assert by_text["corrected"].unknown == {"b", "c"}
    assert by_text["none of these"].themes == by_text["none of these"].unknown == frozenset()
    assert counts == {"a": 1}


def test_most_coders_decide(own):
    one = responses.response(surveys.survey(), {"nps": 5, "why": "disputed"})
    for coder, said in (("Alice", True), ("Bob", False), ("Eve", True)):
        label(own, one, "a", said=said, coder=coder)
        label(own, one, "b", said=not said, coder=coder)
    ((comment,), _) = labelled_comments(own)
    assert comment.themes == {"a"}


def test_labels_follow_merges_and_doubt_splits(own):
    survey = surveys.survey()
    merged, split = (responses.response(survey, {"nps": 5, "why": text}) for text in ("merged", "split"))
    label(own, merged, "gone")
    label(own, split, "whole")
    steps = [
        {"deed": "merged", "from": ["gone"], "into": "a"},
        {"deed": "split", "from": "whole", "into": ["b", "c"]},
    ]
    found, counts = labelled_comments(own, steps)
    by_text = {one.text: one for one in found}
    assert by_text["merged"].themes == {"a"}
    assert by_text["split"].themes == frozenset()
    assert by_text["split"].unknown == {"b", "c"}
    assert counts == {"a": 1}


def test_labelled_parts_are_suggested_as_phrases(own, alice, dora):
    survey = surveys.survey()
    theme = Theme("a", "A", phrases=("known already",))
    marked = responses.response(survey, {"nps": 5, "why": "Fine, but the lift was broken again."})
    short = responses.response(survey, {"nps": 5, "why": "Known already"})
    whole = responses.response(survey, {"nps": 5, "why": "No towels in the room!"})
    label(own, marked, "a", start=10, end=35)
    label(own, short, "a")
    label(own, whole, "a")
    assert suggested_phrases(own.id, theme, by=alice) == (
        "No towels in the room",
        "the lift was broken again",
    )
    assert suggested_phrases(own.id, theme, by=dora) == ()  # of no unit of hers
