"""Secrets we give away once and keep only the hash of."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Token:
    """A secret and what is stored of it; 256 random bits, so one round of SHA-256 is enough."""

    secret: str

    @property
    def digest(self) -> str:
        return digest(self.secret)


def new_token(prefix: str = "") -> Token:
    return Token(prefix + secrets.token_urlsafe(32))


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
