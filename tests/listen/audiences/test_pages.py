from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.make.audiences import contact, units

from heedful.listen.audiences import queries, services
from heedful.listen.audiences.types import NewUnit

pytestmark = pytest.mark.usefixtures("organization")


def text(reply) -> str:
    assert reply.status_code == 200
    return reply.content.decode()


def csv(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("units.csv", content.encode())


def test_contacts_are_listed_and_found(alice_client):
    contact("ann@example.org", name="Ann")
    contact("bo@example.org", name="Bo")
    assert "Bo" in text(alice_client.get("/contacts/"))
    page = text(alice_client.get("/contacts/?q=ann"))
    assert "ann@example.org" in page
    assert "bo@example.org" not in page


def test_units_stand_in_the_order_of_the_tree(alice_client, cast):
    units(NewUnit("aa", "South"), NewUnit("x", "Zeta", parent_key="north"))
    page = text(alice_client.get("/units/"))
    places = [page.index(name) for name in ("South", "Unit north<", "Unit north-1", "Unit north-2", "Zeta")]
    assert sorted(places[1:]) == places[1:]


def test_many_units_come_a_page_at_a_time(alice_client, cast):
    units(*(NewUnit(f"s{n:03}", f"Site {n:03}", parent_key="north-1") for n in range(120)))
    first = alice_client.get("/units/")
    assert "Site 000" in text(first)
    assert "Site 119" not in text(first)
    second = text(alice_client.get(first.context["next_url"]))
    assert "Site 119" in second
    assert "Site 000" not in second
    assert f">{cast.branch.name}</a> ›" in second  # under what it goes on
    assert 'href="/units/"' in second
    below = alice_client.get(f"/units/{cast.branch.uid}/")
    assert "Site 119" not in text(below)
    assert "Site 119" in text(alice_client.get(below.context["next_url"]))
    assert alice_client.get("/units/?cursor=nonsense").status_code == 422


def test_a_unit_is_added_changed_and_moved(alice_client, cast):
    new = {"key": "x", "name": "Corner", "level": "branch", "parent_key": "north"}
    assert alice_client.post("/units/", new).status_code == 302
    made = units(NewUnit("x"))["x"]
    assert made.path_ids[0] == cast.region.pk
    changed = {
        "name": "Corner 2",
        "level": "branch",
        "group": "franchise",
        "parent_key": "",
        "closed_on": "2026-01-31",
    }
    assert alice_client.post(f"/units/{made.uid}/", changed).status_code == 302
    after = queries.unit(made.uid)
    assert (after.name, after.group, after.depth, str(after.closed_on)) == (
        "Corner 2",
        "franchise",
        0,
        "2026-01-31",
    )


def test_what_is_wrong_with_a_unit_stands_beside_the_field(alice_client, cast):
    page = text(
        alice_client.post("/units/", {"key": "x", "name": "X", "level": "site", "parent_key": "nowhere"})
    )
    assert "no unit has the key &#x27;nowhere&#x27;" in page
    page = text(
        alice_client.post(
            f"/units/{cast.region.uid}/", {"name": "N", "level": "region", "parent_key": "north-1"}
        )
    )
    assert "cannot be put under" in page


def test_a_file_of_units_is_taken_whole(alice_client, cast):
    content = "key;name;level;parent_key\ny;Why;branch;x\nx;Ex;region;\nnorth-1;Harbour;branch;x\n"
    assert alice_client.post("/units/upload/", {"file": csv(content)}).status_code == 302
    made = units(NewUnit("y"), NewUnit("x"))
    assert made["y"].parent_id == made["x"].id
    assert queries.unit(cast.branch.uid).name == "Harbour"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name\nA", "the column key"),
        ("", "empty"),
        ("key,shoe\na,1", "unknown column: shoe"),
        ("key,parent_key\na,b\nb,a", "above themselves"),
        ("key\n" + "x" * 121, "1 to 120 characters"),
    ],
)
def test_a_broken_file_changes_nothing(alice_client, cast, content, told):
    before = len(queries.units())
    assert told in text(alice_client.post("/units/upload/", {"file": csv(content)}))
    assert len(queries.units()) == before


def test_dora_sees_her_units_and_changes_none(dora_client, cast):
    page = text(dora_client.get("/units/"))
    assert cast.branch.name in page
    assert cast.next_branch.name not in page
    assert dora_client.get(f"/units/{cast.next_branch.uid}/").status_code == 404
    assert dora_client.get("/units/upload/").status_code == 403


def test_attributes_are_renamed_and_marked(alice_client, alice, dora_client):
    services.ensure_attributes({"plan": "text"}, by=alice)
    alice_client.post("/settings/attributes/", {"key": "plan", "label": "Plan bought", "is_personal": "on"})
    facts = queries.attributes()["plan"]
    assert (facts.label, facts.is_personal) == ("Plan bought", True)
    assert "Plan bought" in text(dora_client.get("/settings/attributes/"))
    assert alice_client.post("/settings/attributes/", {"key": "no", "label": "x"}).status_code == 404
