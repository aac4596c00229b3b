"""Who belongs to which organisation."""

from __future__ import annotations

from heedful.platform.accounts.models import Membership
from heedful.platform.accounts.types import MemberFacts, Role
from heedful.platform.core.errors import NotFound
from heedful.platform.core.memory import remembered
from heedful.platform.core.organizations import facts as organization_facts
from heedful.platform.core.types import Actor, Permission


@remembered
def memberships_of(user_id: int) -> tuple[MemberFacts, ...]:
    """Return every organisation a user belongs to, the oldest membership first."""
    found = Membership.unscoped.filter(user_id=user_id, user__is_active=True)
    return tuple(member_facts(row) for row in found.select_related("user", "organization").order_by("id"))


def members(*, by: Actor) -> tuple[MemberFacts, ...]:
    """Return the members of the organisation in scope, by name."""
    by.require(Permission.MANAGE_MEMBERS)
    found = Membership.objects.select_related("user", "organization").order_by("user__email")
    return tuple(member_facts(row) for row in found)


def member(uid: str, *, by: Actor) -> MemberFacts:
    by.require(Permission.MANAGE_MEMBERS)
    found = Membership.objects.select_related("user", "organization").filter(uid=uid).first()
    if found is None:
        raise NotFound(f"No member {uid}.")
    return member_facts(found)


def member_facts(row: Membership) -> MemberFacts:
    return MemberFacts(
        id=row.pk,
        uid=row.uid,
        user_id=row.user_id,
        email=row.user.email,
        name=row.user.name,
        role=Role(row.role),
        organization=organization_facts(row.organization),
        since=row.created_at,
        last_sign_in_at=row.user.last_login,
    )
