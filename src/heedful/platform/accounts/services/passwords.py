"""Passwords: checked by the rules of the settings, stored by Argon2."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from heedful.platform.accounts.models import User
from heedful.platform.core.errors import InvalidInput, Problem


def set_checked_password(user: User, password: str) -> None:
    """Set a password that keeps the rules; the caller saves the user."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput(*(Problem("password", message) for message in error.messages)) from None
    user.set_password(password)
