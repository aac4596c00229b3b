"""Secrets at rest: encrypted with the instance's key, which lives in its folder and nowhere else."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from heedful.platform.core.errors import PermanentError


class SecretUnreadable(PermanentError):
    """The secret was encrypted with a key this instance does not have."""

    code = "secret-unreadable"


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])


def encrypt(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def decrypt(token: str) -> str:
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable("Encrypted with another key; restore the instance's secrets file.") from error
