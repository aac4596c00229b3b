from __future__ import annotations

import json

import pytest
from tests.make import accounts
from typer.testing import CliRunner

from heedful.config.cli import doctor, keys, users
from heedful.platform.accounts.models import Membership
from heedful.platform.accounts.queries.keys import keyholder
from heedful.platform.core.errors import HeedfulError, NotFound


def run(app, *arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, arguments)
    if isinstance(result.exception, HeedfulError):
        raise result.exception
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture
def named(cast):
    return ["--organization", cast.organization.uid]


def test_users(cast, named):
    told = json.loads(run(users.app, "users", "list", *named, "--json"))
    assert {one["email"]: one["role"] for one in told}["bob@example.org"] == "analyst"
    assert "charlie" not in run(users.app, "users", "list", *named)
    made = json.loads(run(users.app, "users", "invite", "eve@example.org", "viewer", *named, "--json"))
    assert "/join/" in made["url"]
    assert "/welcome/" in run(users.app, "users", "link", "bob@example.org", *named)
    run(users.app, "users", "role", "bob@example.org", "admin", *named)
    assert Membership.unscoped.get(pk=cast.bob.pk).role == "admin"
    run(users.app, "users", "remove", "bob@example.org", *named)
    assert not Membership.unscoped.filter(pk=cast.bob.pk).exists()


def test_users_of_other_organisations_are_not_found(cast, named):
    with pytest.raises(NotFound):
        run(users.app, "users", "role", "charlie@example.org", "viewer", *named)


def test_the_first_link_and_no_second_once_somebody_has_a_password(db):
    assert "/welcome/" in run(users.app, "users", "link")
    accounts.cast()
    with pytest.raises(NotFound):
        run(users.app, "users", "link")


def test_keys(cast, named):
    made = json.loads(run(keys.app, "keys", "create", "Till", "--scope", "scores.read", *named, "--json"))
    actor, organization = keyholder(made["secret"])
    assert actor.permissions == {"scores.read"}
    assert organization.id == cast.organization.pk
    assert made["secret"] not in run(keys.app, "keys", "list", *named)
    assert "Till" in run(keys.app, "keys", "list", *named)
    told = json.loads(run(keys.app, "keys", "list", *named, "--json"))
    run(keys.app, "keys", "revoke", told[0]["uid"], *named)
    assert json.loads(run(keys.app, "keys", "list", *named, "--json"))[0]["revoked_at"]


def test_doctor(db):
    found = {one["name"]: one for one in json.loads(run(doctor.app, "--json", status=1))}
    assert found["record store"]["state"] == "ok"
    assert found["mail"]["state"] == "off"
    assert "HEEDFUL_SMTP_URL" in found["mail"]["how"]
    assert found["worker"]["state"] == "bad"
    assert "record store" in run(doctor.app, status=1)
