from __future__ import annotations

import pytest

from heedful.platform.accounts.models import ApiKey
from heedful.platform.accounts.queries.keys import forget_keyholders, keyholder, keys
from heedful.platform.accounts.services.keys import create_key, revoke_key
from heedful.platform.core.errors import InvalidInput, NotFound, NotPermitted
from heedful.platform.core.types import Actor, Permission


def test_a_key_opens_what_it_was_made_for(organization, alice):
    made, secret = create_key(by=alice, name="Till", scopes=[Permission.WRITE_ANSWERS])
    actor, organization_facts = keyholder(secret)
    assert actor.permissions == {Permission.WRITE_ANSWERS}
    assert actor.kind == "key"
    assert organization_facts.id == organization.pk
    assert made.prefix == secret[:8]


def test_only_the_hash_is_kept(organization, alice):
    _, secret = create_key(by=alice, name="Till", scopes=[Permission.WRITE_ANSWERS])
    assert secret not in str(ApiKey.objects.values().get())
    assert secret not in str(keys(by=alice))


def test_unknown_keys_open_nothing(db):
    assert keyholder("hk_unknown") is None
    assert keyholder("") is None


def test_use_is_noted(organization, alice):
    _, secret = create_key(by=alice, name="Till", scopes=[Permission.WRITE_ANSWERS])
    assert keys(by=alice).items[0].last_used_at is None
    keyholder(secret)
    assert keys(by=alice).items[0].last_used_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_revoked_key_opens_nothing_at_once(organization, alice):
    made, secret = create_key(by=alice, name="Till", scopes=[Permission.WRITE_ANSWERS])
    assert keyholder(secret)
    revoke_key(made.uid, by=alice)
    assert keyholder(secret) is None
    with pytest.raises(NotFound):
        revoke_key(made.uid, by=alice)


def test_nobody_gives_away_more_than_they_have(organization):
    by = Actor("key", "Till", organization.pk, frozenset({Permission.MANAGE_KEYS}))
    with pytest.raises(InvalidInput) as caught:
        create_key(by=by, name="Wider", scopes=[Permission.READ_ANSWERS])
    assert caught.value.problems[0].field == "scopes"


def test_analysts_make_no_keys(organization, bob):
    with pytest.raises(NotPermitted):
        create_key(by=bob, name="Till", scopes=[Permission.READ_SCORES])


@pytest.mark.parametrize(
    ("name", "scopes", "field"),
    [
        ("", ["scores.read"], "name"),
        ("x" * 101, ["scores.read"], "name"),
        ("Till", [], "scopes"),
        ("Till", ["moon"], "scopes"),
    ],
)
def test_bad_keys_are_refused_by_field(organization, alice, name, scopes, field):
    with pytest.raises(InvalidInput) as caught:
        create_key(by=alice, name=name, scopes=scopes)
    assert caught.value.problems[0].field == field


def test_a_permission_that_is_no_more_opens_nothing(organization, alice):
    _, secret = create_key(by=alice, name="Till", scopes=[Permission.READ_SCORES])
    ApiKey.objects.update(scopes=["scores.read", "fax.send"])
    forget_keyholders()
    assert keyholder(secret)[0].permissions == {Permission.READ_SCORES}


def test_the_page_shows_the_key_once(cast, alice_client):
    page = alice_client.post("/settings/keys/", {"name": "Till", "scopes": ["answers.write"]})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert secret not in alice_client.get("/settings/keys/").content.decode()
    alice_client.post(f"/settings/keys/{page.context['made'].uid}/revoke/")
    assert "revoked" in alice_client.get("/settings/keys/").content.decode()
