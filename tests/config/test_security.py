"""Headers, cookies, tokens and limits of every page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client, override_settings
from django.urls import get_resolver
from tests.make import accounts
from tests.test_tenants import LISTS, PUBLIC

from heedful.platform.accounts.models import User

PAGES = [
    one
    for one in LISTS
    if one.template == "api/v1/docs" or not one.template.startswith(("api/v1/", "ui/", "w/heedful-"))
]
ENTRANCE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"]
OWN = ["/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/sessions/"]


class Inline(HTMLParser):
    """Finds what our content security policy would refuse."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce, self.found = nonce, []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        runs = tag in {"script", "style"} and "src" not in given and given.get("type") != "application/json"
        if runs and (not self.nonce or given.get("nonce") != self.nonce):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        for name in ("src", "href", "action"):
            address = given.get(name) or ""
            if tag in {"script", "link", "img", "form", "iframe"} and re.match(r"(https?:)?//", address):
                self.found.append(f"{tag} {name}={address}")


def check(response) -> None:
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    if "html" in response["Content-Type"]:
        nonce = re.search(r"'nonce-([^']+)'", policy)
        parser = Inline(nonce[1] if nonce else "")
        parser.feed(response.content.decode())
        assert parser.found == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_our_pages_keep_the_policy(page, alice_client):
    from tests.make.everything import HARMLESS

    response = alice_client.get(page.url(HARMLESS))
    assert response.status_code in {200, 302, 400, 405, 422}
    if not response.streaming:
        check(response)


@pytest.mark.parametrize("path", ENTRANCE)
def test_pages_of_the_entrance_keep_the_policy(path, client, db):
    response = client.get(path)
    assert response.status_code == 200
    check(response)


@pytest.mark.parametrize("path", OWN)
def test_pages_of_ones_own_account_keep_the_policy(path, alice_client):
    alice_client.post("/accounts/reauthenticate/", {"password": accounts.PASSWORD})
    response = alice_client.get(path)
    assert response.status_code == 200, response.headers
    check(response)
    assert "ui/base.css" in response.content.decode()


@pytest.mark.parametrize("path", ["/nowhere/", "/settings/members/mem_none/"])
def test_pages_of_errors_keep_the_policy(path, alice_client):
    response = alice_client.get(path)
    assert response.status_code == 404
    check(response)


def test_a_form_without_its_token_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice.user)
    response = client.post("/settings/organization/", {"name": "Stolen"})
    assert response.status_code == 403
    assert "too old" in response.content.decode()
    cast.organization.refresh_from_db()
    assert cast.organization.name == "Alder & Sons"


def test_every_view_checks_the_token_but_those_that_something_else_lets_in():
    exempt = {
        re.sub(r"<\w+:", "<", str(pattern.pattern))
        for pattern in _patterns(get_resolver().url_patterns)
        if getattr(pattern.callback, "csrf_exempt", False) and not _is_of_the_api(pattern.callback)
    }
    # No session acts there: a seal, a signature or a public key does. The preview stores nothing.
    assert exempt <= {*PUBLIC, "surveys/<survey_uid>/preview/"}


def _patterns(patterns):
    for pattern in patterns:
        yield from _patterns(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]


def _is_of_the_api(view) -> bool:
    # Ninja exempts its views; our middleware checks the token for everything below /api/.
    return getattr(view, "__module__", "").startswith("ninja") or getattr(view, "is_of_the_api", False)


@pytest.mark.parametrize("address", ["https://heedful.example", "http://127.0.0.1:8000"])
def test_cookies_travel_encrypted_where_the_address_is(address, cast):
    secure = address.startswith("https")
    with override_settings(SESSION_COOKIE_SECURE=secure, CSRF_COOKIE_SECURE=secure):
        client = Client()
        client.get("/accounts/login/")
        client.post("/accounts/login/", {"login": "alice@example.org", "password": accounts.PASSWORD})
    session = client.cookies["sessionid"]
    assert bool(session["secure"]) is secure
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_the_settings_follow_the_address(tmp_path):
    import subprocess
    import sys

    code = (
        "from heedful.config import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
    )
    for address, expected in {
        "https://x.example": "True True True",
        "http://x.example": "False False False",
    }.items():
        environment = {"HEEDFUL_HOME": str(tmp_path), "HEEDFUL_BASE_URL": address}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected


def test_passwords_are_stored_by_argon2(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = User.objects.create_user("eve@example.org", accounts.PASSWORD)
    assert user.password.startswith("argon2$argon2id$")
    assert user.check_password(accounts.PASSWORD)


def test_the_secrets_are_the_instances_own(settings):
    path = settings.HEEDFUL_HOME / "secrets.json"
    assert path.stat().st_mode & 0o077 == 0
    assert settings.SECRET_KEY in path.read_text()


def test_a_body_larger_than_the_limit_is_refused(cast, settings, client):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    headers = {"Authorization": f"Bearer {accounts.key(cast.organization)}"}
    body = b'{"name": "' + b"x" * 2000 + b'"}'
    response = client.post("/api/v1/keys", body, content_type="application/json", headers=headers)
    assert response.status_code == 413
    assert response.json()["type"] == "urn:heedful:problem:content-too-large"


def test_a_form_with_thousands_of_fields_is_refused(alice_client):
    fields = {f"field{number}": "x" for number in range(2000)}
    assert alice_client.post("/settings/organization/", fields).status_code == 400


def test_pages_for_nobody_are_those_of_respondents_and_doors_with_a_key_of_their_own():
    places = {template.split("/")[0] for template in PUBLIC}
    assert places == {"s", "w", "u", "preferences", "hooks", "welcome", "join", "healthz", "api", "ui"}
    assert all(PUBLIC.values())
