from __future__ import annotations

import pytest
from tests.make import accounts

from heedful.platform.accounts.models import Membership
from heedful.platform.accounts.queries.members import member, members
from heedful.platform.accounts.services.members import change_role, remove_member
from heedful.platform.accounts.types import Role
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, NotFound, NotPermitted
from heedful.platform.core.types import Permission


def test_members_are_listed_with_their_roles(organization, alice):
    assert {one.name: one.role for one in members(by=alice)} == {
        "Alice": Role.OWNER,
        "Bob": Role.ANALYST,
        "Dora": Role.MANAGER,
    }


def test_a_role_changes_and_the_log_says_so(organization, cast, alice):
    assert change_role(cast.bob.uid, Role.ADMIN, by=alice).role is Role.ADMIN
    entry = audit.entries(by=alice, action="member.role_changed").items[0]
    assert (entry.actor, entry.subject_uid) == ("Alice", cast.bob.uid)
    assert entry.detail == {"before": "analyst", "role": "admin"}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MANAGER, Role.VIEWER])
def test_others_change_no_roles(organization, cast, role):
    by = accounts.actor(accounts.member(role, organization))
    with pytest.raises(NotPermitted):
        change_role(cast.bob.uid, Role.VIEWER, by=by)
    with pytest.raises(NotPermitted):
        members(by=by)


def test_admins_neither_make_nor_touch_owners(organization, cast):
    admin = accounts.actor(accounts.member(Role.ADMIN, organization))
    with pytest.raises(NotPermitted):
        change_role(cast.bob.uid, Role.OWNER, by=admin)
    with pytest.raises(NotPermitted):
        change_role(cast.alice.uid, Role.VIEWER, by=admin)
    with pytest.raises(NotPermitted):
        remove_member(cast.alice.uid, by=admin)


def test_the_last_owner_stays(organization, cast, alice):
    with pytest.raises(Conflict):
        change_role(cast.alice.uid, Role.ADMIN, by=alice)
    with pytest.raises(Conflict):
        remove_member(cast.alice.uid, by=alice)
    change_role(cast.bob.uid, Role.OWNER, by=alice)
    remove_member(cast.alice.uid, by=alice)
    assert not Membership.objects.filter(user=cast.alice.user).exists()


def test_a_removed_member_is_out_at_once(organization, cast, alice, dora_client):
    assert dora_client.get("/api/v1/me").status_code == 200
    remove_member(cast.dora.uid, by=alice)
    assert dora_client.get("/api/v1/me").status_code == 401
    assert dora_client.get("/settings/profile/").status_code == 403


def test_members_of_others_are_not_found(organization, cast, alice):
    for deed in (
        lambda: member(cast.charlie.uid, by=alice),
        lambda: change_role(cast.charlie.uid, Role.VIEWER, by=alice),
        lambda: remove_member(cast.charlie.uid, by=alice),
    ):
        with pytest.raises(NotFound):
            deed()


def test_a_manager_without_grants_sees_no_unit(organization):
    assert accounts.actor(accounts.member(Role.MANAGER, organization)).unit_ids == frozenset()


def test_a_manager_sees_the_granted_units(cast, dora):
    assert dora.unit_ids == {cast.branch.pk}
    assert not dora.may(Permission.WRITE_ANSWERS)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.ANALYST, Role.VIEWER])
def test_other_roles_see_all_units(organization, role):
    assert accounts.actor(accounts.member(role, organization)).unit_ids is None


def test_the_page_changes_a_role_and_removes(cast, alice_client):
    page = alice_client.get("/settings/members/")
    assert "Dora" in page.content.decode()
    path = f"/settings/members/{cast.bob.uid}/"
    assert alice_client.post(path, {"role": "viewer"}).status_code == 302
    cast.bob.refresh_from_db()
    assert cast.bob.role == "viewer"
    assert alice_client.post(f"{path}remove/").status_code == 302
    assert not Membership.unscoped.filter(pk=cast.bob.pk).exists()


def test_the_page_says_why_not(cast, alice_client):
    page = alice_client.post(f"/settings/members/{cast.alice.uid}/", {"role": "viewer"})
    assert "at least one owner" in page.content.decode()


def test_choosing_a_managers_units(cast, alice_client):
    path = f"/settings/members/{cast.dora.uid}/units/"
    page = alice_client.get(path).content.decode()
    assert page.count("checked") == 1
    alice_client.post(path, {"units": [cast.next_branch.uid]})
    assert accounts.actor(cast.dora).unit_ids == {cast.next_branch.pk}


def test_switching_to_another_organisation_one_belongs_to(cast, alice_client):
    from heedful.platform.core.scope import organization_scope

    with organization_scope(cast.other.pk):
        Membership.objects.create(user=cast.alice.user, role=Role.VIEWER)
    assert alice_client.get("/api/v1/me").json()["organization"]["name"] == "Alder & Sons"
    alice_client.post("/organization/switch/", {"organization": cast.other.uid})
    told = alice_client.get("/api/v1/me").json()
    assert told["organization"]["name"] == "Birch Ltd"
    assert "members.manage" not in told["permissions"]


def test_switching_to_an_organisation_of_others_is_not_found(cast, charlie_client):
    response = charlie_client.post("/organization/switch/", {"organization": cast.organization.uid})
    assert response.status_code == 404
    assert charlie_client.get("/api/v1/me").json()["organization"]["name"] == "Birch Ltd"
