"""Imports over the API, and who may see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heedful.platform.core import queue

from .conftest import HEADER, line

URL = "/api/v1/imports"


def upload(client, lines, name="answers.csv", **more):
    content = "\n".join([HEADER, *lines]).encode()
    return client.post(URL, {"file": SimpleUploadedFile(name, content), **more})


@pytest.fixture
def uploaded(alice_client, organization, lines):
    answer = upload(alice_client, [*lines, line(99, nps="12")])
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_from_the_upload_to_the_answers(alice_client, uploaded):
    uid = uploaded["uid"]
    assert {column["name"] for column in uploaded["columns"]} == set(HEADER.split(","))
    mapping = uploaded["mapping"] | {"survey": "By API"}
    mapping["columns"]["nps"] = {"role": "question", "kind": "nps", "key": "nps"}
    changed = alice_client.put(f"{URL}/{uid}/mapping", {"mapping": mapping}, content_type="application/json")
    assert changed.json()["survey"] == "By API"
    tried = alice_client.post(f"{URL}/{uid}/dry-run").json()
    assert (tried["read"], tried["accepted"], tried["refused"]) == (21, 20, 1)
    assert alice_client.post(f"{URL}/{uid}/run").status_code == 202
    assert queue.run_due()
    facts = alice_client.get(f"{URL}/{uid}").json()
    assert (facts["state"], facts["accepted"], facts["refused"]) == ("done", 20, 1)
    refused = alice_client.get(f"{URL}/{uid}/refused.csv")
    assert refused["Content-Type"].startswith("text/csv")
    assert b"answers.nps" in refused.getvalue()
    assert [one["uid"] for one in alice_client.get(URL).json()["items"]] == [uid]


def test_a_bad_mapping_names_its_places(alice_client, uploaded):
    answer = alice_client.put(
        f"{URL}/{uploaded['uid']}/mapping",
        {"mapping_yaml": "survey: S\ncolumns: {nps: {role: question, kind: npss}}"},
        content_type="application/json",
    )
    assert answer.status_code == 422
    assert b"columns.nps.kind" in answer.content


def test_a_file_that_is_no_table_is_refused(alice_client, organization):
    file = SimpleUploadedFile("photo.csv", b"\x89PNG\r\n" + bytes(range(256)) * 50)
    answer = alice_client.post(URL, {"file": file})
    assert answer.status_code == 422
    assert b"not a table" in answer.content


def test_cancel_and_forget(alice_client, uploaded):
    uid = uploaded["uid"]
    assert alice_client.post(f"{URL}/{uid}/cancel").status_code == 409
    alice_client.post(f"{URL}/{uid}/run")
    assert alice_client.post(f"{URL}/{uid}/cancel").json()["state"] == "cancelled"
    assert alice_client.delete(f"{URL}/{uid}").status_code == 204
    assert alice_client.post(f"{URL}/{uid}/run").status_code == 409


@pytest.mark.parametrize("path", ["", "/dry-run", "/run", "/cancel", "/refused.csv"])
def test_charlie_sees_nothing(charlie_client, uploaded, path):
    method = charlie_client.get if path in {"", "/refused.csv"} else charlie_client.post
    assert method(f"{URL}/{uploaded['uid']}{path}").status_code == 404
    assert charlie_client.get(URL).json()["items"] == []


def test_dora_may_not_import(dora_client, organization, lines):
    assert upload(dora_client, lines).status_code == 403
