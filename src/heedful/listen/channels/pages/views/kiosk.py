"""A device that stands somewhere and goes back to the start by itself, with or without a network."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.presenting import presented
from heedful.design.surveys.types import SurveyFacts
from heedful.listen.channels.pages import queries, services
from heedful.listen.channels.pages.answering import take
from heedful.listen.channels.pages.controls import control
from heedful.listen.channels.pages.openings import public_visit
from heedful.listen.channels.pages.showing import page_facts
from heedful.listen.channels.pages.uploading import UPLOADED
from heedful.listen.channels.pages.views.answering import closed, respondent, why_link_is_closed
from heedful.listen.channels.pages.views.serving import for_respondents, page
from heedful.listen.channels.pages.visiting import Here, visiting
from heedful.listen.channels.pages.visits import Visit, visit_of
from heedful.listen.fieldwork.types import Channel
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.scope import organization_scope

END_SECONDS = 8
_LONGEST_AWAY = timedelta(days=90)
_KEY = re.compile(r"ses_[0-9a-f]{32}")


@for_respondents("GET", "HEAD")
def kiosk(request: HttpRequest, survey_uid: str) -> HttpResponse:
    """Show the survey for a device that many use."""
    organization_id = surveys.organization_of(survey_uid)
    with organization_scope(organization_id):
        survey = surveys.survey(survey_uid)
        link = queries.public_link(survey.id)
        if why := why_link_is_closed(survey, link):
            return closed(request, survey, link, why)
        visit = _visit(request, survey)
    with visiting(organization_id, request, visit) as here:
        return page(request, "channels/pages/kiosk.html", _context(request, here, link.kiosk_seconds))


def _visit(request: HttpRequest, survey: SurveyFacts) -> Visit:
    visit = public_visit(survey, request.GET)
    return Visit(
        visit.survey_uid, visit.key, visit.version, Channel.KIOSK, attributes=visit.attributes,
        touchpoint=visit.touchpoint, unit_key=visit.unit_key, is_test=visit.is_test, theme=visit.theme,
    )  # fmt: skip


def _context(request: HttpRequest, here: Here, idle_seconds: int) -> dict[str, object]:
    """A kiosk asks no files: what waits in a browser must be small."""
    whole = presented(here.definition, here.around)
    drawn = [question for question in whole.questions if question.input not in UPLOADED]
    told = whole.as_json()
    told["questions"] = [asdict(question) for question in drawn]
    visit = here.visit
    return {
        "page": page_facts(request, here, whole),
        "survey": whole,
        "controls": [control(question, number, {}) for number, question in enumerate(drawn, 1)],
        "survey_json": told,
        "kiosk_json": {
            "idleSeconds": idle_seconds,
            "endSeconds": END_SECONDS,
            "sendUrl": reverse("channels:kiosk_answers", args=[visit.survey_uid]),
            "permit": visit.token,
            "store": f"heedful.kiosk.{visit.survey_uid}",
        },
        "worker_url": reverse("channels:kiosk_worker", args=[visit.survey_uid]),
    }


@for_respondents("POST")
def answers(request: HttpRequest, survey_uid: str) -> HttpResponse:
    """Take what a kiosk has kept; the same again changes nothing."""
    organization_id, begun = _begun(request, survey_uid)
    at, seconds = _answered_at(request), request.POST.get("seconds", "")
    with visiting(organization_id, request, begun) as here:
        outcome = take(here, request.POST)
        if not outcome.here.answers:
            return HttpResponse(status=204)
        is_completed = request.POST.get("completed") == "1" and not outcome.has_complaints
        services.save(
            outcome.here,
            completed=is_completed,
            is_bot=bool(request.POST.get("homepage")),
            answered_at=at,
            duration=float(seconds) if seconds.isdecimal() and len(seconds) < 7 else None,
            by=respondent(),
        )
    return HttpResponse(status=204)


def _begun(request: HttpRequest, survey_uid: str) -> tuple[int, Visit]:
    """Return the visit that the device was opened with, under the key it has made for this answer."""
    organization_id, visit = visit_of(request.POST.get("permit", ""))
    key = request.POST.get("key", "")
    if visit.survey_uid != survey_uid or visit.channel != Channel.KIOSK:
        raise NotFound(_("This link is not valid any more."))
    if not _KEY.fullmatch(key):
        raise InvalidInput(Problem("key", _("is not a key that a kiosk makes")))
    return organization_id, replace(visit, key=key, started_at=0)


def _answered_at(request: HttpRequest) -> datetime:
    """Return when it was answered by the device's clock, where that can be true."""
    now = timezone.now()
    try:
        told = datetime.fromisoformat(request.POST.get("answered_at", ""))
    except ValueError:
        return now
    return told if told.tzinfo is not None and now - _LONGEST_AWAY < told <= now else now


@for_respondents("GET", "HEAD")
def worker(request: HttpRequest, survey_uid: str) -> HttpResponse:
    """Serve the script that lets a kiosk be opened again without a network."""
    surveys.organization_of(survey_uid)
    names = (
        "channels/page.css",
        "ui/tokens.css",
        "channels/kiosk.js",
        "channels/flow.js",
        "channels/ordering.js",
    )
    context = {"files": [static(name) for name in names]}
    script = render_to_string("channels/pages/kiosk_worker.js", context, request)
    return HttpResponse(
        script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )
