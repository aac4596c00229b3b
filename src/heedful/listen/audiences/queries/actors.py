from __future__ import annotations

from heedful.listen.audiences.queries.units import granted_unit_ids
from heedful.platform.accounts.queries.members import memberships_of
from heedful.platform.accounts.rules import PERMISSIONS
from heedful.platform.accounts.types import MemberFacts, Role
from heedful.platform.core.scope import current_organization_id, organization_scope
from heedful.platform.core.types import Actor


def member_actor(member: MemberFacts) -> Actor:
    """Return the actor a membership makes; a manager without grants sees nothing."""
    unit_ids = None
    if member.role is Role.MANAGER:
        with organization_scope(member.organization.id):
            unit_ids = granted_unit_ids(member.id)
    return Actor(
        kind="user",
        label=member.label,
        organization_id=member.organization.id,
        permissions=PERMISSIONS[member.role],
        id=member.user_id,
        unit_ids=unit_ids,
    )


def user_actor(user_id: int) -> Actor | None:
    """Return a user as an actor of the organisation in scope; ``None`` when they have left it."""
    organization_id = current_organization_id()
    mine = (one for one in memberships_of(user_id) if one.organization.id == organization_id)
    member = next(mine, None)
    return None if member is None else member_actor(member)
