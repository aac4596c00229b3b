"""Files of respondents: joined with their response, served inert, gone with it."""

from __future__ import annotations

import pytest
from django.conf import settings
from tests.make import audiences, responses, surveys
from tests.platform.core.test_uploads import WEBM, picture

from heedful.listen.responses import services
from heedful.listen.responses.models import Upload
from heedful.listen.responses.uploads.files import file_path, remove_folder
from heedful.listen.responses.uploads.services import NewUpload, adopt_uploads, keep_upload, purge_uploads
from heedful.platform.core import personal_data
from heedful.platform.core.errors import InvalidInput
from heedful.platform.core.personal_data import Erasure
from heedful.platform.core.scope import organization_scope
from heedful.platform.privacy import services as privacy


@pytest.fixture
def survey(organization):
    return surveys.survey(
        surveys.question(), surveys.question("voice", "audio"), surveys.question("photo", "file")
    )


def given(survey, alice, key="one", question="voice", kind="audio", content=WEBM, **fields):
    """A response whose answer is a file."""
    new = NewUpload(survey.id, surveys.question(question, kind), key, "mine.webm", content)
    uid = keep_upload(new, by=alice)
    facts = responses.response(survey, {"nps": 9, question: uid}, idempotency_key=key, **fields)
    adopt_uploads([facts.id], by=alice)
    return uid, facts


def path_of(organization, uid):
    return file_path(organization.uid, uid)


def test_a_file_is_served_inert_and_in_parts(
    organization, survey, alice, alice_client, charlie_client, client
):
    uid, facts = given(survey, alice)
    assert path_of(organization, uid).is_relative_to(settings.HEEDFUL_HOME / "uploads")
    address = f"/answers/{facts.uid}/files/{uid}/"
    reply = alice_client.get(address)
    assert (reply.content, reply["Content-Type"]) == (WEBM, "audio/webm")
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reply["Content-Security-Policy"]
    part = alice_client.get(address, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, WEBM[4:8])
    assert part["Content-Range"] == f"bytes 4-7/{len(WEBM)}"
    assert alice_client.get(f"{address}?save")["Content-Disposition"].startswith("attachment")
    assert "<audio" in alice_client.get(f"/answers/{facts.uid}/").content.decode()
    assert charlie_client.get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_a_file_of_another_response_is_not_found(survey, alice, alice_client):
    uid, _facts = given(survey, alice)
    _uid, other = given(survey, alice, key="two")
    assert alice_client.get(f"/answers/{other.uid}/files/{uid}/").status_code == 404


def test_pictures_are_made_anew(survey, alice):
    uid, _facts = given(survey, alice, question="photo", kind="file", content=picture() + b"<script>")
    row = Upload.objects.get(uid=uid)
    assert row.media_type == "image/png"


def test_what_is_no_recording_is_refused(survey, alice):
    with pytest.raises(InvalidInput):
        given(survey, alice, content=b"<html>")
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["deleted", "withdrawn", "erased", "erased with answers"])
def test_a_file_goes_with_its_response(way, organization, survey, alice):
    who = audiences.contact("eve@example.org")
    uid, facts = given(survey, alice, contact_id=who.id)
    path = path_of(organization, uid)
    assert path.exists()
    if way == "deleted":
        services.delete_responses([facts.uid], by=alice)
    elif way == "withdrawn":
        services.withdraw_answers("one", by=alice)
    else:
        personal_data.erase(Erasure(who.uid, delete_answers=way != "erased"), by=alice)
    assert not path.exists()
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_files_whose_answer_never_came_are_purged(organization, survey, alice):
    new = NewUpload(survey.id, surveys.question("voice", "audio"), "never", "mine.webm", WEBM)
    uid = keep_upload(new, by=alice)
    assert purge_uploads(by=alice) == 0
    Upload.objects.update(created_at=responses.NOON)
    assert purge_uploads(by=alice) == 1
    assert not path_of(organization, uid).exists()


def test_a_deleted_organisation_leaves_no_files(organization, survey, alice):
    uid, _facts = given(survey, alice)
    path = path_of(organization, uid)
    remove_folder(organization.uid)
    assert not path.exists()


@pytest.mark.django_db(transaction=True)
def test_an_archive_takes_files_along(organization, survey, alice, tmp_path):
    uid, _facts = given(survey, alice)
    path = path_of(organization, uid)
    archive = tmp_path / "all.zip"
    privacy.write_archive(archive, by=alice)
    privacy.delete_organization(by=alice, typed_name=organization.name)
    assert not path.exists()
    organization_id = privacy.read_archive(archive)
    with organization_scope(organization_id):
        assert Upload.objects.get().uid == uid
    assert path.read_bytes() == WEBM
