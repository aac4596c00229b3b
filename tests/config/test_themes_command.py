"""``heedful themes``: fit and evaluate, without a server; ``heedful read`` with what was fitted."""

from __future__ import annotations

import csv
import json

import pytest
from tests.models import FOLDER
from typer.testing import CliRunner

from heedful.config.cli import read, themes
from heedful.platform.core.errors import InvalidInput

SAID = [
    ("They charged me double.", "price"), ("Way too costly.", "price"), ("A fair invoice.", "price"),
    ("The bill was high.", "price"), ("Two hours until they came.", "wait"), ("So slow again.", "wait"),
    ("Done in ten minutes!", "wait"), ("They kept me waiting.", "wait"), ("The sun was shining.", ""),
    ("I drive a blue car.", ""), ("My dog likes trips.", "none"), ("We live near the sea.", ""),
]  # fmt: skip
DEFINITIONS = """
name: A garage
themes:
  - key: price
    name: Price
    phrases: [It was expensive., The bill was too high., a fair price]
  - key: wait
    name: Waiting
    phrases: [I waited for hours., It took forever., They were quick.]
"""


@pytest.fixture(autouse=True)
def _installed(settings, open_encoder):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(FOLDER)})


@pytest.fixture
def labelled(tmp_path):
    file = tmp_path / "labelled.csv"
    with file.open("w", newline="") as sink:
        csv.writer(sink).writerows([("comment", "theme"), *SAID])
    return file


def run(app, *words) -> str:
    result = CliRunner().invoke(app, list(map(str, words)))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def fit(labelled, out, *more) -> dict:
    return json.loads(
        run(themes.group, "fit", labelled, "--column", "comment", "--out", out, "--json", *more)
    )


def test_from_labels_to_mentions(labelled, tmp_path):
    out = tmp_path / "ours.themes"
    told = fit(labelled, out, "--labels", "theme")
    assert [one["theme"] for one in told["themes"]] == ["price", "wait"]
    judged = json.loads(
        run(themes.group, "evaluate", out, labelled, "--column", "comment", "--labels", "theme", "--json")
    )
    assert judged["n"] == 12
    assert judged["figures"]["accuracy"]["value"] > 0.8
    assert judged["figures"]["recall_of_none"]["value"] > 0.5
    lines = run(read.app, labelled, "--column", "comment", "--only", "themes", "--themes", out).splitlines()
    first = json.loads(lines[0])["themes"][0]
    assert (len(lines), first["theme"], first["start"], first["end"]) == (12, "price", 0, 23)
    assert "Precision" in run(
        themes.group, "evaluate", out, labelled, "--column", "comment", "--labels", "theme"
    )


def test_from_definitions_alone(labelled, tmp_path):
    file, out = tmp_path / "garage.yaml", tmp_path / "ours.themes"
    file.write_text(DEFINITIONS)
    assert fit(labelled, out, "--definitions", file)["themes"] == []
    judged = json.loads(
        run(themes.group, "evaluate", out, labelled, "--column", "comment", "--labels", "theme", "--json")
    )
    assert judged["figures"]["micro_f1"]["value"] > 0.6


def test_errors_name_row_and_field(labelled, tmp_path):
    file, out = tmp_path / "garage.yaml", tmp_path / "ours.themes"
    file.write_text(DEFINITIONS.replace("wait", "delay"))
    with pytest.raises(InvalidInput, match="'wait' is no theme") as raised:
        fit(labelled, out, "--labels", "theme", "--definitions", file)
    assert (raised.value.problems[0].row, raised.value.problems[0].field) == (6, "--labels")
    with pytest.raises(InvalidInput, match="--labels: 'topic' is none of comment, theme"):
        fit(labelled, out, "--labels", "topic")
    with pytest.raises(InvalidInput, match="--definitions, or both"):
        fit(labelled, out)
    assert not out.exists()


def test_several_labels_a_comment(tmp_path):
    file, out = tmp_path / "several.csv", tmp_path / "ours.themes"
    rows = [(f"{a} {b}", "price; wait") for (a, _), (b, _) in zip(SAID[:4], SAID[4:8], strict=True)]
    with file.open("w", newline="") as sink:
        csv.writer(sink).writerows([("comment", "theme"), *rows, *SAID])
    told = fit(file, out, "--labels", "theme", "--multi", ";")
    assert {one["theme"]: one["n_labels"] for one in told["themes"]} == {"price": 8, "wait": 8}


def test_without_models_it_says_how_to_get_them(labelled, settings, tmp_path):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(tmp_path)})
    with pytest.raises(InvalidInput, match="heedful models fetch"):
        fit(labelled, tmp_path / "ours.themes", "--labels", "theme")
