"""Redaction over HTTP."""

from __future__ import annotations

from ninja import Router, Schema, Status

from heedful.listen.responses.redaction.history import redact_history
from heedful.listen.responses.redaction.originals import read_originals
from heedful.listen.responses.redaction.policy import change_redaction, redaction_policy
from heedful.listen.responses.redaction.types import RedactionPolicy
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

router = Router(tags=["responses"])


class RedactionDocument(Schema):
    """What happens to personal data in comments."""

    is_on: bool
    keeps_original: bool = False


class OriginalOut(Schema):
    """A comment as it was written."""

    question_id: int
    text: str


class JobOut(Schema):
    """A job that was queued: its progress is at ``/jobs/{uid}``."""

    uid: str
    state: str


@router.get("/redaction", response=RedactionDocument, summary="What happens to personal data in comments")
def get_redaction(request: HouseRequest) -> RedactionPolicy:
    request.actor.require(Permission.READ_SURVEYS)
    return redaction_policy()


@router.put("/redaction", response=RedactionDocument, summary="Say what happens to personal data in comments")
def put_redaction(request: HouseRequest, given: RedactionDocument) -> RedactionPolicy:
    """It holds for every answer that comes in from now on."""
    return change_redaction(RedactionPolicy(given.is_on, given.keeps_original), by=request.actor)


@router.post("/redaction/stored", response={202: JobOut}, summary="Redact the comments that are stored")
def redact_stored(request: HouseRequest) -> Status[JobOut]:
    job = redact_history(by=request.actor)
    return Status(202, JobOut(uid=job.uid, state=str(job.state)))


@router.get(
    "/responses/{uid}/originals",
    response=list[OriginalOut],
    summary="Comments as they were written, where kept",
)
def get_originals(request: HouseRequest, uid: str) -> list[OriginalOut]:
    """The audit log says who looked."""
    found = read_originals(uid, by=request.actor)
    return [OriginalOut(question_id=question_id, text=text) for question_id, text in found.items()]
