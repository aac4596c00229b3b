"""Summaries quote, count people, show each their units; what an endpoint writes is checked first."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.make import responses, surveys

from heedful.listen.responses import queries as answers
from heedful.platform.core import queue
from heedful.platform.core.errors import Conflict, InvalidInput, NotPermitted
from heedful.platform.core.models import Job
from heedful.platform.core.personal_data import Erasure, erase
from heedful.understand.words.models import Summary
from heedful.understand.words.summaries import queries, services
from heedful.understand.words.summaries.configuration import endpoint, remove_endpoint, save_endpoint
from heedful.understand.words.summaries.types import Passage

LATE = (
    "The parcel came late.",
    "My parcel came very late!",
    "Parcel late again. Nice box.",
    "Late parcel, again.",
)
RUDE = ("The driver was rude.", "A rude driver again.", "Your driver was rude to me.")
OTHER = ("Colours differ from the picture on your page.",)


@pytest.fixture
def said(organization, cast):
    survey = surveys.survey()
    made = [responses.response(survey, {"nps": 2, "why": text}) for text in (*LATE, *OTHER)]
    made += [responses.response(survey, {"nps": 2, "why": text}, unit_key=cast.branch.key) for text in RUDE]
    return made


def passages(made):
    return [
        Passage(one.response_id, one.question_id) for one in answers.written_answers([m.id for m in made])
    ]


def run(job):
    return queue.run_now(Job.objects.get(uid=job.uid))


def test_points_are_sentences_with_the_people_who_say_so(said, alice):
    found = queries.summary_of(passages(said), by=alice)
    assert (found.of, found.covered) == (8, 7)
    assert [one.said_by for one in found.points] == [4, 3]
    assert found.points[0].text in {
        "The parcel came late.",
        "My parcel came very late!",
        "Late parcel, again.",
    }
    evidence = found.points[1].evidence[0]
    text = answers.response(evidence.response_uid, by=alice).comments[0].text
    assert text[evidence.start : evidence.end] == evidence.text in RUDE
    assert found.request == ""  # no endpoint


def test_one_person_who_repeats_is_one(organization, alice):
    survey = surveys.survey()
    often = responses.response(
        survey, {"nps": 2, "why": "The room was cold. The room was so cold. Cold room."}
    )
    others = [responses.response(survey, {"nps": 2, "why": f"Nothing to say {n * '!'}"}) for n in range(4)]
    found = queries.summary_of(passages([often, *others]), by=alice)
    assert all("cold" not in one.text.lower() for one in found.points)


def test_only_a_part_of_an_answer_is_looked_at(said, alice):
    (whole,) = passages(said[2:3])
    part = Passage(whole.response_id, whole.question_id, 19, 28)
    assert queries.summary_of([part], by=alice).points == ()  # too short to stand for anything
    assert queries.summary_of([whole], by=alice).points[0].text == "Parcel late again."


def test_personal_data_is_no_part_of_a_point(organization, alice):
    survey = surveys.survey()
    made = [
        responses.response(survey, {"nps": 2, "why": f"Call me at +4930 1234567{n} please."})
        for n in range(4)
    ]
    found = queries.summary_of(passages(made), by=alice)
    assert found.points
    assert "1234567" not in str(found.points)


def test_managers_get_what_their_units_said(said, dora):
    found = queries.summary_of(passages(said), by=dora)
    assert found.of == 3
    assert [one.said_by for one in found.points] == [3]


def test_nothing_said_is_nothing_summed_up(organization, alice):
    assert queries.summary_of([], by=alice).points == ()
    assert queries.passages_of(["rsp_none"], by=alice) == ()


def on(server, alice, **more):
    given = {"url": server.url, "model": "small", "monthly_tokens": 100_000, "key": "sk-secret", **more}
    save_endpoint(by=alice, **given)


def test_an_endpoint_rewrites_and_is_asked_once(said, alice, server, local):
    on(server, alice)
    facts = queries.summary_of(passages(said), by=alice, title="Delivery")
    done = run(services.ask_for_summary(facts.request, by=alice))
    assert (done.result["state"], done.result["tokens"]) == ("written", 120)
    (asked,) = server.asked
    assert asked["path"] == "/v1/chat/completions"
    assert asked["headers"]["Authorization"] == "Bearer sk-secret"
    assert asked["body"]["response_format"]["json_schema"]["schema"]["required"] == ["name", "text"]
    assert "said by 4 of 8" in asked["body"]["messages"][1]["content"]
    shown = queries.summary_of(passages(said), by=alice, title="Delivery")
    assert (shown.written, shown.model, shown.request) == ("Many parcels came late.", "small", "")
    assert run(services.ask_for_summary(facts.request, by=alice)).result == {"state": "there"}
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"name": "Late", "text": "9 of 10 say it came late."}, "the number 9"),
        ({"name": "Late", "text": "Many blame Hermes."}, "Hermes"),
        ({"name": "Late"}, "shape"),
        ({"name": "Late", "text": 5}, "shape"),
    ],
)
def test_what_was_not_said_is_refused_and_the_quotes_stay(said, alice, server, local, answer, reason):
    on(server, alice)
    server.answer = answer
    facts = queries.summary_of(passages(said), by=alice)
    assert run(services.ask_for_summary(facts.request, by=alice)).result["state"] == "refused"
    shown = queries.summary_of(passages(said), by=alice)
    assert reason in shown.refused[0]
    assert shown.written == ""
    assert shown.points == facts.points


@pytest.mark.parametrize(
    ("status", "raw", "reason"), [(400, b"", "400"), (302, b"", "302"), (200, b"x" * 2_000_000, "megabyte")]
)
def test_odd_answers_are_refused(said, alice, server, local, status, raw, reason):
    on(server, alice)
    server.status, server.raw = status, raw
    facts = queries.summary_of(passages(said), by=alice)
    assert reason in run(services.ask_for_summary(facts.request, by=alice)).result["checks"][0]


def test_an_endpoint_that_is_slow_or_away_is_tried_later(said, alice, server, local):
    on(server, alice, seconds=1)
    server.delay = 2
    facts = queries.summary_of(passages(said), by=alice)
    job = run(services.ask_for_summary(facts.request, by=alice))
    assert job.state == "waiting"
    assert "within 1 seconds" in job.error
    server.delay, server.status = 0, 503
    assert "503" in run(services.ask_for_summary(facts.request, by=alice)).error
    assert not Summary.objects.exists()


def test_a_month_has_a_budget(said, alice, server, local):
    on(server, alice, monthly_tokens=100_000, price=Decimal(2), monthly_money=Decimal("0.0001"))
    facts = queries.summary_of(passages(said), by=alice)
    assert run(services.ask_for_summary(facts.request, by=alice)).result == {"state": "budget", "left": 50}
    assert server.asked == []


def test_places_inside_the_network_are_refused(said, alice, server):
    on(server, alice)
    facts = queries.summary_of(passages(said), by=alice)
    assert "inside this network" in run(services.ask_for_summary(facts.request, by=alice)).result["checks"][0]
    assert server.asked == []


def test_only_what_a_page_handed_out_is_written(said, alice, server, local):
    with pytest.raises(InvalidInput):
        services.ask_for_summary("made up", by=alice)
    on(server, alice)
    facts = queries.summary_of(passages(said), by=alice)
    remove_endpoint(by=alice)
    with pytest.raises(Conflict):
        services.ask_for_summary(facts.request, by=alice)
    assert queries.summary_of(passages(said), by=alice).request == ""


def test_the_key_is_sealed_and_stays_with_its_host(organization, alice, bob):
    save_endpoint(by=alice, url="https://one.example/v1", model="m", monthly_tokens=5, key="sk-1")
    assert "sk-1" not in str(endpoint())
    assert endpoint().key == "sk-1"
    save_endpoint(by=alice, url="https://one.example/v1", model="n", monthly_tokens=5)
    assert endpoint().key == "sk-1"
    save_endpoint(by=alice, url="https://two.example/v1", model="n", monthly_tokens=5)
    assert endpoint().key == ""
    with pytest.raises(NotPermitted):
        save_endpoint(by=bob, url="https://one.example/v1", model="m", monthly_tokens=5)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/v1", "https://u:p@a.example", "file:///etc/passwd", "a", ""]
)
def test_odd_addresses_are_refused(organization, alice, url):
    with pytest.raises(InvalidInput) as refused:
        save_endpoint(by=alice, url=url, model="m", monthly_tokens=5)
    assert refused.value.problems[0].field == "url"


def test_an_erased_person_takes_written_summaries_along(said, alice, server, local):
    from tests.make import audiences

    on(server, alice)
    facts = queries.summary_of(passages(said), by=alice)
    run(services.ask_for_summary(facts.request, by=alice))
    erase(Erasure(audiences.contact("gone@example.org").uid), by=alice)
    assert queries.summary_of(passages(said), by=alice).written == ""
    assert queries.spent_tokens() == 120
