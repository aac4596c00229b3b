"""The pages of imports, from the upload to the refused rows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heedful.listen.responses.imports import queries
from heedful.platform.core import queue

from .conftest import HEADER, line


@pytest.fixture
def uid(alice_client, organization, alice, lines):
    content = "\n".join([HEADER, *lines, line(99, nps="12")]).encode()
    answer = alice_client.post("/imports/", {"file": SimpleUploadedFile("answers.csv", content)})
    assert answer.status_code == 302
    return queries.import_runs(by=alice)[0].uid


def form_of(client, uid):
    """Return the fields of the mapping form as a browser would send them."""
    context = client.get(f"/imports/{uid}/").context
    fields = {"survey": context["mapping"].survey, "time_zone": "", "on_invalid": "refuse"}
    for row in context["rows"]:
        fields |= {
            f"taken-{row.number}": row.taken,
            f"key-{row.number}": row.key,
            f"missing-{row.number}": row.missing,
            f"scale-{row.number}": row.scale,
        }
    return fields


def test_the_form_sent_back_unchanged_changes_nothing(alice_client, uid, alice):
    before = queries.import_mapping(uid, by=alice)
    answer = alice_client.post(f"/imports/{uid}/mapping/", form_of(alice_client, uid))
    assert answer.status_code == 302
    assert queries.import_mapping(uid, by=alice) == before


def test_columns_with_samples_can_be_changed_tried_and_run(alice_client, uid, alice):
    fields = form_of(alice_client, uid) | {"survey": "By page", "try": "1"}
    nps = HEADER.split(",").index("nps")
    fields[f"taken-{nps}"], fields[f"missing-{nps}"] = "question:nps", "99"
    answer = alice_client.post(f"/imports/{uid}/mapping/", fields, follow=True)
    assert answer.context["trial"].accepted == 20
    assert answer.context["trial"].refused == 1
    assert "By page" in answer.content.decode()
    alice_client.post(f"/imports/{uid}/run/")
    assert "hx-get" in alice_client.get(f"/imports/{uid}/progress/").content.decode()
    assert queue.run_due()
    page = alice_client.get(f"/imports/{uid}/").content.decode()
    assert f"/imports/{uid}/refused.csv" in page
    assert b"answers.nps" in alice_client.get(f"/imports/{uid}/refused.csv").getvalue()


def test_mistakes_stand_beside_their_column(alice_client, uid):
    fields = form_of(alice_client, uid)
    columns = HEADER.split(",")
    fields[f"taken-{columns.index('why')}"] = "question:nps"
    fields[f"key-{columns.index('why')}"] = fields[f"key-{columns.index('nps')}"] = "score"
    fields[f"taken-{columns.index('nps')}"] = "question:nps"
    answer = alice_client.post(f"/imports/{uid}/mapping/", fields)
    assert answer.status_code == 422
    problems = {row.facts.name: row.problems for row in answer.context["rows"] if row.problems}
    assert list(problems) == ["why"]
    assert "already read" in problems["why"][0]


def test_yaml_can_be_used_instead(alice_client, uid, alice):
    yaml = "survey: Of YAML\ncolumns: {nps: {role: question, kind: nps}}"
    alice_client.post(f"/imports/{uid}/mapping/", {"yaml": yaml, "use-yaml": "1"})
    assert queries.import_mapping(uid, by=alice).survey == "Of YAML"
    broken = alice_client.post(f"/imports/{uid}/mapping/", {"yaml": "survey: [", "use-yaml": "1"})
    assert broken.status_code == 422
    assert "survey: [" in broken.content.decode()


def test_a_file_that_cannot_be_read_is_told_beside_the_field(alice_client, organization):
    answer = alice_client.post("/imports/", {"file": SimpleUploadedFile("x.csv", b"\0\1\2" * 500)})
    assert answer.status_code == 422
    assert "not a table" in answer.content.decode()
    assert alice_client.post("/imports/").status_code == 422


@pytest.mark.parametrize("path", ["", "trial/", "progress/", "refused.csv"])
def test_charlie_finds_nothing(charlie_client, uid, path):
    assert charlie_client.get(f"/imports/{uid}/{path}").status_code == 404
