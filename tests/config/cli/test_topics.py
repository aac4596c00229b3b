"""``heedful topics`` and ``heedful summary``: without a server, on the real encoder."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from tests.models import FOLDER, main as fetch
from typer.testing import CliRunner

from heedful.config.cli.summary import app as summary_app
from heedful.config.cli.topics import app
from heedful.platform.core.errors import InvalidInput

OLD = (
    "The room was clean and quiet",
    "Breakfast could be better",
    "Lovely staff at the desk",
    "Too far from the sea",
    "The bed was soft",
    "Parking was expensive",
    "Nice pool for the children",
    "We waited long for the lift",
    "The shower had no pressure",
    "Great view from the balcony",
)
NEW = (
    "The new door app did not open our room",
    "Room key app failed on my phone",
    "App would not unlock the door",
    "We stood outside because the key app crashed",
    "Please give us a card instead of the door app",
)


@pytest.fixture(autouse=True)
def _models(settings):
    fetch()
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(FOLDER)})


@pytest.fixture
def file(tmp_path):
    rows = [(date(2026, 1, 1) + timedelta(days=n), OLD[n % 10]) for n in range(80)]
    rows += [(date(2026, 4, 1) + timedelta(days=n % 20), OLD[n % 10]) for n in range(30)]
    rows += [(date(2026, 4, 10) + timedelta(days=n), text) for n, text in enumerate(NEW * 2)]
    path = tmp_path / "said.csv"
    path.write_text("day,said\n" + "".join(f"{on},{text}\n" for on, text in rows), encoding="utf-8")
    return path


def run(given, *options):
    return CliRunner().invoke(given, [str(one) for one in options], catch_exceptions=False)


def test_a_new_subject_is_named_counted_and_quoted(file, tmp_path):
    out = tmp_path / "topics.jsonl"
    done = run(app, file, "--column", "said", "--time", "day", "--out", out)
    assert done.exit_code == 0
    (first, *_rest) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert "app" in first["name"].lower()
    assert first["count"] >= 8
    assert first["before"] == 0
    assert first["q"] < 0.01
    assert set(first["quotes"]) <= set(NEW)


def test_the_past_may_be_a_file_of_its_own(file, tmp_path):
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    past, now = tmp_path / "past.csv", tmp_path / "now.csv"
    past.write_text("".join(lines[:81]), encoding="utf-8")
    now.write_text("".join([lines[0], *lines[81:]]), encoding="utf-8")
    done = run(app, now, "--column", "said", "--time", "day", "--history", past, "--json")
    assert json.loads(done.stdout.splitlines()[0])["of"] == 40
    alone = run(app, now, "--column", "said", "--time", "day", "--json")
    assert all(json.loads(line)["q"] is None for line in alone.stdout.splitlines())
    assert "no test" in alone.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (["--column", "text", "--time", "day"], "--column"),
        (["--column", "said", "--time", "when"], "--time"),
        (["--column", "said", "--time", "said"], "--time"),
        (["--column", "said", "--time", "day", "--themes", "none"], "--themes"),
    ],
)
def test_what_is_wrong_names_the_option(file, options, field):
    with pytest.raises(InvalidInput) as refused:
        run(app, file, *options)
    assert refused.value.problems[0].field == field


def test_a_summary_quotes_and_counts(file):
    done = run(summary_app, file, "--column", "said", "--json", "--points", 3)
    (made,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (made["n"], made["of"]) == (120, 120)
    assert len(made["points"]) == 3
    assert made["points"][0]["said_by"] > 10
    assert "said by" in run(summary_app, file, "--column", "said").stdout
