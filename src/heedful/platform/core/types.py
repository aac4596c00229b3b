"""Who acts, what an actor may do, and for which organisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal
from zoneinfo import ZoneInfo

from heedful.platform.core.errors import NotPermitted


class Permission(StrEnum):
    """What services ask for. API keys carry these as scopes; roles are sets of them."""

    READ_SCORES = "scores.read"
    READ_ANSWERS = "answers.read"
    WRITE_ANSWERS = "answers.write"
    READ_CONTACTS = "contacts.read"
    WRITE_CONTACTS = "contacts.write"
    READ_SURVEYS = "surveys.read"
    WRITE_SURVEYS = "surveys.write"
    WRITE_PROGRAMS = "programs.write"
    WRITE_BOARDS = "boards.write"
    IMPORT = "answers.import"
    EXPORT = "answers.export"
    MANAGE_UNITS = "units.manage"
    MANAGE_MEMBERS = "members.manage"
    MANAGE_KEYS = "keys.manage"
    MANAGE_ORGANIZATION = "organization.manage"
    READ_AUDIT = "audit.read"


ALL_PERMISSIONS = frozenset(Permission)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a user, an API key or the system, inside one organisation.

    ``unit_ids`` are the units the actor may see, each with everything below it; ``None`` means all.
    """

    kind: Literal["user", "key", "system"]
    label: str
    organization_id: int
    permissions: frozenset[Permission]
    id: int | None = None
    unit_ids: frozenset[int] | None = None

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        if not self.may(permission):
            raise NotPermitted(f"{self.label} lacks the permission {permission}.")

    @classmethod
    def system(cls, organization_id: int, label: str = "Heedful") -> Actor:
        return cls("system", label, organization_id, ALL_PERMISSIONS)


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """The tenant as other modules see it."""

    id: int
    uid: str
    name: str
    time_zone: str = "UTC"
    language: str = "en"
    is_demo: bool = False
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """One line of the audit log."""

    id: int
    at: datetime
    actor_kind: str
    actor: str
    action: str
    subject_uid: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job as pages and the API show it."""

    uid: str
    kind: str
    state: str  # waiting, running, done, failed, cancelled
    done: int
    total: int | None
    message: str
    error: str
    payload: dict[str, Any]
    result: dict[str, Any]
    created_at: datetime
    finished_at: datetime | None
    requested_by: str
