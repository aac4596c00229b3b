from __future__ import annotations

import json

import pytest
from tests.make.responses import scores
from tests.make.surveys import survey
from typer.testing import CliRunner

from heedful.config.cli.warehouse import app
from heedful.understand.warehouse.tables import close_tables


@pytest.fixture(autouse=True)
def _warehouse_of_its_own(settings, tmp_path):
    settings.WAREHOUSE = {**settings.WAREHOUSE, "folder": tmp_path / "warehouse"}
    yield
    close_tables(tmp_path)


def told(*arguments: str) -> dict:
    done = CliRunner().invoke(app, ["warehouse", *arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.django_db(transaction=True)
def test_rebuild_status_and_compact(organization):
    scores(survey(), 10, 9, 0)
    named = ("--organization", organization.uid)
    before = told("status", *named)
    assert (before["rows"], before["pending"], before["bytes_per_response"]) == (0, 3, None)
    assert told("rebuild", *named) == {"state": "done", "responses": 3, "asks": 0, "texts": 0}
    after = told("status", *named)
    assert (after["rows"], after["files"], after["engine"]) == (3, 1, "duckdb")
    assert told("compact", *named)["state"] == "done"
