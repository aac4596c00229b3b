"""The door with its tables: what is accepted, refused, repeated, and gone on with."""

from __future__ import annotations

import orjson
import pytest
from tests.make import accounts

from heedful.design.surveys.services import create_survey, publish_survey
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition
from heedful.listen.audiences.services import ensure_attributes
from heedful.listen.audiences.types import AttributeKind
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.listen.responses.intake_door import Letter, WrongMediaType, receive
from heedful.listen.responses.models import InboxEntry, Refusal, Response
from heedful.platform.core.errors import InvalidInput, NotPermitted, RateLimited
from heedful.platform.core.types import Actor, Permission

NPS = QuestionDefinition("nps", "nps", {"en": "How likely?"}, required=True)
WHY = QuestionDefinition("why", "long_text", {"en": "Why?"})


@pytest.fixture
def survey(organization, alice):
    return create_survey(by=alice, definition=SurveyDefinition("Stay", (NPS, WHY)))


@pytest.fixture
def till(organization):
    """A key that may send answers and nothing else."""
    return Actor("key", "Till", organization.pk, frozenset({Permission.WRITE_ANSWERS}), id=1)


@pytest.fixture
def send(survey, till):
    def send(content, *, by=till, partial=False, **letter):
        body = content if isinstance(content, bytes) else orjson.dumps(content)
        reply = receive(Letter(body, is_partial_welcome=partial, **letter), by=by)
        return reply.status, orjson.loads(reply.body)

    return send


def row(nps=9, **fields):
    return {"survey": "Stay", "answers": {"nps": nps}, **fields}


def test_an_answer_is_in_the_inbox_when_it_is_acknowledged(send):
    status, told = send(row())
    assert status == 201
    assert told["state"] == "accepted"
    entry = InboxEntry.objects.get()
    assert orjson.loads(entry.body)["uid"] == told["id"]
    assert (entry.actor_label, entry.settled_at) == ("Till", None)


def test_it_is_stored_under_the_id_that_was_acknowledged(send):
    _, told = send(row(idempotency_key="order 17", attributes={"plan": "pro"}, channel="sms"))
    assert process_inbox() == 1
    stored = Response.objects.get()
    assert (stored.uid, stored.idempotency_key) == (told["id"], "order 17")
    assert (stored.attributes, stored.channel, stored.source) == ({"plan": "pro"}, "sms", "api")
    assert stored.answers.get().score == 9


def test_the_survey_is_named_by_its_id_as_well(send, survey):
    assert send(row() | {"survey": survey.uid})[0] == 201


class TestRepeats:
    def test_the_same_key_again_is_answered_as_before_and_changes_nothing(self, send):
        first, again = send(row(idempotency_key="k")), send(row(idempotency_key="k"))
        assert (first[0], again[0]) == (201, 200)
        assert again[1] == first[1] | {"state": "duplicate"}
        assert InboxEntry.objects.count() == 1

    def test_also_after_it_was_stored_and_the_inbox_emptied(self, send):
        _, first = send(row(idempotency_key="k"))
        process_inbox()
        InboxEntry.objects.all().delete()
        assert send(row(idempotency_key="k")) == (200, first | {"state": "duplicate"})
        assert not InboxEntry.objects.exists()

    def test_the_header_is_a_key_too(self, send):
        assert send(row(), idempotency_key="h")[1]["idempotency_key"] == "h"
        assert send(row(), idempotency_key="h")[0] == 200

    def test_the_key_in_the_row_counts_before_the_header(self, send):
        assert send(row(idempotency_key="k"), idempotency_key="h")[1]["idempotency_key"] == "k"

    def test_a_batch_numbers_its_rows_under_the_header(self, send):
        _, told = send([row(), row(3)], idempotency_key="h")
        assert [result["idempotency_key"] for result in told["results"]] == ["h:1", "h:2"]
        status, told = send([row(), row(3)], idempotency_key="h")
        assert (status, told["counts"]["duplicate"]) == (200, 2)

    def test_twice_in_one_batch_is_once(self, send):
        _, told = send([row(idempotency_key="k"), row(idempotency_key="k")])
        assert [result["state"] for result in told["results"]] == ["accepted", "duplicate"]
        assert InboxEntry.objects.count() == 1

    def test_without_keys_the_same_answer_is_another_answer(self, send):
        assert send(row())[1]["id"] != send(row())[1]["id"]

    def test_the_key_of_another_organisation_is_another_key(self, send, cast):
        other = Actor.system(cast.other.pk)
        send(row(idempotency_key="k"))
        with pytest.raises(InvalidInput, match="there is no published survey 'Stay'"):
            send(row(idempotency_key="k"), by=other)


class TestParts:
    def test_a_partial_goes_on_under_the_same_key(self, send):
        _, begun = send(row(3, idempotency_key="k", status="partial"))
        process_inbox()
        _, done = send({"survey": "Stay", "answers": {"nps": 4, "why": "Noise"}, "idempotency_key": "k"})
        process_inbox()
        assert done == begun
        stored = Response.objects.get()
        assert stored.status == "completed"
        assert [answer.score for answer in stored.answers.order_by("id")] == [4, None]

    def test_what_was_required_may_have_been_answered_in_the_part_before(self, send):
        send(row(3, idempotency_key="k", status="partial"))
        status, _ = send({"survey": "Stay", "answers": {"why": "Noise"}, "idempotency_key": "k"})
        assert status == 201
        process_inbox()
        assert Response.objects.get().answers.count() == 2
        assert not Refusal.objects.exists()

    def test_what_is_required_is_missed_without_a_part_before(self, send):
        with pytest.raises(InvalidInput, match=r"answers\.nps"):
            send({"survey": "Stay", "answers": {"why": "Noise"}, "idempotency_key": "k"})

    @pytest.mark.parametrize("is_stored", [True, False])
    def test_a_partial_goes_on_by_its_id(self, send, is_stored):
        _, begun = send(row(3, status="partial"))
        if is_stored:
            process_inbox()
        status, done = send(
            {"survey": "Stay", "answers": {"why": "Noise"}, "response": begun["id"], "status": "completed"}
        )
        assert (status, done["id"]) == (201, begun["id"])
        process_inbox()
        stored = Response.objects.get()
        assert (stored.uid, stored.status, stored.answers.count()) == (begun["id"], "completed", 2)

    def test_going_on_with_what_never_began_is_refused(self, send):
        unknown = "rsp_" + "0" * 26
        with pytest.raises(InvalidInput, match=f"response: there is no response {unknown}"):
            send(row(response=unknown))

    def test_the_response_of_another_organisation_is_unknown(self, send, cast, organization):
        _, begun = send(row(status="partial"))
        process_inbox()
        charlie = Actor.system(cast.other.pk)
        with pytest.raises(InvalidInput):
            send(row(response=begun["id"]), by=charlie)

    def test_a_partial_after_the_whole_changes_nothing(self, send):
        send(row(9, idempotency_key="k"))
        process_inbox()
        assert send(row(3, idempotency_key="k", status="partial"))[0] == 200
        process_inbox()
        assert Response.objects.get().answers.get().score == 9

    def test_a_partial_overtaken_by_the_whole_in_the_inbox_changes_nothing(self, send):
        send(row(9, idempotency_key="k"))
        send(row(3, idempotency_key="k", status="partial"))
        process_inbox()
        stored = Response.objects.get()
        assert (stored.status, stored.answers.get().score) == ("completed", 9)


class TestBatches:
    def test_a_batch_is_taken_whole(self, send):
        status, told = send({"responses": [row(score) for score in range(11)]})
        assert (status, told["counts"]) == (201, {"accepted": 11, "duplicate": 0, "refused": 0})
        assert [result["row"] for result in told["results"]] == list(range(1, 12))
        assert process_inbox() == 11

    def test_a_bad_row_refuses_the_batch_and_names_every_fault(self, send):
        with pytest.raises(InvalidInput) as refused:
            send([row(), row(11), "text", row(survey="Nay")])
        assert [(problem.row, problem.field) for problem in refused.value.problems] == [
            (2, "answers.nps"),
            (3, "response"),
            (4, "survey"),
        ]
        assert not InboxEntry.objects.exists()

    def test_the_good_rows_are_taken_when_asked_for(self, send):
        status, told = send([row(), row(11), row(2)], partial=True)
        assert (status, told["counts"]) == (201, {"accepted": 2, "duplicate": 0, "refused": 1})
        assert told["results"][1]["errors"][0]["field"] == "answers.nps"
        assert InboxEntry.objects.count() == 2

    def test_nothing_good_in_a_batch_is_no_success(self, send):
        status, told = send([row(11), row(12)], partial=True)
        assert (status, told["counts"]["refused"]) == (422, 2)

    def test_a_single_bad_row_is_refused_even_then(self, send):
        with pytest.raises(InvalidInput):
            send(row(11), partial=True)


class TestAccess:
    def test_a_key_without_the_scope_is_told_so(self, send, organization):
        reader = Actor("key", "Reader", organization.pk, frozenset({Permission.READ_ANSWERS}))
        with pytest.raises(NotPermitted):
            send(row(), by=reader)

    def test_only_json_is_read(self, send):
        with pytest.raises(WrongMediaType):
            send(row(), content_type="text/csv")

    def test_charlies_survey_is_unknown_here(self, send, cast):
        from heedful.platform.core.scope import organization_scope

        with organization_scope(cast.other.pk):
            create_survey(by=accounts.actor(cast.charlie), definition=SurveyDefinition("Theirs", (NPS,)))
        with pytest.raises(InvalidInput, match="there is no published survey 'Theirs'"):
            send(row() | {"survey": "Theirs"})

    def test_a_rate_is_kept_in_answers_and_says_when_to_come_again(self, send, settings):
        settings.INTAKE_RATE = 10
        assert send([row() for _ in range(10)])[0] == 201
        with pytest.raises(RateLimited) as refused:
            send([row() for _ in range(10)])
        assert 0 < refused.value.retry_after <= 1


class TestWhatIsRemembered:
    def test_a_new_question_is_known_at_once(self, send, survey, alice):
        send(row())
        mood = QuestionDefinition("mood", "csat", {"en": "Mood?"})
        publish_survey(by=alice, survey_uid=survey.uid, definition=SurveyDefinition("Stay", (NPS, WHY, mood)))
        assert send({"survey": "Stay", "answers": {"nps": 9, "mood": 5}})[0] == 201
        process_inbox()
        assert Response.objects.get(answers__question__key="mood").version.number == 2

    def test_an_answer_checked_before_publishing_is_stored_in_its_version(self, send, survey, alice):
        send({"survey": "Stay", "answers": {"nps": 9, "why": "Quiet"}})
        publish_survey(by=alice, survey_uid=survey.uid, definition=SurveyDefinition("Stay", (NPS,)))
        process_inbox()
        assert Response.objects.get().version.number == 1
        assert not Refusal.objects.exists()

    def test_an_answer_to_a_question_that_was_just_retired_is_kept_in_its_version(self, send, survey, alice):
        send(row())
        publish_survey(by=alice, survey_uid=survey.uid, definition=SurveyDefinition("Stay", (NPS,)))
        assert send({"survey": "Stay", "answers": {"nps": 9, "why": "Quiet"}})[0] == 201
        process_inbox()
        assert Response.objects.get(answers__question__key="why").version.number == 1
        assert not Refusal.objects.exists()

    def test_an_answer_to_an_earlier_version_names_it(self, send, survey, alice):
        publish_survey(by=alice, survey_uid=survey.uid, definition=SurveyDefinition("Stay", (NPS,)))
        answers = {"nps": 9, "why": "Quiet"}
        with pytest.raises(InvalidInput, match=r"answers\.why"):
            send({"survey": "Stay", "answers": answers})
        assert send({"survey": "Stay", "answers": answers, "version": 1})[0] == 201
        with pytest.raises(InvalidInput, match="there is no version 3"):
            send({"survey": "Stay", "answers": answers, "version": 3})

    def test_a_new_unit_is_known_at_once(self, send, organization):
        with pytest.raises(InvalidInput, match="no unit has the key 'south'"):
            send(row(unit="south"))
        accounts.unit(organization, "south")
        assert send(row(unit="south"))[0] == 201

    def test_an_attribute_has_the_kind_it_had_first(self, send, alice):
        ensure_attributes({"years": AttributeKind.NUMBER}, by=alice)
        with pytest.raises(InvalidInput, match=r"attributes\.years: 'many' is not a number"):
            send(row(attributes={"years": "many"}))


def test_an_old_answer_is_stored_as_late(send):
    send(row(answered_at="2020-02-29T12:00:00+01:00"))
    process_inbox()
    stored = Response.objects.get()
    assert stored.is_late
    assert stored.answered_at.isoformat() == "2020-02-29T11:00:00+00:00"
