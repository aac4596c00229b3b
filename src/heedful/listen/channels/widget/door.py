"""What the widget says and hears over HTTP: from the body of a request to the object of its answer.

Everything runs in the organisation of the site whose key was given. Nothing here knows which server is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.services import ensure_contacts
from heedful.listen.audiences.types import AttributeValue, NewContact
from heedful.listen.channels import answers
from heedful.listen.channels.widget import queries
from heedful.listen.channels.widget.asking import Asking, decided
from heedful.listen.channels.widget.identity import NotBelieved, believed, plain_attributes, visitor_of
from heedful.listen.channels.widget.services import PAGE
from heedful.listen.channels.widget.showing import placement_document, shown
from heedful.listen.channels.widget.types import SiteFacts, Visitor
from heedful.listen.fieldwork import queries as fieldwork, services as ledger
from heedful.listen.fieldwork.types import AskFacts, Channel, Disposition
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.types import Actor

_CHANNELS = frozenset({Channel.WEB, Channel.MOBILE})
_OLDEST_EVENT = timedelta(days=7)  # told late by a browser that was offline


@dataclass(frozen=True, slots=True)
class Call:
    """A request to a site's address."""

    site: SiteFacts
    said: Mapping[str, Any]
    now: datetime

    @property
    def by(self) -> Actor:
        return Actor.system(self.site.organization_id, f"Widget on {self.site.name}")

    def text(self, name: str, longest: int = 200) -> str:
        value = self.said.get(name)
        return value.replace("\x00", "")[:longest] if isinstance(value, str) else ""

    def is_true(self, name: str) -> bool:
        return self.said.get(name) is True

    def facts(self, name: str) -> Mapping[str, Any]:
        value = self.said.get(name)
        return value if isinstance(value, Mapping) else {}

    @property
    def channel(self) -> Channel:
        return Channel.MOBILE if self.said.get("channel") == Channel.MOBILE else Channel.WEB


def config(site: SiteFacts) -> dict[str, Any]:
    """Return what a site shows, and when: the same for every visitor, so that it can be cached."""
    return {
        "untracked": str(site.untracked),
        "takes_unsigned": site.takes_unsigned,
        "surveys": [placement_document(one) for one in queries.placements_on(site.uid)],
    }


def ask(call: Call) -> dict[str, Any]:
    """Decide whether this visitor is asked; if so, return the survey in their language."""
    survey = surveys.survey_head(uid=call.text("survey", 40))
    placement = queries.placement(survey.uid)
    if not placement.is_on or placement.site_uid not in {"", call.site.uid}:
        raise NotFound("This site does not show the survey.")
    visitor, doubt = _visitor(call)
    asking = Asking(
        survey=survey,
        placement=placement,
        visitor=visitor,
        contact_id=_contact_id(visitor, call.by),
        channel=call.channel,
        language=placement.language or call.text("language", 35) or visitor.language,
        is_wished=call.is_true("is_wished"),
        is_test=call.is_true("is_test"),
    )
    fate = decided(asking, by=call.by, now=call.now)
    told: dict[str, Any] = {"show": fate.shows, "until": fate.until and fate.until.isoformat()}
    if call.is_true("debug"):
        told["verdicts"] = doubt + fate.told(in_full=not visitor.is_known or visitor.is_signed)
    return told | (shown(asking, fate.ask) if fate.shows else {})


def note_exposure(call: Call) -> dict[str, Any]:
    """Note that the survey was on the screen."""
    return _advanced(call, Disposition.SHOWN)


def note_decline(call: Call) -> dict[str, Any]:
    """Note that the survey was closed without an answer."""
    return _advanced(call, Disposition.DECLINED)


def take_answers(call: Call) -> dict[str, Any]:
    """Take all answers so far: durable when this returns, and counted once however often it is sent."""
    ask = _ask(call)
    given, status = call.said.get("answers"), call.said.get("status", "completed")
    problems = []
    if not isinstance(given, Mapping):
        problems.append(Problem("answers", "is missing: an object of question keys and values"))
    if status not in {"partial", "completed"}:
        problems.append(Problem("status", "is none of partial, completed"))
    if problems or not isinstance(given, Mapping):
        raise InvalidInput(*problems)
    survey = surveys.survey_head(id=ask.survey_id)
    duration = call.said.get("duration")
    uid = answers.save(
        survey.uid,
        ask.uid,
        given,
        completed=status == "completed",
        channel=str(ask.channel),
        ask_uid=ask.uid,
        language=call.text("language", 12),
        attributes=_attributes(call, ask),
        is_test=ask.is_test,
        more=answers.Circumstances(duration=_seconds(duration)),
    )
    return {"id": uid, "status": status}


def track(call: Call) -> dict[str, Any]:
    """Note what a known visitor did; what nobody in particular did is no event of a contact."""
    visitor, _doubt = _visitor(call)
    contact_id = _contact_id(visitor, call.by)
    if contact_id is None:
        return {"recorded": False, "reason": "Nobody is identified, so the event belongs to no contact."}
    key = call.text("key", 80)
    ledger.record_event(
        by=call.by,
        name=call.text("name", 120),
        contact_id=contact_id,
        properties=plain_attributes(call.facts("properties")),
        occurred_at=_moment(call),
        idempotency_key=f"widget:{call.site.uid}:{key}" if key else "",
        source="widget",
    )
    return {"recorded": True}


def _advanced(call: Call, disposition: Disposition) -> dict[str, Any]:
    ask = _ask(call)
    reached = ledger.advance_ask(by=call.by, ask_uid=ask.uid, disposition=disposition, at=call.now)
    return {"disposition": str(reached.disposition)}


def _ask(call: Call) -> AskFacts:
    # The uid has 80 random bits: who knows it was given it.
    found = fieldwork.ask(call.text("ask", 40))
    if found is None or found.channel not in _CHANNELS:
        raise NotFound("There is no such ask.")
    return found


def _visitor(call: Call) -> tuple[Visitor, list[dict[str, Any]]]:
    """Return who looks at the page as far as it is believed, and what was not believed."""
    device, token, person = call.text("device", 64), call.text("identity", 10_000), call.facts("person")
    page = Visitor(device=device, attributes=_known_attributes(call.facts("attributes")))
    try:
        if token:
            return believed(token, queries.secrets_of(call.site.id, now=call.now), now=call.now), []
        if not person:
            return page, []
        if call.site.takes_unsigned:
            return visitor_of(person, is_signed=False, device=device), []
        doubt = "This site believes signed identities only; the visitor is anonymous."
    except NotBelieved as error:
        doubt = f"{error} The visitor is anonymous."
    return page, [{"gate": "identity", "passed": False, "reason": doubt, "until": None}]


def _contact_id(visitor: Visitor, by: Actor) -> int | None:
    if not visitor.is_known:
        return None
    new = NewContact(visitor.identities, visitor.name, visitor.language, dict(visitor.attributes))
    return ensure_contacts([new], by=by)[0]


def _known_attributes(given: Mapping[str, Any]) -> dict[str, AttributeValue]:
    # Anybody can send these: they fill attributes there are, and make none.
    plain = plain_attributes(given)
    known = audiences.attributes() if plain else {}
    return {key: value for key, value in plain.items() if key in known}


def _attributes(call: Call, ask: AskFacts) -> dict[str, AttributeValue]:
    told = _known_attributes({**call.facts("attributes"), PAGE: call.text("page") or None})
    if ask.contact_id is None:
        return told
    contact = audiences.contact_facts([ask.contact_id], by=call.by).get(ask.contact_id)
    return {**told, **(contact.attributes if contact else {})}


def _seconds(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return round(float(value), 1) if is_number and 0 <= float(value) <= 86_400 else None  # type: ignore[arg-type]  # it is one


def _moment(call: Call) -> datetime:
    try:
        told = datetime.fromisoformat(call.text("occurred_at", 40))
    except ValueError:
        return call.now
    if told.tzinfo is None:
        return call.now
    return min(max(told, call.now - _OLDEST_EVENT), call.now)
