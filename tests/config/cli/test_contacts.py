from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from heedful.config.cli.contacts import app
from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork import queries
from heedful.platform.core.errors import InvalidInput


@pytest.fixture
def run(organization):
    def call(*words: str, stdin: str | None = None):
        result = CliRunner().invoke(
            app, ["contacts", *words, "--organization", organization.name, "--json"], input=stdin
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return json.loads(result.output)

    return call


def test_a_do_not_contact_list_comes_from_a_file(run, tmp_path, alice):
    file = tmp_path / "list.csv"
    file.write_text("angry@example.org\n+49 30 901820\nrival.example\n")
    assert run("forbid", str(file)) == {"received": 3, "new": 3}
    assert run("forbid", "-", stdin=file.read_text()) == {"received": 3, "new": 0}
    kinds = {line.kind for line in audiences.suppressions(by=alice).items}
    assert kinds == {"email", "phone", "domain"}
    with pytest.raises(InvalidInput):
        run("forbid", "-", stdin="")


def test_events_come_from_files_once(run, tmp_path, alice):
    table = tmp_path / "events.csv"
    table.write_text(
        "name,email,contact_name,occurred_at,total\n"
        "purchase,anna@example.org,Anna,2026-03-02T12:00:00Z,80\n"
        "purchase,ben@example.org,,2026-03-03,12\n"
    )
    one = {"name": "visit", "contact": {"identities": [{"kind": "email", "value": "anna@example.org"}]}}
    lines = tmp_path / "events.jsonl"
    lines.write_text(json.dumps(one | {"occurred_at": "2026-03-04T08:00:00+01:00", "properties": {"n": 1}}))
    for _ in range(2):
        assert run("events", str(table)) == {"received": 2}
        assert run("events", str(lines)) == {"received": 1}
    found = queries.tracked_events(by=alice).items
    assert [(one.name, dict(one.properties)) for one in found] == [
        ("visit", {"n": 1}),
        ("purchase", {"total": "12"}),
        ("purchase", {"total": "80"}),
    ]
    assert found[0].contact_id == found[2].contact_id
    bad = tmp_path / "bad.jsonl"
    bad.write_text("nonsense")
    with pytest.raises(InvalidInput):
        run("events", str(bad))
    table.write_text("name,email,occurred_at\npurchase,anna@example.org,soon\n")
    with pytest.raises(InvalidInput):
        run("events", str(table))
