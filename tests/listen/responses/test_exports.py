"""Answers out: every format holds every row, and nothing in it runs."""

from __future__ import annotations

import csv
import json

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook
from tests.make import accounts
from tests.make.audiences import new_contact
from tests.make.responses import response, scores
from tests.make.surveys import question, survey

from heedful.listen.responses.exports.escaping import harmless
from heedful.listen.responses.exports.kind import formats
from heedful.listen.responses.exports.run import ask_for_export, export_answers, own_export
from heedful.listen.responses.types import ResponseFilter
from heedful.platform.core import queue
from heedful.platform.core.errors import InvalidInput, NotFound, NotPermitted
from heedful.platform.ui.filters import PageFilter

pytestmark = pytest.mark.django_db
NASTY = '=HYPERLINK("http://example.invalid")'


@pytest.fixture
def asked(organization):
    made = survey(question("nps", "nps"), question("why", "long_text"), name="Visit")
    scores(made, 10, 0, attributes={"plan": "gold", "seats": 3})
    response(made, {"nps": 7, "why": NASTY}, contact=new_contact("ada@example.org", name="@Ada"))
    return made


def read(key: str, path) -> list[dict]:
    if key == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    if key == "jsonl":
        return [json.loads(line) for line in path.read_text().splitlines()]
    if key == "parquet":
        return pq.read_table(path).to_pylist()
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("key", formats())
def test_every_format_holds_every_row(asked, alice, tmp_path, key):
    path = tmp_path / f"answers.{key}"
    assert export_answers(path, key, ResponseFilter(), by=alice) == 3
    rows = read(key, path)
    assert sorted(int(float(row["nps"])) for row in rows) == [0, 7, 10]
    assert {row["attribute.plan"] for row in rows if row["attribute.plan"]} == {"gold"}
    assert any(NASTY in str(row["why"]) for row in rows)


def test_cells_that_would_run_are_text_in_csv(asked, alice, tmp_path):
    path = tmp_path / "answers.csv"
    export_answers(path, "csv", ResponseFilter(), by=alice)
    (row,) = [row for row in read("csv", path) if "HYPERLINK" in row["why"]]
    assert row["why"] == f"'{NASTY}"
    assert row["contact_name"] == "'@Ada"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_what_begins_like_a_formula_is_made_harmless(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-1, 0.5, None, True, "a=b", ""])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_a_filter_narrows_what_is_written(asked, alice, tmp_path):
    other = survey(question("nps", "nps"), name="Other")
    scores(other, 5)
    assert export_answers(tmp_path / "x.csv", "csv", ResponseFilter(survey_uid=other.uid), by=alice) == 1


def test_a_manager_writes_only_her_branch(asked, dora, alice):
    with pytest.raises(NotPermitted):
        export_answers(None, "csv", ResponseFilter(), by=dora)


def test_a_queued_export_is_written_and_only_its_owner_fetches_it(asked, alice, bob, cast, organization):
    job = ask_for_export(PageFilter(), formats()["csv"], by=alice)
    while queue.run_due():
        pass
    assert own_export(job.uid, by=alice).result == {"rows": 3, "format": "csv"}
    with pytest.raises(NotFound):
        own_export(job.uid, by=bob)


def test_over_the_api(asked, client, cast, organization):
    headers = {"Authorization": f"Bearer {accounts.key(organization)}"}
    made = client.post(
        "/api/v1/exports", {"format": "jsonl"}, content_type="application/json", headers=headers
    )
    assert made.status_code == 202, made.content
    while queue.run_due():
        pass
    address = f"/api/v1/exports/{made.json()['uid']}"
    assert client.get(address, headers=headers).json()["state"] == "done"
    file = b"".join(client.get(f"{address}/file", headers=headers).streaming_content)
    assert len(file.splitlines()) == 3


def test_an_unknown_format_is_refused_with_those_there_are(asked, alice, tmp_path):
    with pytest.raises(InvalidInput, match="csv, jsonl, parquet, xlsx"):
        export_answers(tmp_path / "x", "doc", ResponseFilter(), by=alice)
