"""What was noted about somebody, over time."""

from __future__ import annotations

import pytest
from tests.make.audiences import contact, new_contact

from heedful.listen.audiences import queries, services
from heedful.listen.audiences.models import AttributeChange
from heedful.platform.core import personal_data
from heedful.platform.core.errors import NotFound
from heedful.platform.core.personal_data import Erasure

pytestmark = pytest.mark.usefixtures("organization")


def told(uid, by):
    return [(one.key, one.before, one.after) for one in queries.attribute_changes(uid, by=by)]


def ann(**attributes):
    return new_contact("ann@example.org", attributes=attributes)


def first_ann(**attributes):
    return contact("ann@example.org", attributes=attributes)


def test_only_what_changes_is_noted_with_who_noted_it(alice):
    first = first_ann(plan="free", city="Oslo")
    assert told(first.uid, alice) == []  # what was known from the start stands with the contact
    services.ensure_contacts([ann(plan="free"), ann(plan="pro"), ann(seats=3)], by=alice)
    services.change_contact(first.uid, by=alice, attributes={"city": None})
    assert told(first.uid, alice) == [
        ("city", "Oslo", None),
        ("seats", None, 3),
        ("plan", "free", "pro"),
    ]
    assert queries.attribute_changes(first.uid, by=alice)[0].by == alice.label


def test_of_merged_contacts_the_history_is_one(alice):
    kept = first_ann(plan="pro")
    gone = contact("ann@work.example", attributes={"plan": "free", "city": "Bonn"})
    services.change_contact(gone.uid, by=alice, attributes={"city": "Rome"})
    services.merge_contacts(kept.uid, gone.uid, by=alice)
    assert told(kept.uid, alice) == [("city", None, "Rome"), ("city", "Bonn", "Rome")]


def test_who_is_forgotten_has_no_history(alice):
    first = first_ann(plan="free")
    services.change_contact(first.uid, by=alice, attributes={"plan": "pro"})
    (change,) = personal_data.export(first.uid, by=alice)["audiences"]["data"]["attributes_before"]
    assert (change["key"], change["before"], change["after"]) == ("plan", "free", "pro")
    personal_data.erase(Erasure(first.uid), by=alice)
    assert not AttributeChange.objects.exists()


def test_others_do_not_find_it(alice, dora):
    with pytest.raises(NotFound):
        queries.attribute_changes(first_ann(plan="free").uid, by=dora)
