"""Roles and the end of memberships."""

from __future__ import annotations

from django.db.models import QuerySet

from heedful.platform.accounts.events import MemberRemoved
from heedful.platform.accounts.models import Membership
from heedful.platform.accounts.queries.members import member_facts
from heedful.platform.accounts.rules import may_grant
from heedful.platform.accounts.types import MemberFacts, Role
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, NotFound, NotPermitted
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def change_role(uid: str, role: Role, *, by: Actor) -> MemberFacts:
    """Give a member another role."""
    by.require(Permission.MANAGE_MEMBERS)
    with writing():
        member = _member(uid)
        require_may_grant(Role(member.role), by=by)
        require_may_grant(role, by=by)
        if member.role == Role.OWNER and role is not Role.OWNER:
            _require_another_owner(member)
        before, member.role = member.role, role
        member.save()
        audit.record("member.role_changed", by=by, subject_uid=uid, before=before, role=role)
    return member_facts(member)


def remove_member(uid: str, *, by: Actor) -> None:
    """End a membership; what the person did stays, under their name."""
    by.require(Permission.MANAGE_MEMBERS)
    with writing():
        member = _member(uid)
        require_may_grant(Role(member.role), by=by)
        if member.role == Role.OWNER:
            _require_another_owner(member)
        audit.record("member.removed", by=by, subject_uid=uid, email=member.user.email)
        announce(MemberRemoved(membership_uid=uid, user_id=member.user_id))
        member.delete()


def require_may_grant(role: Role, *, by: Actor) -> None:
    """Refuse to touch a role above one's own: only owners make and change owners."""
    if not may_grant(_role_of(by), role):
        raise NotPermitted(f"{by.label} may not give or take the role {role}.")


def _role_of(by: Actor) -> Role:
    if by.kind == "system":
        return Role.OWNER
    if by.kind == "key":
        return Role.ADMIN  # a key with members.manage: everything but owners
    found = Membership.objects.filter(user_id=by.id or 0).first()
    return Role(found.role) if found else Role.VIEWER


def _member(uid: str) -> Membership:
    found = _members().filter(uid=uid).first()
    if found is None:
        raise NotFound(f"No member {uid}.")
    return found


def _members() -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "organization")


def _require_another_owner(member: Membership) -> None:
    owners = Membership.objects.select_for_update().filter(role=Role.OWNER)
    if not [owner for owner in owners if owner.pk != member.pk]:
        raise Conflict("An organisation keeps at least one owner: make somebody else owner first.")
