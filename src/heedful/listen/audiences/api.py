"""Contacts, units and attributes over HTTP."""

from __future__ import annotations

from typing import Any

from ninja import Router, Status

from heedful.listen.audiences import queries, services
from heedful.listen.audiences.permissions_api import router as permissions
from heedful.listen.audiences.schemas import (
    AttributeChange,
    AttributeIn,
    AttributeOut,
    ContactChange,
    ContactOut,
    ContactsIn,
    ErasureIn,
    MergeIn,
    SavedUnits,
    UnitChange,
    UnitClosing,
    UnitMove,
    UnitOut,
    UnitsIn,
    attribute_out,
    contact_out,
    unit_out,
)
from heedful.platform.core import personal_data
from heedful.platform.core.errors import NotFound
from heedful.platform.core.personal_data import Erasure
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import Permission

router = Router(tags=["audiences"])
router.add_router("", permissions)


@router.get("/contacts", response=PageOut[ContactOut], summary="Contacts, newest first")
def list_contacts(
    request: HouseRequest, search: str = "", cursor: str | None = None, limit: int | None = None
) -> PageOut[ContactOut]:
    page = queries.contacts(by=request.actor, search=search, cursor=cursor, limit=limit)
    return PageOut(items=[contact_out(facts) for facts in page.items], next_cursor=page.next_cursor)


@router.post(
    "/contacts", response=PageOut[ContactOut], summary="Make contacts, or bring known ones up to date"
)
def save_contacts(request: HouseRequest, given: ContactsIn) -> PageOut[ContactOut]:
    """A contact is known by any of its identities. The answer has one item for each given, in order."""
    request.actor.require(Permission.WRITE_CONTACTS)
    ids = services.ensure_contacts([one.new() for one in given.contacts], by=request.actor)
    found = queries.contact_facts(ids, by=request.actor)
    return PageOut(items=[contact_out(found[id_]) for id_ in ids], next_cursor=None)


@router.get("/contacts/{uid}", response=ContactOut, summary="One contact")
def get_contact(request: HouseRequest, uid: str) -> ContactOut:
    return contact_out(queries.contact(uid, by=request.actor))


@router.patch("/contacts/{uid}", response=ContactOut, summary="Change what is known of a contact")
def change_contact(request: HouseRequest, uid: str, change: ContactChange) -> ContactOut:
    given = change.model_dump(exclude_unset=True, exclude={"identities"})
    identities = None
    if change.identities is not None:
        identities = [(one.kind, one.value) for one in change.identities]
    return contact_out(services.change_contact(uid, by=request.actor, identities=identities, **given))


@router.post("/contacts/{uid}/merge", response=ContactOut, summary="Make two contacts one")
def merge_contacts(request: HouseRequest, uid: str, given: MergeIn) -> ContactOut:
    return contact_out(services.merge_contacts(uid, given.gone, by=request.actor))


@router.get("/contacts/{uid}/export", response=dict[str, Any], summary="All that is kept about a person")
def export_contact(request: HouseRequest, uid: str) -> dict[str, Any]:
    return personal_data.export(uid, by=request.actor)


@router.post("/contacts/{uid}/erase", response={204: None}, summary="Forget a person everywhere")
def erase_contact(request: HouseRequest, uid: str, given: ErasureIn) -> Status[None]:
    """Identities, words, personal attributes and what was received go for good; this cannot be undone."""
    personal_data.erase(Erasure(uid, delete_answers=given.delete_answers), by=request.actor)
    return Status(204, None)


@router.get("/units", response=PageOut[UnitOut], summary="Units, in the order of the tree's depth")
def list_units(
    request: HouseRequest,
    level: str | None = None,
    group: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOut[UnitOut]:
    by = request.actor
    page = queries.unit_page(by=by, level=level, group=group, cursor=cursor, limit=limit)
    uids = queries.unit_uids((one.parent_id for one in page.items if one.parent_id is not None), by=by)
    return PageOut(items=[unit_out(unit, uids) for unit in page.items], next_cursor=page.next_cursor)


@router.post("/units", response=SavedUnits, summary="Make units, or bring known ones to what is given")
def save_units(request: HouseRequest, given: UnitsIn) -> SavedUnits:
    saved = services.save_units([unit.new() for unit in given.units], by=request.actor)
    return SavedUnits(saved=len(saved))


@router.get("/units/{uid}", response=UnitOut, summary="One unit")
def get_unit(request: HouseRequest, uid: str) -> UnitOut:
    request.actor.require(Permission.READ_SCORES)
    return _unit(request, uid)


@router.patch("/units/{uid}", response=UnitOut, summary="Rename a unit, change its level or group")
def change_unit(request: HouseRequest, uid: str, change: UnitChange) -> UnitOut:
    services.change_unit(uid, by=request.actor, **change.model_dump(exclude_unset=True))
    return _unit(request, uid)


@router.post("/units/{uid}/move", response=UnitOut, summary="Put a unit under another one")
def move_unit(request: HouseRequest, uid: str, given: UnitMove) -> UnitOut:
    services.move_unit(uid, given.parent, by=request.actor)
    return _unit(request, uid)


@router.post("/units/{uid}/close", response=UnitOut, summary="Close a unit, or open it again")
def close_unit(request: HouseRequest, uid: str, given: UnitClosing) -> UnitOut:
    services.close_unit(uid, given.closed_on, by=request.actor)
    return _unit(request, uid)


def _unit(request: HouseRequest, uid: str) -> UnitOut:
    found = queries.unit(uid, by=request.actor)
    above = [found.parent_id] if found.parent_id is not None else []
    return unit_out(found, queries.unit_uids(above, by=request.actor))


@router.get("/attributes", response=PageOut[AttributeOut], summary="Attributes that are kept")
def list_attributes(request: HouseRequest) -> PageOut[AttributeOut]:
    request.actor.require(Permission.READ_SCORES)
    return PageOut(items=[attribute_out(facts) for facts in queries.attributes().values()], next_cursor=None)


@router.post("/attributes", response=AttributeOut, summary="Make an attribute before its first value comes")
def make_attribute(request: HouseRequest, given: AttributeIn) -> AttributeOut:
    made = services.ensure_attributes(
        {given.key: given.kind}, by=request.actor, labels={given.key: given.label}
    )
    return attribute_out(made[given.key])


@router.patch("/attributes/{key}", response=AttributeOut, summary="Rename an attribute, mark it as personal")
def change_attribute(request: HouseRequest, key: str, change: AttributeChange) -> AttributeOut:
    if "\x00" in key:
        raise NotFound("No such attribute.")
    return attribute_out(
        services.change_attribute(key, by=request.actor, label=change.label, is_personal=change.is_personal)
    )
