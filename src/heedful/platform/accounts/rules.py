"""What each role may do."""

from __future__ import annotations

from heedful.platform.accounts.types import Role
from heedful.platform.core.types import ALL_PERMISSIONS, Permission

_VIEWER = frozenset({Permission.READ_SCORES, Permission.READ_SURVEYS})
_MANAGER = _VIEWER | {Permission.READ_ANSWERS, Permission.READ_CONTACTS}
_ANALYST = _MANAGER | {
    Permission.WRITE_ANSWERS,
    Permission.WRITE_CONTACTS,
    Permission.WRITE_SURVEYS,
    Permission.WRITE_PROGRAMS,
    Permission.WRITE_BOARDS,
    Permission.IMPORT,
    Permission.EXPORT,
}
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: ALL_PERMISSIONS,
    Role.ADMIN: ALL_PERMISSIONS,
    Role.ANALYST: _ANALYST,
    Role.MANAGER: _MANAGER,
    Role.VIEWER: _VIEWER,
}


def may_grant(granter: Role, role: Role) -> bool:
    """Only owners make owners; admins grant everything else."""
    if granter is Role.OWNER:
        return True
    return granter is Role.ADMIN and role is not Role.OWNER
