"""How allauth's sign-in fits this house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heedful.platform.core import vault
from heedful.platform.messaging.services import send_now


@dataclass(frozen=True, slots=True)
class Site:
    """The instance as its mails name it."""

    name: str = "Heedful"

    @property
    def domain(self) -> str:
        return str(settings.BASE_URL)


class InvitationOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves: accounts come from invitations and the first admin link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a sign-in code or a reset link at once: somebody waits for it."""
        ours = {"request": allauth_context.request, "email": email, "current_site": Site()}
        send_now(self.render_mail(template_prefix, email, {**ours, **context}))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Lead to our own address: the one in the request is whatever its sender claims."""
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + address.replace("UID-KEY", key)


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors are stored encrypted with the instance's key."""

    def encrypt(self, text: str) -> str:
        return vault.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.decrypt(encrypted_text)
