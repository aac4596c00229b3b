from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.make import accounts

from heedful.platform.accounts.models import Membership, OneTimeLink, User
from heedful.platform.accounts.services.links import first_admin_link, sign_in_link
from heedful.platform.core.errors import NotFound, NotPermitted
from heedful.platform.core.models import AuditEntry, Organization
from heedful.platform.core.types import Actor

WHO = {
    "organization_name": "Elm & Co",
    "name": "Alice",
    "email": "Alice@Example.org",
    "password": accounts.PASSWORD,
}


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_the_first_start_makes_an_owner_who_says_who_they_are(db, client):
    path = path_of(first_admin_link())
    page = client.get(path)
    assert page.status_code == 200
    response = client.post(path, WHO)
    assert response.status_code == 302
    (owner,) = User.objects.all()
    assert owner.email == "alice@example.org"
    assert owner.check_password(accounts.PASSWORD)
    assert Organization.objects.get().name == "Elm & Co"
    assert client.get("/api/v1/me").json()["name"] == "Alice"


def test_the_link_works_once(db, client):
    path = path_of(first_admin_link())
    client.post(path, WHO)
    client.logout()
    assert client.get(path).status_code == 404
    assert client.post(path, WHO).status_code == 404


def test_opening_the_page_uses_nothing_up(db, client):
    path = path_of(first_admin_link())
    client.get(path)
    client.head(path)
    assert client.get(path).status_code == 200


def test_a_later_link_ends_the_one_before(db, client):
    first, second = path_of(first_admin_link()), path_of(first_admin_link())
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert User.objects.count() == 1
    assert Organization.objects.count() == 1


def test_links_end(db, client):
    path = path_of(first_admin_link())
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 404


def test_no_link_once_somebody_has_a_password(cast):
    assert first_admin_link() is None


def test_the_owner_owns_organisations_that_nobody_belongs_to(db):
    demo = accounts.organization("Demo")
    first_admin_link()
    assert Membership.unscoped.get().organization_id == demo.pk
    assert AuditEntry.unscoped.filter(action="member.joined").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"email": "nobody"}, "email"),
        ({"organization_name": ""}, "organization_name"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_stays_good(db, client, wrong, field):
    path = path_of(first_admin_link())
    page = client.post(path, {**WHO, **wrong})
    assert page.status_code == 200
    assert page.context["form"].errors[field]
    assert client.post(path, WHO).status_code == 302


def test_a_locked_out_member_gets_a_link_from_the_command_line_only(organization, cast, alice, client):
    with pytest.raises(NotPermitted):
        sign_in_link(by=alice, email="bob@example.org")
    url = sign_in_link(by=Actor.system(organization.pk), email="bob@example.org")
    response = client.post(path_of(url), {"name": "Bob", "password": "another long password"})
    assert response.status_code == 302
    assert User.objects.get(email="bob@example.org").check_password("another long password")


def test_no_link_for_people_of_other_organisations(organization):
    with pytest.raises(NotFound):
        sign_in_link(by=Actor.system(organization.pk), email="charlie@example.org")


def test_a_link_does_not_stand_in_for_the_second_factor(organization, cast, client):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(cast.bob.user, generate_totp_secret())
    url = sign_in_link(by=Actor.system(organization.pk), email="bob@example.org")
    response = client.post(path_of(url), {"name": "Bob", "password": "another long password"})
    assert response.url == "/accounts/login/"
    assert client.get("/api/v1/me").status_code == 401
