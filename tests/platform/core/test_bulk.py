"""Many rows at once, on whichever record store this is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.make.audiences import new_contact
from tests.make.responses import response
from tests.make.surveys import question, survey

from heedful.listen.audiences.models import Contact
from heedful.listen.audiences.services import ensure_contacts
from heedful.listen.responses.models import Response
from heedful.platform.core.bulk import insert_row, insert_rows, update_rows
from heedful.platform.core.scope import organization_scope


@pytest.fixture
def contacts(organization, alice):
    return ensure_contacts([new_contact(f"{name}@example.org") for name in ("ada", "ben", "cyd")], by=alice)


def test_each_row_gets_its_own_values(contacts):
    first, second, third = contacts
    update_rows(
        Contact,
        ["name", "attributes"],
        [(first, "Ada", {"plan": "gold", "it's": None}), (second, "50 % off", {})],
    )
    rows = {row.pk: (row.name, row.attributes) for row in Contact.objects.all()}
    assert rows == {first: ("Ada", {"plan": "gold", "it's": None}), second: ("50 % off", {}), third: ("", {})}


def test_times_numbers_references_and_nothing(contacts, alice):
    made = survey(question("nps", "nps"), name="Visit")
    row = Response.objects.get(uid=response(made, {"nps": 7}).uid)
    at = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    update_rows(
        Response, ["contact", "answered_at", "weight", "is_late"], [(row.pk, contacts[0], at, 1.5, True)]
    )
    now = Response.objects.get(pk=row.pk)
    assert (now.contact_id, now.answered_at, now.weight, now.is_late) == (contacts[0], at, 1.5, True)
    update_rows(Response, ["contact", "weight"], [(row.pk, None, None)])
    now.refresh_from_db()
    assert (now.contact_id, now.weight) == (None, None)


def test_rows_of_another_organisation_stay_as_they_are(contacts, cast):
    with organization_scope(cast.charlie.organization_id):
        update_rows(Contact, ["name"], [(contacts[0], "Mallory")])
    assert Contact.objects.get(pk=contacts[0]).name == ""


def test_a_single_row_comes_back_by_its_id(organization):
    at = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    values = {"uid": "con_1", "name": "50 % off", "attributes": {"it's": None}, "created_at": at}
    rest = {"language": "", "time_zone": "", "erased_at": None, "merged_into": None}
    made = insert_row(Contact, values | rest)
    row = Contact.objects.get(pk=made)
    assert (row.name, row.attributes, row.created_at) == ("50 % off", {"it's": None}, at)
    assert row.organization_id == organization.pk


@pytest.mark.parametrize("count", [0, 1, 3, 64, 64 + 16 + 4 + 1, 3 * 64 + 7])
def test_rows_of_any_number_arrive_each_once(organization, count):
    at = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    fields = ["uid", "name", "attributes", "created_at", "language", "time_zone"]
    insert_rows(Contact, fields, ((f"con_{n}", f"{n} %", {"n": n}, at, "", "") for n in range(count)))
    rows = Contact.objects.order_by("id").values_list("uid", "name", "attributes", "created_at")
    assert list(rows) == [(f"con_{n}", f"{n} %", {"n": n}, at) for n in range(count)]
