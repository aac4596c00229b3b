from __future__ import annotations

from heedful.listen.audiences.queries import granted_unit_ids
from heedful.platform.accounts.queries.members import memberships_of
from heedful.platform.accounts.rules import PERMISSIONS
from heedful.platform.accounts.types import Role
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


def reader(user_id: int) -> Actor | None:
    """Return a user as an actor of the organisation in scope; ``None`` when they have left it."""
    organization_id = current_organization_id()
    mine = (one for one in memberships_of(user_id) if one.organization.id == organization_id)
    member = next(mine, None)
    if member is None:
        return None
    unit_ids = granted_unit_ids(member.id) if member.role is Role.MANAGER else None
    return Actor("user", member.label, organization_id, PERMISSIONS[member.role], user_id, unit_ids)
