"""``heedful words``: status, read, reread, editions, current."""

from __future__ import annotations

import json

import pytest
from tests.make import responses, surveys
from tests.models import FOLDER
from typer.testing import CliRunner

from heedful.config.cli.words import app
from heedful.platform.core.organizations import organization as facts
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.queue import run_due
from heedful.understand.words.models import WaitingText
from heedful.understand.words.readings.loaded import loaded


@pytest.fixture
def run(organization):
    def run(*words: str, exit_code: int = 0) -> str:
        result = CliRunner().invoke(app, ["words", *words, "--organization", facts().uid])
        assert result.exit_code == exit_code, result.output
        return result.stdout

    yield run
    loaded.forget_finders()


@pytest.fixture
def said(organization):
    survey = surveys.survey()
    for text in ("The staff was lovely!", "Cold soup again."):
        responses.response(survey, {"why": text})
    while deliver_due():
        pass


@pytest.fixture
def installed(settings, open_encoder):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(FOLDER)})


def test_what_waits_is_read_here(run, said, installed):
    assert json.loads(run("status", "--json"))["queue"]["history"] == 2
    assert json.loads(run("read", "--json"))["read"] == 2
    while run_due():
        pass
    assert "Everything is read." in run("status")


def test_what_was_written_before_there_was_anything_to_read_it(run, said, installed):
    WaitingText.objects.all().delete()
    assert json.loads(run("read", "--json"))["read"] == 2


def test_without_models_it_says_how_to_get_them(run, said, settings, tmp_path):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(tmp_path)})
    assert "heedful models fetch" in run("read", exit_code=1)
    assert "not installed" in run("status")


@pytest.mark.django_db(transaction=True)  # who shows how far it is looks from a thread
def test_the_history_is_read_anew_and_an_old_edition_counts_again(run, said, installed):
    run("read")
    first = json.loads(run("editions", "--json"))[0]["uid"]
    ended = json.loads(run("reread", "--json"))
    assert (ended["state"], ended["responses"]) == ("done", 2)
    states = {one["uid"]: one["state"] for one in json.loads(run("editions", "--json"))}
    assert states == {first: "retired", ended["edition"]: "current"}
    assert "counts" in run("current", first)
    assert first in run("editions")
