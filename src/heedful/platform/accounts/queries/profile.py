"""What users may know of themselves and of a link they hold."""

from __future__ import annotations

from heedful.platform.accounts.models import User


def language_of(user_id: int) -> str:
    return User.objects.filter(pk=user_id).values_list("language", flat=True).first() or ""


def has_user(email: str) -> bool:
    """Whether somebody signs in with this address."""
    return User.objects.filter(email__iexact=email, is_active=True).exists()
