"""Consent, opt-outs and the do-not-contact list over HTTP."""

from __future__ import annotations

from dataclasses import asdict

from ninja import Router, Status

from heedful.listen.audiences import queries, services
from heedful.listen.audiences.schemas import (
    ConsentIn,
    ConsentOut,
    OptOutIn,
    OptOutOut,
    PermissionsOut,
    SavedSuppressions,
    SuppressionOut,
    SuppressionsIn,
)
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut

router = Router(tags=["audiences"])


@router.get("/contacts/{uid}/permissions", response=PermissionsOut, summary="What a contact allows")
def get_permissions(request: HouseRequest, uid: str) -> PermissionsOut:
    return _permissions(request, uid)


@router.post("/contacts/{uid}/consents", response=PermissionsOut, summary="Record consent, or its withdrawal")
def record_consent(request: HouseRequest, uid: str, given: ConsentIn) -> PermissionsOut:
    facts = queries.contact(uid, by=request.actor)
    deed = services.record_consent if given.is_given else services.withdraw_consent
    told = {"channel": given.channel, "source": given.source, "text": given.text}
    deed(by=request.actor, contact_id=facts.id, **told)
    return _permissions(request, uid)


@router.post("/contacts/{uid}/opt-outs", response=PermissionsOut, summary="Do not ask this contact")
def opt_out(request: HouseRequest, uid: str, given: OptOutIn) -> PermissionsOut:
    facts = queries.contact(uid, by=request.actor)
    services.opt_out(by=request.actor, contact_id=facts.id, **given.model_dump())
    return _permissions(request, uid)


@router.post("/contacts/{uid}/opt-ins", response=PermissionsOut, summary="The contact may be asked again")
def opt_in(request: HouseRequest, uid: str, given: OptOutIn) -> PermissionsOut:
    facts = queries.contact(uid, by=request.actor)
    services.opt_in(by=request.actor, contact_id=facts.id, **given.model_dump())
    return _permissions(request, uid)


@router.get("/suppressions", response=PageOut[SuppressionOut], summary="The do-not-contact list")
def list_suppressions(
    request: HouseRequest, search: str = "", cursor: str | None = None, limit: int | None = None
) -> PageOut[SuppressionOut]:
    page = queries.suppressions(by=request.actor, search=search, cursor=cursor, limit=limit)
    items = [SuppressionOut(**asdict(one)) for one in page.items]
    return PageOut(items=items, next_cursor=page.next_cursor)


@router.post("/suppressions", response=SavedSuppressions, summary="Put on the do-not-contact list")
def forbid(request: HouseRequest, given: SuppressionsIn) -> SavedSuppressions:
    new = services.forbid_all([one.new() for one in given.suppressions], by=request.actor)
    return SavedSuppressions(received=len(given.suppressions), new=new)


@router.delete(
    "/suppressions/{suppression_uid}", response={204: None}, summary="Take off the do-not-contact list"
)
def allow_again(request: HouseRequest, suppression_uid: str) -> Status[None]:
    services.allow_again(suppression_uid, by=request.actor)
    return Status(204, None)


def _permissions(request: HouseRequest, uid: str) -> PermissionsOut:
    facts = queries.contact(uid, by=request.actor)
    return PermissionsOut(
        consents=[ConsentOut(**asdict(one)) for one in queries.consents(uid, by=request.actor)],
        opt_outs=[OptOutOut(**asdict(one)) for one in queries.opt_outs(uid, by=request.actor)],
        forbidden=queries.contact_permissions([facts.id])[facts.id].forbidden,
    )
