from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from heedful.platform.core.types import OrganizationFacts

CHOSEN_ORGANIZATION = "organization"  # session key: uid of the organisation a user looks at


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    ANALYST = "analyst"
    MANAGER = "manager"  # of some units: sees only them
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A user in an organisation."""

    id: int
    uid: str
    user_id: int
    email: str
    name: str
    role: Role
    organization: OrganizationFacts
    since: datetime
    last_sign_in_at: datetime | None = None

    @property
    def label(self) -> str:
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """An API key, without its secret."""

    id: int
    uid: str
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_by: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """An invitation, without its token."""

    uid: str
    email: str
    role: Role
    unit_uids: tuple[str, ...]
    invited_by: str
    created_at: datetime
    expires_at: datetime
    organization: OrganizationFacts


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says of themselves who opens an invitation or the first admin link."""

    name: str
    password: str
    email: str = ""
