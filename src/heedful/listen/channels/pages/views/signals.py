"""Signs of life that a page sends by itself: they make a vote count, and an ask "opened"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from heedful.listen.channels.pages import services
from heedful.listen.channels.pages.answering import take
from heedful.listen.channels.pages.reading import field_name
from heedful.listen.channels.pages.showing import page_facts
from heedful.listen.channels.pages.views.answering import agent_of, frame_origins, respondent
from heedful.listen.channels.pages.views.serving import for_respondents, page
from heedful.listen.channels.pages.visiting import Here, visiting
from heedful.listen.channels.pages.visits import visit_of
from heedful.listen.fieldwork.services import advance_ask
from heedful.listen.fieldwork.types import Disposition

HUMAN = frozenset({"pointer", "touch", "key", "wheel"})
_MOST_BYTES = 4_000
_KEPT = {"kind": str, "visible": bool, "webdriver": bool, "seconds": int, "width": int, "height": int}


@for_respondents("POST")
def human(request: HttpRequest, visit_token: str) -> HttpResponse:
    """Take a signal; only one that a person gives makes the score of a link count."""
    organization_id, visit = visit_of(visit_token)
    told = _told(request.body)
    signals, agent = _signals(told), agent_of(request)
    with visiting(organization_id, request, visit) as here:
        by = respondent()
        if signals.get("kind") not in HUMAN or signals.get("visible") is not True:
            services.note_signals(here, agent, signals, by=by)
            return HttpResponse(status=204)
        if visit.ask_uid:
            advance_ask(by=by, ask_uid=visit.ask_uid, disposition=Disposition.OPENED, at=timezone.now())
        vote = _vote(told)
        if vote is not None and not here.is_completed:
            _count(here, vote, agent, signals)
    return HttpResponse(status=204)


@for_respondents("POST")
def decline(request: HttpRequest, visit_token: str) -> HttpResponse:
    """Take "not now" for an answer."""
    organization_id, visit = visit_of(visit_token)
    with visiting(organization_id, request, visit) as here:
        if visit.ask_uid:
            by = respondent()
            advance_ask(by=by, ask_uid=visit.ask_uid, disposition=Disposition.DECLINED, at=timezone.now())
        context = {
            "page": page_facts(request, here, here.survey),
            "text": _("That is fine."),
            "state": "declined",
        }
        return page(request, "channels/pages/closed.html", context, frame_origins=frame_origins(here))


def _count(here: Here, vote: tuple[str, str], agent: str, signals: Mapping[str, Any]) -> None:
    outcome = take(here, _as_form(*vote))
    services.confirm_votes(here, agent, signals, by=respondent(), vote=vote)
    if outcome.is_changed:
        services.save(outcome.here, completed=False, by=respondent())


def _as_form(question_key: str, value: str) -> QueryDict:
    form = QueryDict(mutable=True)
    form.update({"shown": question_key, "at": question_key, "go": "save", field_name(question_key): value})
    return form


def _told(body: bytes) -> dict[str, Any]:
    if len(body) > _MOST_BYTES:
        return {}
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _signals(told: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: told[name] for name, kind in _KEPT.items() if isinstance(told.get(name), kind)}
    return {name: value[:20] if isinstance(value, str) else value for name, value in found.items()}


def _vote(told: Mapping[str, Any]) -> tuple[str, str] | None:
    question, _equals, value = str(told.get("vote") or "").partition("=")
    return (question, value) if question and value else None
