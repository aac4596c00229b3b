from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    ANALYST = "analyst"
    MANAGER = "manager"  # of some units: sees only them
    VIEWER = "viewer"
