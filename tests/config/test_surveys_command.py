from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from heedful.config.cli.surveys import app
from heedful.design.surveys import queries
from heedful.platform.core.errors import InvalidInput, NotFound

YAML = "name: Visit\nquestions:\n  - {key: nps, kind: nps, text: How likely}\n"


@pytest.fixture
def run(organization):
    def call(*words: str, stdin: str | None = None):
        result = CliRunner().invoke(
            app, ["surveys", *words, "--organization", organization.name], input=stdin
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return call


def test_a_survey_goes_round_through_files(run, tmp_path):
    first, second = tmp_path / "visit.yaml", tmp_path / "visit.json"
    first.write_text(YAML)
    made = json.loads(run("create", str(first), "--json"))
    assert (made["name"], made["version"]) == ("Visit", 1)
    run("export", "Visit", "--to", str(second))
    assert "version 1" in run("publish", str(second)), "the same content is no new version"
    longer = YAML + "  - {key: why, kind: long_text, text: Why}\n"
    assert "version 2" in run("publish", "-", stdin=longer)
    assert run("export", "Visit", "--version", "1").startswith("name: Visit")
    assert [one["version"] for one in json.loads(run("list", "--json"))] == [2]
    assert json.loads(run("show", made["uid"], "--json"))["definition"]["questions"][1]["key"] == "why"
    assert "How likely" in run("show", "Visit")
    assert queries.survey(made["uid"]).version_number == 2


def test_what_is_wrong_is_said(run, tmp_path):
    with pytest.raises(NotFound):
        run("show", "Nothing")
    with pytest.raises(InvalidInput):
        run("create", str(tmp_path / "missing.yaml"))
    with pytest.raises(InvalidInput):
        run("create", "-", stdin=YAML.replace("kind: nps", "kind: npx"))


def test_a_survey_begins_with_a_template(run):
    listed = CliRunner().invoke(app, ["surveys", "templates", "--json"])
    assert "post_stay" in {one["key"] for one in json.loads(listed.output)}
    assert "is a draft" in run("new", "--template", "nps", "--language", "de", "--languages", "en,ar")
    made = json.loads(run("new", "--template", "csat", "--name", "Ours", "--publish", "--json"))
    assert made["version"] == 1


def test_a_survey_of_another_system_comes_in_and_goes_out(run, tmp_path):
    theirs = {
        "title": "Short",
        "elements": [
            {"type": "rating", "name": "stars", "title": "Stars?", "rateType": "stars"},
            {"type": "signaturepad", "name": "sign"},
        ],
    }
    file = tmp_path / "short.json"
    file.write_text(json.dumps(theirs))
    assert "left out: sign: a question of the type signaturepad" in run("import", str(file))
    made = json.loads(run("import", str(file), "--format", "surveyjs", "--json"))
    assert (made["name"], len(made["left_out"])) == ("Short 2", 1)
    run("create", "-", stdin=YAML)
    qsf = tmp_path / "visit.qsf"
    run("export", "Visit", "--to", str(qsf))
    assert json.loads(qsf.read_text())["SurveyEntry"]["SurveyName"] == "Visit"
    assert '"rating"' in run("export", "Visit", "--format", "surveyjs")
    with pytest.raises(InvalidInput):
        run("export", "Visit", "--format", "docx")


BARRELLED = """
name: Stay
questions:
  - {key: a, kind: csat, text: "How satisfied are you with our speed and price?"}
"""


def test_a_file_is_read_as_a_careful_colleague_would(tmp_path):
    file = tmp_path / "stay.yaml"
    file.write_text(BARRELLED)
    said = CliRunner().invoke(app, ["surveys", "lint", str(file)])
    assert said.exit_code == 1
    assert "better: How satisfied are you with our price?" in said.output
    told = json.loads(CliRunner().invoke(app, ["surveys", "lint", str(file), "--json"]).output)
    assert {each["rule"] for each in told["findings"]} == {"double_barrelled", "missing_why"}
    why = '  - {key: why, kind: long_text, text: "What is the reason?"}\n'
    file.write_text(BARRELLED.replace(" and price", "") + why)
    assert CliRunner().invoke(app, ["surveys", "lint", str(file)]).exit_code == 0
