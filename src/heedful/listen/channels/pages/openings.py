"""How a visit begins: what the address of a public or a personal link says, as far as it may say it."""

from __future__ import annotations

import time

from django.http import QueryDict

from heedful.design.surveys.types import SurveyFacts
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.rules import attribute_value, normal_identity
from heedful.listen.audiences.types import IdentityKind
from heedful.listen.channels.answers import new_session_key
from heedful.listen.channels.links import unsigned
from heedful.listen.channels.pages.visits import Visit
from heedful.listen.fieldwork.types import AskFacts, Channel
from heedful.platform.core.errors import InvalidInput, NotFound
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

NAMING = "naming"
TEST = "test"
CLAIMED = {"identity": "claimed"}  # a link said who it is, which nobody has proven
_MOST_ATTRIBUTES = 20
_VIA = {Channel.LINK, Channel.QR, Channel.EMAIL, Channel.SMS, Channel.WEB, Channel.MOBILE, Channel.OTHER}


def public_visit(survey: SurveyFacts, query: QueryDict) -> Visit:
    """Begin a visit by the public link. Who one is may be said only by a link with a permit."""
    assert survey.version_number is not None
    is_embedded, is_app = query.get("embed") == "1", query.get("app") == "1"
    contact = _contact(survey.uid, query)
    return Visit(
        survey_uid=survey.uid,
        key=new_session_key(),
        version=survey.version_number,
        channel=_channel(query, is_embedded=is_embedded, is_app=is_app),
        started_at=int(time.time()),
        contact=contact,
        attributes=_attributes(query) | (CLAIMED if contact else {}),
        touchpoint=query.get("touchpoint", "")[:80],
        unit_key=_unit(query.get("unit", "")),
        is_test=is_permitted(TEST, query.get("test", ""), survey.uid),
        is_embedded=is_embedded,
        is_app=is_app,
        theme=_theme(query),
    )


def personal_visit(survey: SurveyFacts, ask: AskFacts, query: QueryDict) -> Visit:
    """Begin, or take up again, the visit of a person who was asked."""
    assert survey.version_number is not None
    return Visit(
        survey_uid=survey.uid,
        key=ask.uid,
        ask_uid=ask.uid,
        version=survey.version_number,
        channel=str(ask.channel),
        started_at=int(time.time()),
        is_test=ask.is_test,
        is_embedded=query.get("embed") == "1",
        is_app=query.get("app") == "1",
        theme=_theme(query),
    )


def is_permitted(purpose: str, token: str, uid: str) -> bool:
    """Say whether a token was made in this organisation for this purpose and thing."""
    if not token:
        return False
    try:
        return unsigned(purpose, token) == (current_organization_id(), uid)
    except NotFound:
        return False


def _channel(query: QueryDict, *, is_embedded: bool, is_app: bool) -> str:
    if is_app:
        return Channel.MOBILE
    told = query.get("via", "")
    if told in _VIA:
        return told
    return Channel.WEB if is_embedded else Channel.LINK


def _theme(query: QueryDict) -> str:
    theme = query.get("theme", "")
    return theme if theme in {"light", "dark"} else ""


def _unit(key: str) -> str:
    return key if key and "\x00" not in key and audiences.unit_ids_by_key([key]) else ""


def _attributes(query: QueryDict) -> dict[str, object]:
    """Return attributes the address names (a.plan=pro): known ones only, else strangers could make some."""
    told = {name.removeprefix("a."): value for name, value in query.items() if name.startswith("a.")}
    known = audiences.attributes() if told else {}
    found: dict[str, object] = {}
    for key, value in list(told.items())[:_MOST_ATTRIBUTES]:
        if key not in known or "\x00" in value:
            continue
        try:
            found[key] = attribute_value(known[key].kind, value)
        except ValueError:
            continue  # a link with a typing error must still lead to the survey
    return found


def _contact(survey_uid: str, query: QueryDict) -> dict[str, str]:
    if not is_permitted(NAMING, query.get("permit", ""), survey_uid):
        return {}
    found = {
        kind.value: text for kind in IdentityKind if (text := _identity(kind, query.get(kind.value, "")))
    }
    if not found:
        return {}
    name = query.get("name", "").strip()[:200]
    return found | ({"name": name} if name and not _is_known(found) else {})


def _is_known(identities: dict[str, str]) -> bool:
    # Whoever has a permit can write anybody's address: that must not rename the person who has it.
    by = Actor.system(current_organization_id())
    return any(audiences.contact_by_identity(kind, value, by=by) for kind, value in identities.items())


def _identity(kind: IdentityKind, text: str) -> str:
    # A tool that did not fill its gap sends the gap itself: {{ email }} is nobody's address.
    if not text.strip() or "\x00" in text:
        return ""
    if kind is IdentityKind.EMAIL:
        text = text.strip().replace(" ", "+")  # a plus that a tool did not escape arrives as a space
    try:
        return normal_identity(kind, text)
    except InvalidInput:
        return ""
