from __future__ import annotations

import pytest
from django.db import transaction
from tests.make.audiences import contact, new_contact, units

from heedful.listen.audiences import queries, services
from heedful.listen.audiences.models import Contact, Identity
from heedful.listen.audiences.rules import normal_identity, parents_first
from heedful.listen.audiences.types import NewContact, NewUnit
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, NotPermitted

pytestmark = pytest.mark.usefixtures("organization")


@pytest.mark.parametrize(
    ("kind", "given", "normal"),
    [
        ("email", " Ann@Example.ORG ", "ann@example.org"),
        ("phone", "+49 (30) 901820", "+4930901820"),
        ("external_id", " CRM-7 ", "CRM-7"),
    ],
)
def test_identities_have_one_normal_form(kind, given, normal):
    assert normal_identity(kind, given) == normal
    assert normal_identity(kind, normal) == normal


@pytest.mark.parametrize(
    ("kind", "given"), [("email", "ann"), ("phone", "030 1"), ("fax", "1"), ("email", " ")]
)
def test_what_is_no_identity_is_refused(kind, given):
    with pytest.raises(InvalidInput):
        normal_identity(kind, given)


def test_a_contact_is_found_by_any_identity_and_learns_the_others(bob):
    ann = NewContact((("email", "ann@example.org"),), "Ann")
    both = NewContact((("phone", "+4930901820"), ("email", "ANN@example.org")))
    by_phone = NewContact((("phone", "+49 30 901820"),), language="de")
    stranger = NewContact((("email", "bo@example.org"),))
    first, second, third, other = services.ensure_contacts([ann, both, by_phone, stranger], by=bob)
    assert first == second == third != other
    facts = queries.contact_facts([first], by=bob)[first]
    assert (facts.name, facts.language, len(facts.identities)) == ("Ann", "de", 2)
    assert services.ensure_contacts([by_phone], by=bob) == [first]


def test_rows_with_a_fault_are_named(bob):
    with pytest.raises(InvalidInput) as error:
        services.ensure_contacts([new_contact(), new_contact("nobody")], by=bob)
    assert [(problem.field, problem.row) for problem in error.value.problems] == [("email", 2)]
    assert not Contact.objects.exists()


def test_merging_keeps_the_first_and_follows_the_second(bob):
    ann = contact("ann@example.org", name="Ann", attributes={"plan": "pro"})
    old = contact("old@example.org", language="de", attributes={"plan": "free", "city": "Ulm"})
    kept = services.merge_contacts(ann.uid, old.uid, by=bob)
    assert (kept.name, kept.language, kept.attributes) == ("Ann", "de", {"plan": "pro", "city": "Ulm"})
    assert len(kept.identities) == 2
    assert queries.contact(old.uid, by=bob).uid == ann.uid
    assert [one.uid for one in queries.contacts(by=bob).items] == [ann.uid]
    with pytest.raises(NotFound):
        services.merge_contacts(ann.uid, old.uid, by=bob)
    with pytest.raises(InvalidInput):
        services.merge_contacts(ann.uid, ann.uid, by=bob)


def test_an_identity_belongs_to_one_contact(bob):
    ann, bo = contact("ann@example.org"), contact("bo@example.org")
    with pytest.raises(Conflict):
        services.change_contact(bo.uid, by=bob, identities=[("email", "ann@example.org")])
    services.change_contact(ann.uid, by=bob, identities=[("email", "anna@example.org")])
    assert Identity.objects.filter(value="ann@example.org").count() == 0


def test_attributes_of_a_contact_change_one_by_one(bob):
    ann = contact(attributes={"plan": "pro", "seats": 5})
    changed = services.change_contact(ann.uid, by=bob, attributes={"seats": "7", "plan": None})
    assert changed.attributes == {"seats": 7.0}
    with pytest.raises(InvalidInput):
        services.change_contact(ann.uid, by=bob, attributes={"seats": "many"})


def test_contacts_are_found_by_name_and_address(bob):
    ann = contact("ann@example.org", name="Ann Archer")
    contact("bo@example.org", name="Bo")
    for words in ("archer", "ann@", ann.uid):
        assert [one.uid for one in queries.contacts(by=bob, search=words).items] == [ann.uid]
    assert queries.contact_by_identity("email", "ANN@example.org", by=bob).uid == ann.uid


def test_dora_sees_contacts_met_at_her_branch_only(dora, cast, bob):
    here, there, nowhere = contact(name="Here"), contact(name="There"), contact()
    services.note_meetings(
        [(here.id, cast.branch.pk), (there.id, cast.next_branch.pk), (here.id, cast.branch.pk)]
    )
    assert [one.uid for one in queries.contacts(by=dora).items] == [here.uid]
    for hidden in (there, nowhere):
        with pytest.raises(NotFound):
            queries.contact(hidden.uid, by=dora)


def test_units_grow_as_a_tree_whatever_their_order(alice):
    made = units(
        NewUnit("site", parent_key="area"), NewUnit("area", level="area", parent_key="land"), NewUnit("land")
    )
    assert made["site"].path_ids == (made["land"].id, made["area"].id, made["site"].id)
    assert (made["site"].depth, made["site"].name) == (2, "site")


def test_units_are_as_they_are_now_however_often_they_were_asked_for(alice):
    (made,) = units(NewUnit("a", "Alpha")).values()
    assert queries.units() is queries.units()  # nothing changed, so nothing is made again
    point = transaction.savepoint_create()
    services.save_units([NewUnit("a", "Zeta")], by=alice)
    assert queries.units()[made.id].name == "Zeta"
    transaction.savepoint_rollback(point)
    assert queries.units()[made.id].name == "Alpha"


def test_known_units_stay_when_ensured_and_change_when_saved(alice):
    units(NewUnit("a", "Alpha", group="franchise"), NewUnit("b"))
    services.ensure_units([NewUnit("a", "Other")], by=alice)
    assert units(NewUnit("a"))["a"].name == "Alpha"
    services.save_units([NewUnit("a", "Other", level="shop", parent_key="b")], by=alice)
    found = units(NewUnit("a"))["a"]
    assert (found.name, found.level, found.group, found.depth) == ("Other", "shop", "", 1)


def test_moving_a_unit_takes_all_below_along(alice):
    made = units(NewUnit("a"), NewUnit("b", parent_key="a"), NewUnit("c", parent_key="b"), NewUnit("d"))
    services.move_unit(made["b"].uid, made["d"].uid, by=alice)
    moved = {unit.key: unit for unit in queries.units().values()}
    assert moved["c"].path_ids == (made["d"].id, made["b"].id, made["c"].id)
    assert moved["c"].depth == 2
    services.move_unit(made["b"].uid, None, by=alice)
    assert queries.unit(made["c"].uid).path_ids == (made["b"].id, made["c"].id)


@pytest.mark.parametrize("under", ["b", "c"])
def test_no_unit_stands_under_itself(alice, under):
    made = units(NewUnit("a"), NewUnit("b", parent_key="a"), NewUnit("c", parent_key="b"))
    with pytest.raises(Conflict):
        services.move_unit(made["b"].uid, made[under].uid, by=alice)


def test_circles_and_unknown_parents_are_refused(alice):
    with pytest.raises(InvalidInput):
        units(NewUnit("a", parent_key="b"), NewUnit("b", parent_key="a"))
    with pytest.raises(InvalidInput) as error:
        units(NewUnit("x"), NewUnit("y", parent_key="nowhere"))
    assert error.value.problems[0].row == 2
    assert parents_first([], set()) == []


def test_dora_sees_her_branch_and_nothing_beside_it(dora, cast):
    assert [unit.key for unit in queries.units(by=dora).values()] == [cast.branch.key]
    with pytest.raises(NotFound):
        queries.unit(cast.next_branch.uid, by=dora)


def test_grants_replace_each_other(alice, cast):
    services.grant_units(cast.dora.pk, [cast.region.uid], by=alice)
    assert queries.granted_unit_ids(cast.dora.pk) == {cast.region.pk}
    with pytest.raises(NotFound):
        services.grant_units(cast.dora.pk, ["unt_none"], by=alice)
    assert queries.granted_unit_ids(cast.dora.pk) == {cast.region.pk}


def test_whoever_may_not_is_refused(dora):
    with pytest.raises(NotPermitted):
        services.save_units([NewUnit("a")], by=dora)
    with pytest.raises(NotPermitted):
        services.change_attribute("plan", by=dora, label="Plan")
