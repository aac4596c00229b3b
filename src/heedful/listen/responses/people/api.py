from __future__ import annotations

from typing import Any

from ninja import Router

from heedful.listen.responses.people.documents import profile_document
from heedful.listen.responses.people.queries import profile
from heedful.platform.core.requests import HouseRequest

router = Router(tags=["contacts"])


@router.get(
    "/contacts/{uid}/profile",
    response=dict[str, Any],
    summary="One person: attributes over time, asks and why, answers, consent, events",
)
def get_profile(request: HouseRequest, uid: str) -> dict[str, Any]:
    return profile_document(profile(uid, by=request.actor))
