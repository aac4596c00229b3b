"""``heedful search``: words, filters, JSON, how the index is."""

from __future__ import annotations

import json

import pytest
from tests.make import responses, surveys
from typer.testing import CliRunner

from heedful.config.cli.search import app
from heedful.platform.core.organizations import organization as facts
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.queue import run_due
from heedful.understand.words.search import services


@pytest.fixture
def run(organization):
    survey = surveys.survey()
    for score, text in (
        (2, "The delivery came late"),
        (9, "Friendly staff, quick delivery"),
        (5, "Too dear"),
    ):
        responses.response(survey, {"nps": score, "why": text})
    while deliver_due() or services.take_up_changes() or run_due():
        pass

    def run(*words: str, exit_code: int = 0) -> str:
        result = CliRunner().invoke(app, ["search", *words, "--organization", facts().uid])
        assert result.exit_code == exit_code, result.output
        return result.stdout

    return run


def test_words_are_found_and_marked(run):
    found = json.loads(run("deliv*", "--mode", "words", "--json"))
    assert {one["text"] for one in found} == {"The delivery came late", "Friendly staff, quick delivery"}
    start, end = found[0]["marks"][0]
    assert found[0]["text"][start:end] == "delivery"


def test_a_filter_and_a_limit_hold(run):
    (one,) = json.loads(run("delivery", "--mode", "words", "--filter", "score<=3", "--json"))
    assert (one["score"], one["text"]) == (2, "The delivery came late")
    assert len(json.loads(run("delivery", "--mode", "words", "--limit", "1", "--json"))) == 1


def test_people_read_it_too(run):
    assert "Friendly staff, quick delivery" in run("friendly", "--mode", "words")
    assert "No comment fits." in run("zebra", "--mode", "words")


def test_the_index_tells_how_it_is(run):
    assert json.loads(run("status", "--json"))["comments"] == 3


def test_a_wrong_filter_is_named(run):
    result = CliRunner().invoke(app, ["search", "late", "--filter", "shoe:1", "--organization", facts().uid])
    assert result.exit_code != 0
    assert "shoe" in str(result.exception) + result.output
