"""The page from which score buttons are copied into other tools' mails."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.languages import language_name, offered
from heedful.listen.audiences import queries as audiences
from heedful.listen.channels.snippets.kind import Tool, tools
from heedful.listen.channels.snippets.making import Snippet, snippet
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.platform.messaging.framing import framed

MOST_ATTRIBUTES = 20


@require_GET
def snippets(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """One tool's snippet to copy, the others a click away."""
    tool, made = _made(request, survey_uid)
    definition = surveys.published(survey_uid).definition
    known = audiences.attributes()
    context = {
        "survey": surveys.survey(survey_uid),
        "tools": sorted(tools().values(), key=lambda each: each.label.lower()),
        "tool": tool,
        "snippet": made,
        "shown_language": _language(request, survey_uid),
        "languages": [(code, language_name(code)) for code in offered(definition)],
        "attributes": [(key, facts.label, key in request.GET.getlist("a")) for key, facts in known.items()],
        "query": request.GET.urlencode(),
    }
    return render(request, "channels/snippets/snippets.html", context)


@require_GET
def preview(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """The snippet as a mail shows it."""
    _tool, made = _made(request, survey_uid)
    return framed(f'<!doctype html><meta charset="utf-8"><title>Snippet</title>{made.html}')


def _made(request: HouseRequest, survey_uid: str) -> tuple[Tool, Snippet]:
    request.actor.require(Permission.WRITE_SURVEYS)
    known = tools()
    tool = known.get(request.GET.get("tool", ""), known["mailchimp"])
    definition = surveys.published(survey_uid).definition
    attributes = [key for key in request.GET.getlist("a") if key in audiences.attributes()]
    made = snippet(
        survey_uid,
        definition,
        tool,
        attributes=attributes[:MOST_ATTRIBUTES],
        language=_language(request, survey_uid),
    )
    return tool, made


def _language(request: HouseRequest, survey_uid: str) -> str:
    definition = surveys.published(survey_uid).definition
    wanted = request.GET.get("language", "")
    return wanted if wanted in offered(definition) else definition.language
