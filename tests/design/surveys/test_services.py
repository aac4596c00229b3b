from __future__ import annotations

from dataclasses import replace

import pytest
from tests.make.surveys import definition, question, survey

from heedful.design.surveys import queries, services
from heedful.design.surveys.rules import differences, frame_differences
from heedful.design.surveys.types import Direction, Ending, Look, Scale, SurveyDefinition
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from heedful.platform.core.models import AuditEntry

pytestmark = pytest.mark.usefixtures("organization")


def test_a_question_keeps_its_identity_by_its_key(alice):
    first = survey(question(), question("why", "long_text"), name="S")
    second = services.publish_survey(
        by=alice,
        survey_uid=first.uid,
        definition=definition(question("csat", "csat"), question(text="New?"), name="S"),
    )
    assert second.question("nps").uid == first.question("nps").uid
    assert second.question("nps").text == "New?"
    assert [one.key for one in second.questions if one.is_asked] == ["csat", "nps"]
    assert second.question("why").is_asked is False
    ids = {one.key: one.id for one in second.questions}
    assert queries.version_questions(first.id) == {
        1: frozenset({ids["nps"], ids["why"]}), 2: frozenset({ids["csat"], ids["nps"]}),
    }  # fmt: skip


def test_a_retired_question_comes_back_as_itself(alice):
    one = survey(question(), question("why", "long_text"), name="S")
    for asked in ([question()], [question(), question("why", "long_text")]):
        last = services.publish_survey(by=alice, survey_uid=one.uid, definition=definition(*asked, name="S"))
    assert last.question("why").uid == one.question("why").uid
    assert last.question("why").is_asked


def test_a_published_version_never_changes(alice):
    one = survey(name="S")
    before = queries.version(one.uid, 1)
    services.publish_survey(
        by=alice, survey_uid=one.uid, definition=definition(question("x", "csat"), name="S")
    )
    assert queries.version(one.uid, 1) == before


def test_kind_and_ends_of_a_scale_stay_with_the_key(alice):
    one = survey(question("osat", "osat"), question("x", "rating"), name="S")
    for changed in (
        [question("osat", "csat"), question("x", "rating")],
        [question("osat", "osat", scale=Scale(1, 10)), question("x", "rating")],
    ):
        with pytest.raises(InvalidInput) as error:
            services.publish_survey(by=alice, survey_uid=one.uid, definition=definition(*changed, name="S"))
        assert error.value.problems[0].field == "questions.osat"
        assert "new key" in error.value.problems[0].reason
    assert queries.survey(one.uid).version_number == 1


def test_direction_and_top_box_are_versioned(alice):
    one = survey(question("x", "rating"), name="S")
    turned = question("x", "rating", scale=Scale(1, 5, Direction.LOWER_IS_BETTER))
    services.publish_survey(by=alice, survey_uid=one.uid, definition=definition(turned, name="S"))
    boxes = [version.definition.questions[0].scale.top_box for version in queries.versions(one.uid)]
    assert boxes == [(1, 2), (4, 5)]


def test_names_are_taken_once(alice):
    survey(name="S")
    with pytest.raises(InvalidInput):
        survey(name="S")


def test_an_archived_survey_is_not_published(alice):
    one = survey(name="S")
    services.archive_survey(by=alice, survey_uid=one.uid)
    with pytest.raises(Conflict):
        services.publish_survey(
            by=alice, survey_uid=one.uid, definition=definition(question("x", "csat"), name="S")
        )
    services.restore_survey(by=alice, survey_uid=one.uid)
    assert queries.surveys()[0].uid == one.uid


def test_a_draft_waits_until_it_is_published(alice):
    one = survey(name="S")
    planned = definition(question("x", "csat"), name="S")
    services.save_draft(by=alice, survey_uid=one.uid, definition=planned)
    assert queries.draft(one.uid) == planned
    services.publish_survey(by=alice, survey_uid=one.uid, definition=planned)
    assert queries.draft(one.uid) is None


def test_only_those_who_may_publish(dora):
    with pytest.raises(NotPermitted):
        services.create_survey(by=dora, definition=definition())
    with pytest.raises(NotFound):
        queries.survey("svy_none")


def test_publishing_is_in_the_audit_log(alice):
    one = survey(by=alice)
    entries = AuditEntry.objects.filter(subject_uid=one.uid).values_list("action", "actor_label")
    assert list(entries) == [("survey.created", alice.label), ("survey.published", alice.label)]


def test_differences_between_versions_are_named():
    before = definition(question(), question("why", "long_text"), question("old", "csat"))
    after = replace(
        before, questions=(question("why", "long_text"), question(text="Other?"), question("new", "ces"))
    )
    found = {one.key: (one.change, one.fields) for one in differences(before, after)}
    assert found == {
        "why": ("changed", ("position",)), "nps": ("changed", ("text", "position")), "new": ("added", ()),
        "old": ("removed", ()),
    }  # fmt: skip
    assert differences(before, before) == ()


def test_a_draft_is_worked_on_before_anything_is_published(alice):
    made = services.create_draft(by=alice, definition=SurveyDefinition("Early", ()))
    assert (made.version_number, made.has_draft, made.questions) == (None, True, ())
    with pytest.raises(Conflict):
        queries.questionnaire(made.id)
    with pytest.raises(InvalidInput):
        services.publish_draft(by=alice, survey_uid=made.uid)
    services.save_draft(by=alice, survey_uid=made.uid, definition=definition(name="Later"))
    assert queries.survey(made.uid).name == "Later"
    published = services.publish_draft(by=alice, survey_uid=made.uid)
    assert (published.version_number, published.has_draft, len(published.questions)) == (1, False, 2)
    with pytest.raises(Conflict):
        services.publish_draft(by=alice, survey_uid=made.uid)


def test_a_draft_of_a_published_survey_leaves_its_name_until_it_is_published(alice):
    one = survey(name="Visit", by=alice)
    services.save_draft(by=alice, survey_uid=one.uid, definition=definition(name="Visits"))
    assert queries.survey(one.uid).name == "Visit"
    assert queries.definition(one.uid).name == "Visits"
    services.discard_draft(by=alice, survey_uid=one.uid)
    assert not queries.survey(one.uid).has_draft
    assert queries.definition(one.uid).name == "Visit"


def test_two_drafts_cannot_have_one_name(alice):
    services.create_draft(by=alice, definition=definition(name="Visit"))
    other = services.create_draft(by=alice, definition=definition(name="Other"))
    with pytest.raises(InvalidInput):
        services.create_draft(by=alice, definition=definition(name="Visit"))
    with pytest.raises(InvalidInput):
        services.save_draft(by=alice, survey_uid=other.uid, definition=definition(name=" Visit"))
    assert queries.draft(other.uid).name == "Other"


def test_what_changed_around_the_questions_is_named():
    before = definition(name="Visit")
    after = replace(
        before,
        intro={"en": "Hello"},
        languages=("de",),
        look=Look(accent="#112233"),
        endings=(Ending("bye", {"en": "Bye"}),),
    )
    found = {one.place: (one.before, one.after) for one in frame_differences(before, after)}
    assert found == {
        "intro": (None, "Hello"),
        "languages": (None, ["de"]),
        "look.accent": (None, "#112233"),
        "endings.bye": (None, {"key": "bye", "text": "Bye"}),
    }
    assert frame_differences(after, after) == ()
    assert {one.place for one in frame_differences(after, before)} == set(found)


def test_surveys_begin_with_a_template(alice):
    first = services.create_from_template(by=alice, template="nps")
    second = services.create_from_template(by=alice, template="nps", language="de", languages=())
    third = services.create_from_template(by=alice, template="nps", as_draft=False)
    assert (first.version_number, first.has_draft, third.version_number) == (None, True, 1)
    assert (second.name, second.language) == ("Weiterempfehlung (NPS)", "de")
    assert third.name == f"{first.name} 2"
