"""Members, invitations, keys, the audit log and the organisation over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field

from heedful.platform.accounts.queries import invitations, keys, members
from heedful.platform.accounts.services import (
    invitations as invitation_services,
    keys as key_services,
    members as member_services,
)
from heedful.platform.accounts.types import InvitationFacts, KeyFacts, MemberFacts, Role
from heedful.platform.core import audit
from heedful.platform.core.organizations import change_organization
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import OrganizationFacts, Permission

router = Router(tags=["organisation"])
Cursor = Annotated[str | None, Field(description="next_cursor of the page before.")]
Limit = Annotated[int | None, Field(description="Items a page, 1 to 500; 50 unless told.")]


class OrganizationOut(Schema):
    uid: str
    name: str
    time_zone: str
    language: str
    is_demo: bool


class OrganizationIn(Schema):
    name: str
    time_zone: str
    language: str


class MeOut(Schema):
    kind: str
    name: str
    permissions: list[str]
    unit_ids: list[int] | None
    organization: OrganizationOut


class MemberOut(Schema):
    uid: str
    email: str
    name: str
    role: Role
    since: datetime
    last_sign_in_at: datetime | None


class RoleIn(Schema):
    role: Role


class InvitationIn(Schema):
    email: str
    role: Role
    unit_uids: list[str] = []


class InvitationOut(Schema):
    uid: str
    email: str
    role: Role
    unit_uids: list[str]
    invited_by: str
    created_at: datetime
    expires_at: datetime


class InvitationMadeOut(InvitationOut):
    url: str


class KeyIn(Schema):
    name: str
    scopes: list[Permission]


class KeyOut(Schema):
    uid: str
    name: str
    prefix: str
    scopes: list[str]
    created_by: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class KeyMadeOut(KeyOut):
    secret: str


class AuditOut(Schema):
    at: datetime
    actor_kind: str
    actor: str
    action: str
    subject_uid: str
    detail: dict[str, Any]


@router.get("/me", response=MeOut)
def me(request: HouseRequest) -> dict[str, Any]:
    """Who asks, with which permissions, in which organisation."""
    actor = request.actor
    return {
        "kind": actor.kind,
        "name": actor.label,
        "permissions": sorted(actor.permissions),
        "unit_ids": None if actor.unit_ids is None else sorted(actor.unit_ids),
        "organization": request.organization,
    }


@router.get("/organization", response=OrganizationOut)
def show_organization(request: HouseRequest) -> OrganizationFacts:
    """The organisation the key or session is for."""
    return request.organization


@router.put("/organization", response=OrganizationOut)
def put_organization(request: HouseRequest, organization: OrganizationIn) -> OrganizationFacts:
    """Change name, time zone and language."""
    return change_organization(by=request.actor, **organization.dict())


@router.get("/members", response=PageOut[MemberOut])
def list_members(request: HouseRequest) -> dict[str, Any]:
    """Everybody in the organisation."""
    return {"items": members.members(by=request.actor), "next_cursor": None}


@router.get("/members/{member_uid}", response=MemberOut)
def show_member(request: HouseRequest, member_uid: str) -> MemberFacts:
    """One member."""
    return members.member(member_uid, by=request.actor)


@router.patch("/members/{member_uid}", response=MemberOut)
def change_role(request: HouseRequest, member_uid: str, change: RoleIn) -> MemberFacts:
    """Give a member another role."""
    return member_services.change_role(member_uid, change.role, by=request.actor)


@router.delete("/members/{member_uid}", response={204: None})
def remove_member(request: HouseRequest, member_uid: str) -> Status[None]:
    """End a membership."""
    member_services.remove_member(member_uid, by=request.actor)
    return Status(204, None)


@router.get("/invitations", response=PageOut[InvitationOut])
def list_invitations(request: HouseRequest) -> dict[str, Any]:
    """Invitations nobody has accepted yet."""
    return {"items": invitations.invitations(by=request.actor), "next_cursor": None}


@router.post("/invitations", response={201: InvitationMadeOut})
def invite(request: HouseRequest, invitation: InvitationIn) -> Status[dict[str, Any]]:
    """Invite an address; the link in ``url`` is told this once."""
    made, url = invitation_services.invite(
        by=request.actor,
        email=invitation.email,
        role=invitation.role,
        unit_uids=invitation.unit_uids,
    )
    return Status(201, {**_invitation(made), "url": url})


@router.get("/invitations/{invitation_uid}", response=InvitationOut)
def show_invitation(request: HouseRequest, invitation_uid: str) -> InvitationFacts:
    """One open invitation."""
    return invitations.invitation(invitation_uid, by=request.actor)


@router.delete("/invitations/{invitation_uid}", response={204: None})
def revoke_invitation(request: HouseRequest, invitation_uid: str) -> Status[None]:
    """Withdraw an open invitation."""
    invitation_services.revoke_invitation(invitation_uid, by=request.actor)
    return Status(204, None)


@router.get("/keys", response=PageOut[KeyOut])
def list_keys(request: HouseRequest, cursor: Cursor = None, limit: Limit = None) -> Any:
    """API keys without their secrets, newest first."""
    return keys.keys(by=request.actor, cursor=cursor, limit=limit)


@router.post("/keys", response={201: KeyMadeOut})
def create_key(request: HouseRequest, key: KeyIn) -> Status[dict[str, Any]]:
    """Make a key; its ``secret`` is told this once."""
    made, secret = key_services.create_key(by=request.actor, name=key.name, scopes=key.scopes)
    return Status(201, {**_key(made), "secret": secret})


@router.delete("/keys/{key_uid}", response={204: None})
def revoke_key(request: HouseRequest, key_uid: str) -> Status[None]:
    """Revoke a key."""
    key_services.revoke_key(key_uid, by=request.actor)
    return Status(204, None)


@router.get("/audit", response=PageOut[AuditOut])
def list_audit(
    request: HouseRequest,
    action: str = "",
    actor: str = "",
    subject: str = "",
    cursor: Cursor = None,
    limit: Limit = None,
) -> Any:
    """The audit log, newest first."""
    by = request.actor
    return audit.entries(by=by, action=action, actor=actor, subject=subject, cursor=cursor, limit=limit)


def _invitation(made: InvitationFacts) -> dict[str, Any]:
    return InvitationOut.from_orm(made).dict()


def _key(made: KeyFacts) -> dict[str, Any]:
    return KeyOut.from_orm(made).dict()
