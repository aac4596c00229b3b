"""Who is erased is gone from every byte under the organisation's folder."""

from __future__ import annotations

import zlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.make import words
from tests.make.responses import new_response, scores
from tests.make.surveys import question, survey

from heedful.listen.audiences import services as audiences
from heedful.listen.audiences.models import Attribute
from heedful.listen.audiences.types import NewContact
from heedful.listen.responses import services as response_services
from heedful.platform.core import outbox
from heedful.platform.core.queue import Job, Run, enqueue
from heedful.platform.core.types import Actor
from heedful.understand.warehouse import queries, services
from heedful.understand.warehouse.services import rebuilding
from heedful.understand.warehouse.stores import mentions_table, organization_folder, texts_table
from heedful.understand.warehouse.types import Query

SECRET, ADDRESS = "Zacharias-Quillfeather", "zq@planted.example"


@pytest.fixture
def everyone(organization):
    return Actor.system(organization.pk)


@pytest.fixture
def planted(organization, everyone):
    """A person among others, with values that stand out, in several files."""
    asked = survey(question(), question("why", "long_text"))
    audiences.ensure_attributes({"full_name": "text", "plan": "text"}, by=everyone)
    Attribute.objects.filter(key="full_name").update(is_personal=True)
    (contact_id,) = audiences.ensure_contacts([NewContact((("email", ADDRESS),), name=SECRET)], by=everyone)
    for _ in range(2):
        scores(asked, 3, contact_id=contact_id, attributes={"full_name": SECRET, "plan": ADDRESS})
        scores(asked, 10, 9, attributes={"full_name": "Somebody Else", "plan": "pro"})
        services.flush(organization.pk)
    return asked, contact_id


def bytes_with(text: str, folder: Path) -> list[Path]:
    """Files that hold a text in their bytes, or in a Parquet column once it is unpacked."""
    found = []
    for path in (one for one in folder.rglob("*") if one.is_file()):
        held = path.read_bytes()
        unpacked = str(pq.read_table(path).to_pydict()) if path.suffix == ".parquet" and held else ""
        if text.encode() in held or text in unpacked or zlib.crc32(held) == zlib.crc32(text.encode()):
            found.append(path)
    return found


def contact_uid(contact_id: int) -> str:
    from heedful.listen.audiences.models import Contact

    return Contact.objects.get(pk=contact_id).uid


def test_the_bytes_are_there_before_and_gone_after(planted, everyone):
    asked, contact_id = planted
    folder = organization_folder()
    assert len(bytes_with(SECRET, folder)) == 2
    assert [one for one in bytes_with(SECRET, folder) if one.suffix == ".json"] == []
    Attribute.objects.filter(key="plan").update(is_personal=True)
    response_services.erase_contact(contact_uid(contact_id), by=everyone)
    outbox.deliver_due()
    assert bytes_with(SECRET, folder) == []
    assert bytes_with(ADDRESS, folder) == []
    (cell,) = queries.counts(Query((asked.questions[0].id,)), by=everyone).cells
    assert cell.histogram.n == 6, "the scores stay, without a name"


def test_with_the_answers_too(planted, everyone):
    asked, contact_id = planted
    (row, *_) = queries.matching_response_ids(Query((asked.questions[0].id,)), by=everyone, value=3)
    by = words.edition(words.taxonomy("staff"))
    words.reading(row, "+staff", by=by, question_key="nps")
    services.flush(everyone.organization_id)
    assert mentions_table().snapshot().rows == 1
    response_services.erase_contact(contact_uid(contact_id), by=everyone, delete_answers=True)
    outbox.deliver_due()
    assert bytes_with(SECRET, organization_folder()) == []
    (cell,) = queries.counts(Query((asked.questions[0].id,)), by=everyone).cells
    assert cell.histogram.n == 4
    assert mentions_table().snapshot().rows == texts_table().snapshot().rows == 0


def test_what_a_rebuild_has_read_is_gone_as_well(planted, everyone, monkeypatch):
    asked, contact_id = planted
    monkeypatch.setattr(rebuilding, "CHUNK", 2)
    told = []

    def erase_after_the_first_chunk(self, *_arguments, **_named):
        if not told:
            told.append(bytes_with(SECRET, rebuilding.staging_folder()))
            response_services.erase_contact(contact_uid(contact_id), by=everyone)
            outbox.deliver_due()
            assert bytes_with(SECRET, organization_folder()) == []

    monkeypatch.setattr(Run, "tell", erase_after_the_first_chunk)
    job = enqueue("warehouse.rebuild", {}, by=everyone)
    services.rebuild(Run(Job.objects.get(pk=job.pk)))
    assert told[0], "the first chunk held the person"
    assert bytes_with(SECRET, organization_folder()) == []
    (cell,) = queries.counts(Query((asked.questions[0].id,)), by=everyone).cells
    assert cell.histogram.n == 6


def test_a_deleted_response_is_gone(planted, everyone):
    asked, _contact_id = planted
    marked = new_response(asked, {"nps": 5}, attributes={"plan": "Marked-Plan"})
    (outcome,) = response_services.store_responses([marked], by=everyone)
    services.flush(everyone.organization_id)
    assert bytes_with("Marked-Plan", organization_folder())
    response_services.delete_responses([outcome.uid], by=everyone)
    outbox.deliver_due()
    assert bytes_with("Marked-Plan", organization_folder()) == []


def test_an_organisation_that_is_gone_leaves_no_folder(planted, organization):
    folder = organization_folder()
    assert folder.exists()
    services.drop_organization(organization.uid)
    assert not folder.exists()
