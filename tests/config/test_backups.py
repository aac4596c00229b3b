"""The instance in one file and back, by the commands a person types."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile

import pytest
from tests.make.server import lay_tables

pytestmark = pytest.mark.slow
CSV = "Response ID,How likely are you to recommend us?,Country\n" + "".join(
    f"r{n},{score},{'DE' if n % 2 else 'AT'}\n" for n, score in enumerate([10] * 4 + [8] * 3 + [2] * 3)
)


def command_in(folder):
    """Run the command in a folder's homes; return what it prints as JSON."""

    def run(home: str, *arguments: str, fails: bool = False):
        if not (folder / home).exists():
            lay_tables(folder / home)
        done = subprocess.run(
            [sys.executable, "-c", "from heedful.config.cli import main; main()", *arguments, "--json"],
            env={**os.environ, "HEEDFUL_HOME": str(folder / home), "HEEDFUL_DATABASE_URL": ""},
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
        assert bool(done.returncode) == fails, done.stderr[-3_000:]
        return json.loads((done.stderr if fails else done.stdout).strip().splitlines()[-1])

    return run


@pytest.fixture
def heedful(tmp_path):
    return command_in(tmp_path)


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """An instance with ten answers, and its score."""
    folder = tmp_path_factory.mktemp("imported")
    heedful = command_in(folder)
    (folder / "answers.csv").write_text(CSV)
    told = heedful("first", "import", "answers.csv", "--survey", "Visit", "--yes")
    assert (told["read"], told["accepted"], told["refused"]) == (10, 10, 0)
    return folder / "first", heedful("first", "score", "nps", "--by", "country")


@pytest.fixture
def first(imported, tmp_path):
    made, score = imported
    shutil.copytree(made, tmp_path / "first")
    return score


def test_a_backup_restores_into_an_empty_folder_and_into_no_other(heedful, first, tmp_path):
    heedful("first", "backup", "all.tar.gz")
    assert (tmp_path / "all.tar.gz").stat().st_mode & 0o077 == 0
    with tarfile.open(tmp_path / "all.tar.gz") as tar:
        assert {"manifest.json", "heedful.sqlite3", "secrets.json"} <= set(tar.getnames())
    heedful("second", "restore", "all.tar.gz")
    assert heedful("second", "score", "nps", "--by", "country") == first
    assert "in use" in heedful("second", "restore", "all.tar.gz", fails=True)["error"]


def test_an_archive_moves_an_organisation_to_another_instance(heedful, first):
    assert heedful("first", "export", "org.zip", "--everything")["rows"] > 20
    heedful("third", "restore", "org.zip")
    assert heedful("third", "score", "nps", "--by", "country") == first


def test_the_export_of_answers_imports_again(heedful, first):
    assert heedful("first", "export", "out.csv")["rows"] == 10
    again = heedful("fourth", "import", "out.csv", "--survey", "Visit", "--yes")
    assert again["accepted"] == 10
    assert heedful("fourth", "score", "nps")["value"] == first["value"]


def test_what_is_no_backup_is_refused(heedful, tmp_path):
    (tmp_path / "x.tar.gz").write_text("no")
    assert "not a backup" in heedful("fifth", "restore", "x.tar.gz", fails=True)["error"]
