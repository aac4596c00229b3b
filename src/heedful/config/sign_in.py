"""How allauth's sign-in fits this house."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from heedful.platform.core import vault


class InvitationOnly(DefaultAccountAdapter):
    """Nobody signs up by themselves: accounts come from invitations and the first admin link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False


class SealedFactors(DefaultMFAAdapter):
    """Second factors are stored encrypted with the instance's key."""

    def encrypt(self, text: str) -> str:
        return vault.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.decrypt(encrypted_text)
