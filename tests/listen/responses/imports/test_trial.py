"""The dry run says exactly what the run does, and writes nothing."""

from heedful.listen.responses.imports import queries, services
from heedful.listen.responses.imports.mapping_reader import read_mapping
from heedful.listen.responses.models import Refusal, Response

from .conftest import HEADER, MAPPING, line


def received(lines, alice, mapping=MAPPING):
    text = "\n".join([HEADER, *lines]).encode()
    return services.receive_file([text], "answers.csv", by=alice, mapping=read_mapping(mapping))


def test_counts_what_the_run_then_does(organization, alice):
    lines = [line(1), line(2, nps="99"), line(3, nps="11"), line(4, day="never"), line(5), line(5), "short"]
    facts = received(lines, alice)
    trial = queries.trial(facts.uid, by=alice)
    assert not Response.objects.exists()
    assert not Refusal.objects.exists()
    done = services.run_here(facts.uid, by=alice)
    assert (trial.read, trial.accepted, trial.duplicates, trial.refused) == (7, 3, 1, 3)
    assert (done.read, done.accepted, done.duplicates, done.refused) == (7, 3, 1, 3)


def test_names_the_first_refused_rows_and_the_codes(organization, alice):
    facts = received([line(1, nps="11"), line(2, nps="99"), line(3, why="n/a")], alice)
    trial = queries.trial(facts.uid, by=alice)
    assert [(row.row, row.field) for row in trial.refused_rows] == [(2, "answers.nps")]
    assert "0 to 10" in trial.refused_rows[0].reason
    assert trial.missing == {"nps": {"99": 1}, "why": {"n/a": 1}}


def test_shows_the_shape_of_every_question(organization, alice):
    facts = received([line(1, nps="10"), line(2, nps="10"), line(3, nps="2"), line(4, nps="")], alice)
    shapes = {shape.key: shape for shape in queries.trial(facts.uid, by=alice).shapes}
    assert shapes["nps"].counts == {"2": 1, "10": 2}
    assert shapes["nps"].blank == 1
    assert shapes["why"].counts == {"answered": 4}


def test_finds_what_is_there_already(bring, lines, alice):
    bring(lines)
    trial = queries.trial(received(lines, alice).uid, by=alice)
    assert (trial.accepted, trial.duplicates) == (0, 20)
