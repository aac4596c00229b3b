"""Talks by SMS over HTTP."""

from __future__ import annotations

from dataclasses import asdict

from ninja import Router, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.languages import offered
from heedful.listen.channels.mail.queries import own_texts
from heedful.listen.channels.mail.services import change_texts
from heedful.listen.channels.mail.testing import send_test
from heedful.listen.channels.sms import script as says
from heedful.listen.channels.sms.showing import costs, talk_of
from heedful.listen.channels.sms.texts import usual_script
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.platform.messaging.configuration import sms_way

router = Router(tags=["messages"])


class ScriptIn(Schema):
    """What is left out or empty is as usual."""

    model_config = ConfigDict(extra="forbid")

    score: str = Field("", max_length=600)
    choice: str = Field("", max_length=600)
    link: str = Field("", max_length=600)
    reminder: str = Field("", max_length=600)
    again: str = Field("", max_length=600)


class LineOut(Schema):
    text: str
    is_ours: bool
    encoding: str = ""
    segments: int = 0


class CostOut(Schema):
    prefix: str
    question: float
    talk: float


class TalkOut(Schema):
    language: str
    own: dict[str, str]
    talk: list[LineOut]
    costs: list[CostOut]
    currency: str


class SmsTestIn(Schema):
    model_config = ConfigDict(extra="forbid")

    number: str = Field(min_length=5, max_length=20, description="With its country code: +49…")
    language: str = Field("", max_length=12)


class SmsTestOut(Schema):
    ask: str


@router.get("/surveys/{uid}/sms", response=TalkOut, summary="What is said by SMS, and what it costs")
def get_sms(request: HouseRequest, uid: str, language: str = "") -> TalkOut:
    request.actor.require(Permission.READ_SURVEYS)
    return _talk(uid, language)


@router.put("/surveys/{uid}/sms", response=TalkOut, summary="Write what is said by SMS in one language")
def put_sms(request: HouseRequest, uid: str, given: ScriptIn, language: str = "") -> TalkOut:
    code = _language(uid, language)
    usual = asdict(usual_script(code))
    change_texts(uid, says.OCCASION, code, given.model_dump(), by=request.actor, usual=usual)
    return _talk(uid, code)


@router.post("/surveys/{uid}/sms/test", response={202: SmsTestOut}, summary="Begin a talk as a test")
def test_sms(request: HouseRequest, uid: str, given: SmsTestIn) -> Status[SmsTestOut]:
    """No contact rule is asked, and the answers do not count."""
    ask = send_test(uid, by=request.actor, channel="sms", address=given.number, language=given.language)
    return Status(202, SmsTestOut(ask=ask.uid))


def _talk(uid: str, language: str) -> TalkOut:
    code, way, survey_id = _language(uid, language), sms_way(), surveys.survey(uid).id
    talk = talk_of(surveys.published(uid).definition, code, says.script_for(survey_id, code))
    return TalkOut(
        language=code,
        own=own_texts(survey_id).get(says.OCCASION, {}).get(code.lower(), {}),
        talk=[
            LineOut(
                text=line.text,
                is_ours=line.is_ours,
                encoding=str(line.size.encoding) if line.size else "",
                segments=line.size.count if line.size else 0,
            )
            for line in talk
        ],
        costs=[
            CostOut(prefix=prefix, question=float(first), talk=float(whole))
            for prefix, first, whole in costs(talk, way)
        ],
        currency=way.currency,
    )


def _language(uid: str, language: str) -> str:
    definition = surveys.published(uid).definition
    return language if language in offered(definition) else definition.language
