"""The shape of answers at the door: no tables, no server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from heedful.design.surveys.rules import asked_by_key, complete
from heedful.design.surveys.types import QuestionDefinition, Questionnaire, SurveyDefinition
from heedful.listen.audiences.types import AttributeKind
from heedful.listen.responses import intake
from heedful.platform.core.types import Actor

BY = Actor.system(7, "till")


@pytest.fixture
def survey():
    definition = complete(
        SurveyDefinition(
            "Stay",
            (
                QuestionDefinition("nps", "nps", {"en": "How likely?"}, required=True),
                QuestionDefinition("why", "long_text", {"en": "Why?"}),
            ),
        )
    )
    questions = asked_by_key(definition, {"nps": (1, "qst_1"), "why": (2, "qst_2")})
    return Questionnaire(3, "svy_1", 5, 2, "en", questions, has_required=True)


def problems(row, survey=None, kinds=None):
    return dict(intake.row_problems(row, survey, kinds or {}))


class TestRows:
    def test_a_good_row_has_no_problems(self, survey):
        row = {
            "survey": "Stay",
            "answers": {"nps": 9, "why": "Quiet", "nothing": None},
            "idempotency_key": "order 17",
            "answered_at": "2026-03-29T12:30:00+02:00",
            "contact": {"email": "Ada@Example.org", "phone": "+49 30 901820", "attributes": {"vip": True}},
            "unit": "north-1",
            "channel": "sms",
            "touchpoint": "check-out",
            "language": "de",
            "weight": 1.5,
            "attributes": {"plan": "pro", "age": 31},
            "status": "completed",
            "is_test": False,
            "version": 2,
        }
        assert problems(row, survey) == {}

    def test_everything_wrong_is_named_at_once(self, survey):
        row = {
            "survey": 1,
            "answers": {"nps": 6.5, "mood": 3},
            "idempotency_key": "",
            "answered_at": "yesterday",
            "contact": {"email": "nobody", "phone": "0301", "hat": 1},
            "channel": "pigeon",
            "weight": -1,
            "status": "maybe",
            "is_test": 0,
            "version": True,
            "color": "red",
        }
        assert set(problems(row, survey)) == {
            *("survey", "answers.nps", "answers.mood", "idempotency_key", "answered_at", "contact.email"),
            *("contact.phone", "contact.hat", "channel", "weight", "status", "is_test", "version", "color"),
        }

    @pytest.mark.parametrize("value", [6.5, -1, 11, "", "nine", True, [9], {}])
    def test_an_answer_outside_the_scale_is_refused_not_moved(self, survey, value):
        assert "answers.nps" in problems({"survey": "Stay", "answers": {"nps": value}}, survey)

    @pytest.mark.parametrize("value", [0, 10, 7.0, None])
    def test_an_answer_on_the_scale_passes(self, survey, value):
        assert problems({"survey": "Stay", "answers": {"nps": value}}, survey) == {}

    def test_answers_are_needed(self, survey):
        assert "answers" in problems({"survey": "Stay"}, survey)
        assert "answers" in problems({"survey": "Stay", "answers": [1]}, survey)

    def test_required_answers_are_missed_in_completed_rows_only(self, survey):
        assert [name for name, _ in intake.missing_answers({"answers": {}}, survey)] == ["answers.nps"]
        assert intake.missing_answers({"answers": {}, "status": "partial"}, survey) == []
        assert intake.missing_answers({"answers": {"nps": 0}}, survey) == []

    def test_a_time_lies_neither_in_the_future_nor_before_1970(self):
        ahead = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        assert "future" in problems({"answers": {}, "answered_at": ahead})["answered_at"]
        assert "1970" in problems({"answers": {}, "answered_at": "1969-12-31T23:00:00Z"})["answered_at"]
        assert problems({"answers": {}, "answered_at": "0001-01-01T00:00:00+14:00"})

    def test_a_time_without_a_zone_is_utc(self):
        assert intake.read_time("2026-03-29T12:30:00") == datetime(2026, 3, 29, 12, 30, tzinfo=UTC)

    def test_attributes_fit_the_kind_that_they_have(self):
        kinds = {"age": AttributeKind.NUMBER, "vip": AttributeKind.BOOLEAN, "since": AttributeKind.DATE}
        row = {"answers": {}, "attributes": {"age": "old", "vip": "perhaps", "since": "spring", "new": 1}}
        assert set(problems(row, kinds=kinds)) == {"attributes.age", "attributes.vip", "attributes.since"}
        assert problems({"answers": {}, "attributes": {"age": 31, "since": "2026-01-31"}}, kinds=kinds) == {}

    def test_attributes_are_single_values_under_short_keys(self):
        row = {"answers": {}, "attributes": {"a": [1], "b": {"c": 1}, "": 1, "k" * 81: 1, "t": "x" * 2001}}
        assert set(problems(row)) == {"attributes.a", "attributes.b", "attributes", "attributes.t"}

    def test_a_row_has_at_most_three_hundred_attributes(self):
        attributes = {f"a{number}": number for number in range(301)}
        assert "attributes" in problems({"answers": {}, "attributes": attributes})


class TestKeys:
    def test_the_same_key_always_leads_to_the_same_response(self):
        assert intake.uid_for(7, "order 17") == intake.uid_for(7, "order 17")
        assert len(intake.uid_for(7, "x")) == intake.UID_LENGTH

    def test_another_organisation_has_another_response(self):
        assert intake.uid_for(7, "order 17") != intake.uid_for(8, "order 17")

    def test_without_a_key_the_id_is_the_key(self, survey):
        row = intake.answer_set({"answers": {}}, survey, None, by=BY)
        assert row.key == row.uid
        assert not row.is_given_key

    def test_what_waits_in_the_inbox_says_what_was_checked(self, survey):
        row = intake.answer_set({"answers": {"nps": 9}}, survey, "k", by=BY, raw=b'{"answers":{"nps":9}}')
        assert orjson.loads(row.body) == {
            "uid": row.uid,
            "key": "k",
            "survey": 3,
            "version": 2,
            "row": {"answers": {"nps": 9}},
        }

    def test_a_changed_partial_is_another_line_and_a_repeated_one_is_not(self, survey):
        def line(value):
            row = {"answers": {"nps": value}, "status": "partial"}
            return intake.answer_set(row, survey, "k", by=BY).inbox_key

        assert line(3) == line(3)
        assert line(3) != line(4)
        assert len({line(3), intake.answer_set({"answers": {}}, survey, "k", by=BY).inbox_key}) == 2

    @pytest.mark.parametrize("key", ["", "x" * 161, "a\nb", "a\x1fb", 17, ["a"]])
    def test_keys_are_short_printable_texts(self, key):
        assert intake.key_problem(key)
