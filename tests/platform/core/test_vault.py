from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, strategies as st

from heedful.platform.core import vault
from heedful.platform.core.vault import SecretUnreadable


@given(st.text())
def test_what_goes_in_comes_out(secret):
    assert vault.decrypt(vault.encrypt(secret)) == secret


def test_nothing_of_the_secret_is_seen():
    token = vault.encrypt("correct horse")
    assert "horse" not in token
    assert token != vault.encrypt("correct horse")


def test_older_keys_still_read_and_the_newest_writes(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = (old,)
    token = vault.encrypt("secret")
    settings.ENCRYPTION_KEYS = (new, old)
    assert vault.decrypt(token) == "secret"
    written = vault.encrypt("secret")
    settings.ENCRYPTION_KEYS = (new,)
    assert vault.decrypt(written) == "secret"
    with pytest.raises(SecretUnreadable):
        vault.decrypt(token)


def test_a_changed_token_is_refused():
    token = vault.encrypt("secret")
    with pytest.raises(SecretUnreadable):
        vault.decrypt(token[:-4] + "AAAA")
