"""What happens to members, for the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class InvitationMade:
    """Somebody is to be told; the address they open is sealed, because it lets them in."""

    name: ClassVar[str] = "invitation.made"
    email: str
    role: str
    invited_by: str
    organization_name: str
    sealed_url: str  # platform.core.vault opens it


@dataclass(frozen=True, slots=True)
class InvitationAccepted:
    """A membership began; the units it was invited for are to be granted."""

    name: ClassVar[str] = "invitation.accepted"
    membership_id: int
    unit_uids: list[str]
    invited_by: str


@dataclass(frozen=True, slots=True)
class MemberRemoved:
    """A membership ended."""

    name: ClassVar[str] = "member.removed"
    membership_uid: str
    user_id: int
