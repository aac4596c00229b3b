from __future__ import annotations

import json

import pytest
from tests.make import surveys
from typer.testing import CliRunner

from heedful.config.cli.taxonomies import app
from heedful.platform.core.errors import InvalidInput, NotFound
from heedful.understand.words.themes import queries
from heedful.understand.words.themes.industries import industry_document
from heedful.understand.words.themes.yaml_files import read_taxonomy

FILE = "name: Ours\nthemes:\n  - name: Parking\n    phrases: [no place to park]\n"


@pytest.fixture
def run(organization):
    def call(*words: str, stdin: str | None = None):
        more = ["--organization", organization.name]
        result = CliRunner().invoke(app, ["taxonomies", *words, *more], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return call


def test_an_industry_is_looked_at_and_used(run):
    assert json.loads(run("list", "--json"))["taxonomies"] == []
    assert "Parking" in run("show", "hotel")
    assert queries.taxonomies() == ()
    used = json.loads(run("use", "hotel", "--json"))
    assert (used["name"], used["version"], used["is_default"]) == ("Hotel", 1, True)
    listed = json.loads(run("list", "--json"))
    assert [one["uid"] for one in listed["taxonomies"]] == [used["uid"]]
    assert len(listed["industries"]) == 11
    assert "Hotel" in run("list")


def test_a_taxonomy_goes_round_through_files(run, tmp_path):
    out = tmp_path / "hotel.yaml"
    run("export", "hotel", "--out", str(out))
    assert read_taxonomy(out.read_text()) == industry_document("hotel")
    made = json.loads(run("import", "-", "--json", stdin=FILE))
    assert (made["version"], made["has_draft"]) == (0, True)
    run("import", "-", "--into", "Ours", "--apply", stdin=FILE.replace("Parking", "Garage"))
    assert "Garage" in run("export", "Ours")
    run("import", "-", "--into", made["uid"], stdin=FILE)
    assert "Garage" in run("export", "Ours")
    assert "Parking" in run("export", "Ours", "--draft")
    assert json.loads(run("show", "Ours", "--json"))["themes"][0]["name"] == "Garage"


def test_a_survey_is_read_with_its_own(run):
    run("use", "hotel")
    survey = surveys.survey()
    run("use", "employee", "--survey", survey.uid)
    assert queries.taxonomy_for(survey.id).industry == "employee"
    assert [one.industry for one in queries.taxonomies() if one.is_default] == ["hotel"]


def test_what_is_wrong_is_said(run, tmp_path):
    with pytest.raises(NotFound, match="heedful taxonomies list"):
        run("show", "nowhere")
    with pytest.raises(InvalidInput, match="cannot be read"):
        run("import", str(tmp_path / "none.yaml"))
    with pytest.raises(InvalidInput, match=r"themes\.1: must be a mapping"):
        run("import", "-", stdin="{name: A, themes: [b]}")
