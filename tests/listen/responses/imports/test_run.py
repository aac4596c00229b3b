"""Files on their way in: whole, twice, interrupted, mended, version by version."""

import csv
import io

import pytest

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork.models import Ask
from heedful.listen.responses.imports import queries, run as running, services
from heedful.listen.responses.imports.files import stored_path
from heedful.listen.responses.imports.mapping_reader import read_mapping
from heedful.listen.responses.models import Answer, ImportRun, Refusal, Response
from heedful.platform.core import queue
from heedful.platform.core.errors import Conflict, InvalidInput, NotPermitted
from heedful.platform.core.models import Job

from .conftest import HEADER, MAPPING, line


def counts(facts):
    return facts.read, facts.accepted, facts.duplicates, facts.refused


def refused(facts, by):
    return list(csv.DictReader(io.StringIO("".join(queries.refused_rows(facts.uid, by=by)))))


def test_everything_arrives_where_it_belongs(bring):
    facts = bring([line(1, nps="7"), line(2, nps="99")])
    assert (facts.state, counts(facts)) == ("done", (2, 2, 0, 0))
    first, second = Response.objects.order_by("id").select_related("unit", "contact")
    assert first.answered_at.date().isoformat() == "2024-05-02"
    assert first.unit.key == "Wien"
    assert first.unit.level == "branch"
    assert first.attributes == {"plan": "pro"}
    assert first.contact.identities.get().value == "p1@example.org"
    assert first.raw["why"] == "quick"
    assert dict(first.answers.values_list("question__key", "score"))["nps"] == 7
    assert not second.answers.filter(question__key="nps").exists()  # 99 is no answer, not an invalid one


def test_the_same_file_twice_changes_nothing(bring, lines):
    bring(lines)
    before = [list(model.objects.order_by("id").values()) for model in (Response, Answer, Refusal)]
    versions = surveys.versions(surveys.survey_by_name("Branches").uid)
    again = bring(lines)
    assert counts(again) == (20, 0, 20, 0)
    assert [list(model.objects.order_by("id").values()) for model in (Response, Answer, Refusal)] == before
    assert surveys.versions(surveys.survey_by_name("Branches").uid) == versions


def test_rows_without_an_id_are_known_by_what_they_say_and_how_often(bring):
    mapping = MAPPING.replace("id: {role: response_id}", "id: ignore")
    same = [line(1), line(1), line(2)]
    assert counts(bring(same, mapping)) == (3, 3, 0, 0)
    assert counts(bring(same, mapping)) == (3, 0, 3, 0)
    assert counts(bring([*same, line(1), line(3)], mapping)) == (5, 2, 3, 0)


def test_refused_rows_come_back_with_their_reasons_and_can_be_mended(bring, alice):
    bad = [
        line(1, nps="6.5"),
        line(2, nps="-1"),
        line(3, nps="eleven"),
        line(4, day="31.31.2024"),
        line(5),
        "1,2",
    ]
    facts = bring(bad)
    assert counts(facts) == (6, 1, 0, 5)
    rows = {row["row"]: row for row in refused(facts, alice)}
    assert set(rows) == {"2", "3", "4", "5", "7"}
    assert rows["2"]["field"] == "answers.nps"
    assert "6.5" in rows["2"]["reason"]
    assert rows["2"]["email"] == "p1@example.org"
    assert rows["5"]["field"] == "day"
    assert "31.31.2024" in rows["5"]["reason"]
    assert "2 cells" in rows["7"]["reason"]
    mended = bring([line(1), line(2), line(3), line(4), line(5)])
    assert counts(mended) == (5, 4, 1, 0)
    assert refused(facts, alice) == [row for row in refused(facts, alice) if row["row"] == "7"]


def test_refusals_do_not_add_up_when_the_file_comes_again(bring):
    bring([line(1, nps="12"), line(2, day="never")])
    assert Refusal.objects.count() == 2
    bring([line(1, nps="12"), line(2, day="never")])
    assert Refusal.objects.count() == 2


def test_formulas_are_disarmed_in_what_comes_back(bring, alice):
    facts = bring([line(1, nps="12", why="=HYPERLINK(0)"), line(2, nps="-3", why="@SUM(1)")])
    rows = refused(facts, alice)
    assert [row["why"] for row in rows] == ["'=HYPERLINK(0)", "'@SUM(1)"]
    assert rows[1]["nps"] == "-3"  # a number is no formula


def test_invalid_answers_may_be_kept_and_counted(bring):
    facts = bring([line(1, nps="12")], MAPPING + "on_invalid: keep\n")
    assert counts(facts) == (1, 1, 0, 0)
    answer = Answer.objects.get(question__key="nps")
    assert answer.is_invalid
    assert (answer.score, answer.text) == (None, "12")


def test_a_killed_run_goes_on_behind_the_last_batch(bring, lines, alice, monkeypatch):
    """A crash in the middle of a batch loses nothing and doubles nothing."""
    monkeypatch.setattr(running, "BATCH", 5)
    stored = running.store_responses
    calls = []

    def dies_in_the_third_batch(new, **kwargs):
        outcomes = stored(new, **kwargs)
        calls.append(len(new))
        if len(calls) == 3:
            raise MemoryError("as if killed, after the rows were written")
        return outcomes

    monkeypatch.setattr(running, "store_responses", dies_in_the_third_batch)
    facts = bring(lines)
    assert facts.state == "failed"
    assert (facts.read, Response.objects.count()) == (10, 10)
    resumed = services.run_here(facts.uid, by=alice)
    assert (resumed.state, counts(resumed)) == ("done", (20, 20, 0, 0))
    assert calls[3:] == [5, 5]
    assert Response.objects.count() == 20


def test_a_job_left_by_a_dead_process_is_taken_up(bring, lines, alice, monkeypatch):
    from datetime import timedelta

    from django.utils import timezone

    facts = services.receive_file(
        ["\n".join([HEADER, *lines]).encode()], "a.csv", by=alice, mapping=read_mapping(MAPPING)
    )
    started = services.start_import(facts.uid, by=alice)
    Job.objects.filter(uid=started.job_uid).update(
        state="running", attempts=1, heartbeat_at=timezone.now() - timedelta(minutes=5)
    )
    assert queue.run_due()
    assert counts(queries.import_run(facts.uid, by=alice)) == (20, 20, 0, 0)


def test_a_cancelled_run_keeps_what_it_stored_and_can_go_on(bring, lines, alice, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 5)
    stored = running.store_responses

    def somebody_cancels(new, **kwargs):
        job_uid = ImportRun.objects.get().job_uid
        if Job.objects.get(uid=job_uid).state == "running" and not Response.objects.exists():
            queue.cancel(job_uid, by=alice)
        return stored(new, **kwargs)

    monkeypatch.setattr(running, "store_responses", somebody_cancels)
    facts = bring(lines)
    assert (facts.state, counts(facts)) == ("cancelled", (5, 5, 0, 0))
    assert counts(services.run_here(facts.uid, by=alice)) == (20, 20, 0, 0)


def test_the_file_is_gone_when_the_import_has_ended(bring, lines, alice):
    facts = services.receive_file([b"id,nps\n1,9\n"], "a.csv", by=alice)
    path = stored_path(ImportRun.objects.get().stored_as)
    assert path.exists()
    services.run_here(facts.uid, by=alice)
    assert not path.exists()
    with pytest.raises(Conflict, match="ended"):
        services.start_import(facts.uid, by=alice)


def test_a_file_that_asked_other_things_gets_a_version_of_its_own(bring):
    bring([line(1)])
    columns = "{id: {role: response_id, prefix: b-}, csat: {role: question, kind: csat}}"
    other = f"survey: Branches\ncolumns: {columns}"
    bring(["1,5"], other, header="id,csat")
    survey = surveys.survey_by_name("Branches")
    assert {
        version.number: [q.key for q in version.definition.questions]
        for version in surveys.versions(survey.uid)
    } == {
        1: ["nps", "why"],
        2: ["csat"],
    }
    assert list(Response.objects.order_by("id").values_list("version__number", flat=True)) == [1, 2]
    bring([line(2)])
    assert len(surveys.versions(survey.uid)) == 2


def test_a_survey_that_collects_by_itself_keeps_what_it_asks(bring, alice):
    from tests.make import surveys as make

    survey = make.survey(make.question("nps"), make.question("csat", "csat"), name="Branches", by=alice)
    asked = surveys.versions(survey.uid)[0].definition
    bring([line(1)])
    assert surveys.versions(survey.uid)[0].definition == asked
    assert len(surveys.versions(survey.uid)) == 3


def test_another_kind_for_a_known_question_is_refused(bring, lines):
    bring(lines)
    facts = bring(
        ["1,5"], "survey: Branches\ncolumns: {id: ignore, nps: {role: question, kind: csat}}", header="id,nps"
    )
    assert facts.state == "failed"
    assert "was of the kind nps and would become csat" in facts.error


def test_who_was_asked_is_taken_over(bring):
    mapping = """
survey: Asked
columns:
  email: contact_email
  sent: {role: asked_at}
  status: disposition
  score: {role: question, kind: nps}
  done: {role: answered_at}
"""
    rows = [
        "a@example.org,2024-05-01 10:00,completed,9,2024-05-02 09:00",
        "b@example.org,2024-05-01 10:00,opened,,",
        "c@example.org,2024-05-01 10:00,bounced,,",
    ]
    header = "email,sent,status,score,done"
    facts = bring(rows, mapping, header=header)
    assert counts(facts) == (3, 1, 0, 0)
    assert sorted(Ask.objects.values_list("disposition", flat=True)) == ["answered", "bounced", "opened"]
    assert Ask.objects.filter(contact__isnull=False).count() == 3
    bring(rows, mapping, header=header)
    assert Ask.objects.count() == 3


def test_units_make_a_tree(bring):
    mapping = """
survey: Tree
columns:
  country: {role: unit, level: country, depth: 1}
  site: {role: unit, level: site, depth: 2}
  nps: {role: question, kind: nps}
"""
    bring(["AT,Wien,9", "AT,Graz,8", "DE,Wien,3", "DE,,4"], mapping, header="country,site,nps")
    units = {unit.key: unit for unit in audiences.units().values()}
    assert set(units) >= {"AT", "DE", "AT / Wien", "AT / Graz", "DE / Wien"}
    assert units["DE / Wien"].parent_id == units["DE"].id
    assert units["DE / Wien"].name == "Wien"
    assert Response.objects.get(unit_id=units["DE"].id).answers.get().score == 4


def test_choices_learn_their_options_from_the_file(bring):
    columns = "{a: {role: question, kind: single_choice}, b: {role: question, kind: multiple_choice}}"
    mapping = f"survey: Choice\ncolumns: {columns}"
    bring(["red,x;y", "blue,y", ",z"], mapping, header="a,b")
    questions = {question.key: question for question in surveys.survey_by_name("Choice").questions}
    assert [option.key for option in questions["a"].options] == ["red", "blue"]
    assert [option.key for option in questions["b"].options] == ["x", "y", "z"]
    assert Answer.objects.filter(question__key="b").first().choices == ["x", "y"]


def test_many_attributes_arrive(bring):
    names = [f"fact{number}" for number in range(300)]
    mapping = "survey: Wide\ncolumns:\n  nps: {role: question, kind: nps}\n" + "".join(
        f"  {name}: attribute\n" for name in names
    )
    facts = bring([",".join(["9", *("v" for _ in names)])], mapping, header=",".join(["nps", *names]))
    assert counts(facts) == (1, 1, 0, 0)
    assert len(Response.objects.get().attributes) == 300


def test_a_guess_without_a_question_is_not_run(alice, organization):
    facts = services.receive_file([b"name,city\nAnna,Wien\nBerta,Graz\n"], "people.csv", by=alice)
    with pytest.raises(InvalidInput, match="no column looks like answers"):
        services.start_import(facts.uid, by=alice)


def test_those_who_may_not_import_cannot(organization, alice, dora):
    with pytest.raises(NotPermitted):
        services.receive_file([b"id,nps\n1,9\n"], "a.csv", by=dora)
    facts = services.receive_file([b"id,nps\n1,9\n"], "a.csv", by=alice)
    for deed in (services.start_import, services.forget_import, queries.trial, queries.refused_rows):
        with pytest.raises(NotPermitted):
            deed(facts.uid, by=dora)
