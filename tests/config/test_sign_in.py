"""Signing in: by password, by a mailed code, with a second factor; sessions; and how often one may try."""

from __future__ import annotations

import re
from importlib import reload

import allauth.account.urls
import allauth.urls
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import clear_url_caches
from tests.make import accounts

import heedful.config.urls
from heedful.platform.accounts.models import User

LOGIN = "/accounts/login/"
ALICE = {"login": "alice@example.org", "password": accounts.PASSWORD}


@pytest.fixture
def mailbox(settings):
    settings.MAIL_IS_CONFIGURED = True
    settings.ACCOUNT_LOGIN_BY_CODE_ENABLED = True
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    _read_addresses_again()
    yield mail.outbox
    settings.ACCOUNT_LOGIN_BY_CODE_ENABLED = False
    _read_addresses_again()


def _read_addresses_again() -> None:
    # allauth reads its settings when its addresses are read: some pages are there with mail only.
    for module in (allauth.account.urls, allauth.urls, heedful.config.urls):
        reload(module)
    clear_url_caches()


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def is_in(client: Client) -> bool:
    return client.get("/api/v1/me").status_code == 200


@pytest.mark.parametrize("email", ["alice@example.org", "ALICE@Example.org"])
def test_by_password(client, cast, email):
    response = client.post(LOGIN, ALICE | {"login": email})
    assert response.status_code == 302
    assert is_in(client)


def test_a_wrong_password_tells_nothing_of_who_exists(client, cast):
    wrong = client.post(LOGIN, ALICE | {"password": "wrong"}).content.decode()
    unknown = client.post(LOGIN, ALICE | {"login": "nobody@example.org"}).content.decode()
    errors = [re.findall(r'role="alert".*?</div></div>', page, re.DOTALL) for page in (wrong, unknown)]
    assert errors[0] == errors[1] != []
    assert not is_in(client)


def test_a_page_that_was_asked_for_comes_after_signing_in(client, cast):
    asked = client.get("/settings/members/?x=1")
    assert asked.url == "/accounts/login/?next=/settings/members/%3Fx%3D1"
    assert client.post(asked.url, ALICE | {"next": "/settings/members/?x=1"}).url == "/settings/members/?x=1"


def test_nobody_is_sent_elsewhere_after_signing_in(client, cast):
    response = client.post(LOGIN, ALICE | {"next": "https://evil.example/"})
    assert response.url == "/"


def test_a_partial_sends_the_whole_page_to_sign_in(client, db):
    response = client.get("/settings/members/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith(LOGIN)


def test_nobody_signs_up(client, db):
    page = client.post("/accounts/signup/", {"email": "eve@example.org", "password1": accounts.PASSWORD})
    assert "invitation" in page.content.decode()
    assert not User.objects.exists()


def test_guessing_is_slowed_down(client, cast):
    statuses = [client.post(LOGIN, ALICE | {"password": f"wrong {n}"}).status_code for n in range(12)]
    right = client.post(LOGIN, ALICE)
    assert 429 in statuses or right.status_code in {200, 429}
    assert not is_in(client)


def test_too_many_attempts_say_when_to_come_back(client, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        client.post(LOGIN, ALICE | {"password": "wrong"})
    response = client.post(LOGIN, ALICE)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Too many requests" in response.content.decode()


def test_by_a_mailed_code(client, cast, mailbox):
    client.post("/accounts/login/code/", {"email": "alice@example.org"})
    (message,) = mailbox
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", message.body, re.MULTILINE)[0]
    assert client.post("/accounts/login/code/confirm/", {"code": code}).status_code == 302
    assert is_in(client)


def test_strangers_are_not_written_to(client, cast, mailbox):
    client.post("/accounts/login/code/", {"email": "nobody@example.org"})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert mailbox == []


def test_a_new_password_by_mail_leads_to_our_own_address(client, cast, mailbox, settings):
    settings.BASE_URL = "https://heedful.example"
    response = client.post(
        "/accounts/password/reset/", {"email": "alice@example.org"}, headers={"Host": "evil.example"}
    )
    assert response.status_code == 302
    (message,) = mailbox
    assert "https://heedful.example/accounts/password/reset/key/" in message.body
    assert "evil" not in message.body


def test_without_a_mail_server_no_reset_is_kept_where_an_admin_could_read_it(client, cast):
    from heedful.platform.messaging.models import Mail

    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    assert not Mail.unscoped.exists()


@pytest.fixture
def secret(client, cast):
    """Alice's second factor, switched on by herself on the pages."""
    client.post(LOGIN, ALICE)
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": accounts.PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert response.status_code == 302, response.content.decode()
    client.logout()
    return secret


def test_the_second_factor_is_asked_for(client, secret):
    response = client.post(LOGIN, ALICE)
    assert response.url == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    client.post(response.url, {"code": "000000"})
    assert not is_in(client)


def test_the_second_factor_lets_in_and_is_stored_encrypted(client, secret, cast):
    from django.core.cache import cache

    cache.clear()  # the code that switched it on cannot be used again within its half minute
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    response = client.post(LOGIN, ALICE)
    client.post(response.url, {"code": code_of(secret)})
    assert is_in(client)


def test_a_recovery_code_lets_in_once(client, secret, cast):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    row = Authenticator.objects.get(user=cast.alice.user, type="recovery_codes")
    code = RecoveryCodes(row).get_unused_codes()[0]
    for expected in (True, False):
        response = client.post(LOGIN, ALICE)
        client.post(response.url, {"code": code})
        assert is_in(client) is expected
        client.logout()


def test_signing_out_everywhere_else(cast):
    here, there = Client(), Client()
    for client in (here, there):
        client.post(LOGIN, ALICE)
        assert is_in(client)
    assert here.get("/accounts/sessions/").content.decode().count("127.0.0.1") == 2
    here.post("/accounts/sessions/")
    assert is_in(here)
    assert not is_in(there)


def test_a_new_password_ends_other_sessions(cast):
    here, there = Client(), Client()
    for client in (here, there):
        client.post(LOGIN, ALICE)
    new = {
        "oldpassword": accounts.PASSWORD,
        "password1": "a new long password",
        "password2": "a new long password",
    }
    here.post("/accounts/password/change/", new)
    assert is_in(here)
    assert not is_in(there)


def test_pages_speak_the_users_language(alice_client):
    alice_client.post("/settings/profile/", {"name": "Alice", "language": "de"})
    assert '<html lang="de"' in alice_client.get("/settings/profile/").content.decode()
