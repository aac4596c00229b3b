"""Open invitations."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from heedful.platform.accounts.models import Invitation
from heedful.platform.accounts.tokens import digest
from heedful.platform.accounts.types import InvitationFacts, Role
from heedful.platform.core.errors import NotFound
from heedful.platform.core.organizations import facts as organization_facts
from heedful.platform.core.types import Actor, Permission


def pending() -> QuerySet[Invitation]:
    """Return the rows of the organisation in scope that can still be accepted."""
    return Invitation.objects.select_related("organization").filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )


def invitations(*, by: Actor) -> tuple[InvitationFacts, ...]:
    """Return open invitations, newest first."""
    by.require(Permission.MANAGE_MEMBERS)
    return tuple(invitation_facts(row) for row in pending().order_by("-id"))


def invitation(uid: str, *, by: Actor) -> InvitationFacts:
    by.require(Permission.MANAGE_MEMBERS)
    found = pending().filter(uid=uid).first()
    if found is None:
        raise NotFound(f"No open invitation {uid}.")
    return invitation_facts(found)


def open_invitation_row(secret: str) -> Invitation:
    """Return the open invitation of a link, of whichever organisation."""
    open_ones = Invitation.unscoped.select_related("organization").filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )
    found = open_ones.filter(token_hash=digest(secret)).first()
    if found is None:
        raise NotFound("This invitation was used, withdrawn or has expired. Ask for a new one.")
    return found


def open_invitation(secret: str) -> InvitationFacts:
    """Return what the page of an invitation's link shows; the link is the proof of who may see it."""
    return invitation_facts(open_invitation_row(secret))


def invitation_facts(row: Invitation) -> InvitationFacts:
    return InvitationFacts(
        uid=row.uid,
        email=row.email,
        role=Role(row.role),
        unit_uids=tuple(row.unit_uids),
        invited_by=row.invited_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        organization=organization_facts(row.organization),
    )
