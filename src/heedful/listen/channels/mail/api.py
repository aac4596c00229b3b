"""Letters and the sender over HTTP."""

from __future__ import annotations

from dataclasses import asdict

from ninja import Router, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.languages import offered
from heedful.listen.channels.mail import queries, services, testing
from heedful.listen.channels.mail.showing import shown_letter
from heedful.listen.channels.mail.types import LONGEST, Occasion
from heedful.listen.channels.mail.usual_texts import usual_texts
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

router = Router(tags=["messages"])


class LetterIn(Schema):
    """What is left out or empty is as usual."""

    model_config = ConfigDict(extra="forbid")

    subject: str = Field("", max_length=LONGEST["subject"])
    preheader: str = Field("", max_length=LONGEST["preheader"])
    greeting: str = Field("", max_length=LONGEST["greeting"])
    body: str = Field("", max_length=LONGEST["body"])
    button: str = Field("", max_length=LONGEST["button"])
    footer: str = Field("", max_length=LONGEST["footer"])


class LetterOut(Schema):
    occasion: Occasion
    language: str
    texts: dict[str, str]
    own: dict[str, str] = Field(description="What was written for this survey; the rest is as usual.")


class ShownLetterOut(Schema):
    subject: str
    html: str
    text: str


class TestIn(Schema):
    model_config = ConfigDict(extra="forbid")

    address: str = Field(min_length=3, max_length=254)
    language: str = Field("", max_length=12)


class TestOut(Schema):
    ask: str


class SenderIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=100)
    address: str = Field("", max_length=254)
    reply_to: str = Field("", max_length=254)
    postal_address: str = Field("", max_length=300)
    sms_sender: str = Field("", max_length=20)


@router.get("/surveys/{uid}/letter", response=LetterOut, summary="What a letter says")
def get_letter(
    request: HouseRequest, uid: str, occasion: Occasion = Occasion.INVITATION, language: str = ""
) -> LetterOut:
    request.actor.require(Permission.READ_SURVEYS)
    return _letter(uid, occasion, language)


@router.put("/surveys/{uid}/letter", response=LetterOut, summary="Write a letter in one language")
def put_letter(
    request: HouseRequest,
    uid: str,
    given: LetterIn,
    occasion: Occasion = Occasion.INVITATION,
    language: str = "",
) -> LetterOut:
    code = _language(uid, language)
    usual = asdict(usual_texts(occasion, code))
    services.change_texts(uid, occasion, code, given.model_dump(), by=request.actor, usual=usual)
    return _letter(uid, occasion, code)


@router.get("/surveys/{uid}/letter/shown", response=ShownLetterOut, summary="A letter as it arrives")
def show_letter(
    request: HouseRequest, uid: str, occasion: Occasion = Occasion.INVITATION, language: str = ""
) -> ShownLetterOut:
    request.actor.require(Permission.READ_SURVEYS)
    code = _language(uid, language)
    texts = queries.letter_texts(surveys.survey(uid).id, occasion, code)
    made = shown_letter(surveys.published(uid).definition, texts, code)
    return ShownLetterOut(subject=made.subject, html=made.html, text=made.text)


@router.post("/surveys/{uid}/letter/test", response={202: TestOut}, summary="Send a letter as a test")
def test_letter(request: HouseRequest, uid: str, given: TestIn) -> Status[TestOut]:
    """No contact rule is asked, and the answers do not count."""
    ask = testing.send_test(
        uid, by=request.actor, channel="email", address=given.address, language=given.language
    )
    return Status(202, TestOut(ask=ask.uid))


@router.get("/sender", response=SenderIn, summary="Who invitations are from")
def get_sender(request: HouseRequest) -> SenderIn:
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    return SenderIn(**asdict(queries.own_sender()))


@router.put("/sender", response=SenderIn, summary="Set who invitations are from")
def put_sender(request: HouseRequest, given: SenderIn) -> SenderIn:
    services.change_sender(by=request.actor, **given.model_dump())
    return SenderIn(**asdict(queries.own_sender()))


def _letter(uid: str, occasion: Occasion, language: str) -> LetterOut:
    code = _language(uid, language)
    survey_id = surveys.survey(uid).id
    own = queries.own_texts(survey_id).get(occasion, {}).get(code.lower(), {})
    texts = asdict(queries.letter_texts(survey_id, occasion, code))
    return LetterOut(occasion=occasion, language=code, texts=texts, own=own)


def _language(uid: str, language: str) -> str:
    definition = surveys.published(uid).definition
    return language if language in offered(definition) else definition.language
