from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.make import accounts

from heedful.platform.accounts.models import Invitation, Membership, User
from heedful.platform.accounts.queries.invitations import invitations
from heedful.platform.accounts.services.invitations import accept_invitation, invite, revoke_invitation
from heedful.platform.accounts.types import Newcomer, Role
from heedful.platform.core import outbox
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from heedful.platform.core.types import Permission

EVE = Newcomer("Eve", accounts.PASSWORD)


def token_of(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[1]


def invited(by, role=Role.VIEWER, **more) -> str:
    return token_of(invite(by=by, email="eve@example.org", role=role, **more)[1])


def test_somebody_new_joins_and_is_signed_in(cast, organization, alice, client):
    token = invited(alice, Role.ANALYST)
    page = client.get(f"/join/{token}/")
    assert "Join Alder &amp; Sons" in page.content.decode()
    assert client.post(f"/join/{token}/", {"name": "Eve", "password": accounts.PASSWORD}).status_code == 302
    told = client.get("/api/v1/me").json()
    assert told["name"] == "Eve"
    assert "surveys.write" in told["permissions"]
    assert client.get(f"/join/{token}/").status_code == 404


def test_only_the_hash_of_the_link_is_kept(organization, alice):
    token = invited(alice)
    assert token not in str(Invitation.objects.values().get())


def test_a_known_user_signs_in_to_accept(cast, organization, alice, client):
    _, url = invite(by=alice, email="charlie@example.org", role=Role.VIEWER)
    path = f"/join/{token_of(url)}/"
    assert "Sign in" in client.get(path).content.decode()
    with pytest.raises(NotPermitted):
        accept_invitation(token_of(url), newcomer=EVE)
    client.post(path, {"name": "Not Charlie", "password": accounts.PASSWORD})
    assert not Membership.objects.filter(user=cast.charlie.user).exists()
    client.force_login(cast.charlie.user)
    client.post(path)
    assert Membership.objects.filter(user=cast.charlie.user).exists()
    assert client.get("/api/v1/me").json()["organization"]["name"] == "Alder & Sons"


def test_somebody_else_signed_in_cannot_accept(cast, organization, alice, charlie_client):
    _, url = invite(by=alice, email="bob@example.com", role=Role.OWNER)
    User.objects.create_user("bob@example.com", accounts.PASSWORD)
    charlie_client.post(f"/join/{token_of(url)}/")
    assert not Membership.objects.filter(user=cast.charlie.user).exists()


def test_an_accepted_manager_sees_the_units_of_the_invitation(cast, organization, alice):
    token = invited(alice, Role.MANAGER, unit_uids=[cast.branch.uid])
    joined = accept_invitation(token, newcomer=EVE)
    row = Membership.objects.get(pk=joined.id)
    assert accounts.actor(row).unit_ids == frozenset()
    outbox.deliver_due()
    assert accounts.actor(row).unit_ids == {cast.branch.pk}


def test_links_end_by_time_by_withdrawal_and_by_a_newer_one(organization, alice):
    first, second = invited(alice), invited(alice)
    with pytest.raises(NotFound):
        accept_invitation(first, newcomer=EVE)
    (open_one,) = invitations(by=alice)
    revoke_invitation(open_one.uid, by=alice)
    with pytest.raises(NotFound):
        accept_invitation(second, newcomer=EVE)
    third = invited(alice)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        accept_invitation(third, newcomer=EVE)
    assert invitations(by=alice) == ()


def test_a_bad_password_leaves_the_invitation_open(organization, alice):
    token = invited(alice)
    with pytest.raises(InvalidInput) as caught:
        accept_invitation(token, newcomer=Newcomer("Eve", "12345"))
    assert {problem.field for problem in caught.value.problems} == {"password"}
    accept_invitation(token, newcomer=EVE)


def test_who_may_invite_whom(organization, bob):
    admin = accounts.actor(accounts.member(Role.ADMIN, organization))
    with pytest.raises(NotPermitted):
        invited(bob)
    with pytest.raises(NotPermitted):
        invited(admin, Role.OWNER)
    assert invited(admin, Role.ADMIN)


def test_members_are_not_invited_again(organization, alice):
    with pytest.raises(Conflict):
        invite(by=alice, email="BOB@example.org", role=Role.VIEWER)


def test_a_bad_address_is_named(organization, alice):
    with pytest.raises(InvalidInput) as caught:
        invite(by=alice, email="eve@", role=Role.VIEWER)
    assert caught.value.problems[0].field == "email"


def test_the_page_shows_the_link_once(cast, alice_client):
    data = {"email": "eve@example.org", "role": "manager"}
    page = alice_client.post("/settings/members/", data)
    assert page.context["link"] in page.content.decode()
    again = alice_client.get("/settings/members/").content.decode()
    assert "eve@example.org" in again
    assert page.context["link"] not in again
    uid = page.context["invited"].uid
    alice_client.post(f"/settings/invitations/{uid}/units/", {"units": [cast.branch.uid, "unt_foreign"]})
    assert Invitation.unscoped.get().unit_uids == [cast.branch.uid]
    alice_client.post(f"/settings/invitations/{uid}/revoke/")
    assert "eve@example.org" not in alice_client.get("/settings/members/").content.decode()


def test_a_key_invites_but_makes_no_owner(cast, client):
    headers = {"Authorization": f"Bearer {accounts.key(cast.organization, Permission.MANAGE_MEMBERS)}"}
    body = {"email": "eve@example.org", "role": "owner"}
    response = client.post("/api/v1/invitations", body, content_type="application/json", headers=headers)
    assert response.status_code == 403
