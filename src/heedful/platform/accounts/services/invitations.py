"""Invitations: made by who may, mailed where mail is set, accepted once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from heedful.platform.accounts.events import InvitationAccepted, InvitationMade
from heedful.platform.accounts.models import Invitation, Membership, User
from heedful.platform.accounts.queries.invitations import invitation_facts, open_invitation_row, pending
from heedful.platform.accounts.queries.members import member_facts
from heedful.platform.accounts.services.members import require_may_grant
from heedful.platform.accounts.services.passwords import set_checked_password
from heedful.platform.accounts.tokens import new_token
from heedful.platform.accounts.types import InvitationFacts, MemberFacts, Newcomer, Role
from heedful.platform.core import audit, vault
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.core.outbox import announce
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

INVITATION_LASTS = timedelta(days=14)


def invite(
    *, by: Actor, email: str, role: Role, unit_uids: Sequence[str] = ()
) -> tuple[InvitationFacts, str]:
    """Invite an address; return the invitation and the link, which nobody can be shown again."""
    by.require(Permission.MANAGE_MEMBERS)
    require_may_grant(role, by=by)
    email = _checked(email)
    token = new_token()
    with writing():
        if Membership.objects.filter(user__email__iexact=email).exists():
            raise Conflict(f"{email} is a member already.")
        pending().filter(email__iexact=email).update(revoked_at=timezone.now())
        made = Invitation.objects.create(
            email=email,
            role=role,
            unit_uids=list(unit_uids),
            token_hash=token.digest,
            invited_by=by.label,
            expires_at=timezone.now() + INVITATION_LASTS,
        )
        url = f"{settings.BASE_URL}/join/{token.secret}/"
        audit.record("member.invited", by=by, subject_uid=made.uid, email=email, role=role)
        announce(InvitationMade(email, role, by.label, organization().name, vault.encrypt(url)))
    return invitation_facts(made), url


def change_invited_units(uid: str, unit_uids: Sequence[str], *, by: Actor) -> None:
    """Choose what an invited manager will see."""
    by.require(Permission.MANAGE_MEMBERS)
    with writing():
        if not pending().filter(uid=uid).update(unit_uids=list(unit_uids)):
            raise NotFound(f"No open invitation {uid}.")
        audit.record("invitation.units_changed", by=by, subject_uid=uid, units=list(unit_uids))


def revoke_invitation(uid: str, *, by: Actor) -> None:
    """Make an open invitation's link worthless."""
    by.require(Permission.MANAGE_MEMBERS)
    with writing():
        if not pending().filter(uid=uid).update(revoked_at=timezone.now()):
            raise NotFound(f"No open invitation {uid}.")
        audit.record("invitation.revoked", by=by, subject_uid=uid)


def accept_invitation(
    secret: str, *, newcomer: Newcomer | None = None, user_id: int | None = None
) -> MemberFacts:
    """Join by a link: as somebody new, or as the user who is signed in under the invited address."""
    with writing():
        invitation = open_invitation_row(secret)
        user = _accepting_user(invitation, newcomer, user_id)
        with organization_scope(invitation.organization_id):
            return _join(invitation, user)


def _accepting_user(invitation: Invitation, newcomer: Newcomer | None, user_id: int | None) -> User:
    known = User.objects.filter(email__iexact=invitation.email, is_active=True).first()
    if known is not None:
        if known.pk != user_id:
            raise NotPermitted(f"Sign in as {invitation.email} to accept this invitation.")
        return known
    if newcomer is None:
        raise InvalidInput(Problem("password", "Choose a name and a password."))
    user = User(email=invitation.email, name=newcomer.name.strip()[:200])
    set_checked_password(user, newcomer.password)
    user.save()
    return user


def _join(invitation: Invitation, user: User) -> MemberFacts:
    if Membership.objects.filter(user=user).exists():
        raise Conflict("You are a member of this organisation already.")
    # The conditional update is the lock: of two who press at once, only one changes the row.
    if not pending().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
        raise NotFound("This invitation was used already.")
    made = Membership.objects.create(user=user, role=invitation.role)
    by = Actor("user", str(user), invitation.organization_id, frozenset(), id=user.pk)
    audit.record(
        "member.joined", by=by, subject_uid=made.uid, role=made.role, invited_by=invitation.invited_by
    )
    announce(InvitationAccepted(made.pk, invitation.unit_uids, invitation.invited_by))
    return member_facts(made)


def _checked(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidInput(Problem("email", f"{email!r} is no e-mail address.")) from None
    return email
