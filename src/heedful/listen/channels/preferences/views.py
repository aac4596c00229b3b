"""Pages behind signed links: no session, no cookie. The link is the proof."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heedful.design.surveys.languages import direction, language_name
from heedful.listen.channels.addressee import addressee_of
from heedful.listen.channels.preferences import queries, services
from heedful.listen.channels.preferences.addresses import (
    PREFERENCES,
    UNSUBSCRIBE,
    preferences_path,
    uid_of_token,
)
from heedful.listen.channels.preferences.person import Person, person_of
from heedful.platform.core.organizations import organization
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor, Permission

CHANNEL_NAMES = {
    "email": translation.gettext_lazy("By e-mail"),
    "sms": translation.gettext_lazy("By SMS"),
    "web": translation.gettext_lazy("On web pages"),
    "mobile": translation.gettext_lazy("In apps"),
}
_SAVED = translation.gettext_lazy("Saved.")
_DONE = {
    "forget": translation.gettext_lazy(
        "Your request has been noted. Until somebody has carried it out, nobody asks you anything."
    ),
    "stop": translation.gettext_lazy("You will not be asked any more."),
}


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, for scanners of mail open every link; opt out on POST, by a person or a mail program."""
    with _reached(UNSUBSCRIBE, token) as (person, by):
        is_done = request.method == "POST"
        if is_done:
            one_click = request.POST.get("List-Unsubscribe") == "One-Click"
            source = "one-click unsubscribe" if one_click else "unsubscribe page"
            services.unsubscribe(person, by=by, source=source)
        return _page(request, "channels/preferences/unsubscribe.html", person, {"is_done": is_done})


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a person may be asked by and about, and take what they choose."""
    with _reached(PREFERENCES, token) as (person, by):
        done = _chosen(request, person, by) if request.method == "POST" else ""
        found = queries.preferences(person)
        context: dict[str, Any] = {"done": done, "is_gone": found is None}
        if found is not None:
            names = CHANNEL_NAMES
            context |= {
                "is_out": found.is_out,
                "channels": [(each, names[each], on) for each, on in found.channels.items()],
                "topics": list(found.topics.items()),
                "languages": [(each, language_name(each)) for each in found.languages],
                "chosen_language": found.language or _language(person),
            }
        return _page(request, "channels/preferences/preferences.html", person, context)


def _chosen(request: HttpRequest, person: Person, by: Actor) -> str:
    """Do what was chosen and say so, in the language that the person has from then on."""
    deed, source = request.POST.get("deed", "save"), "preference page"
    if deed == "forget":
        services.request_erasure(person, by=by, source=source)
    elif deed == "stop":
        services.unsubscribe(person, by=by, source=source)
    else:
        given = request.POST
        language = given.get("language", "")[:12]
        choice = services.Choice(given.getlist("channel"), given.getlist("topic"), language)
        services.choose(person, choice, by=by, source=source)
    with translation.override(_language(person)):
        return str(_DONE.get(deed, _SAVED))


@contextmanager
def _reached(purpose: str, token: str) -> Iterator[tuple[Person, Actor]]:
    organization_id, uid = uid_of_token(purpose, token)
    with organization_scope(organization_id):
        yield person_of(uid), Actor.system(organization_id, "Respondent")


def _page(request: HttpRequest, template: str, person: Person, context: dict[str, Any]) -> HttpResponse:
    house, language = organization(), _language(person)
    with translation.override(language):
        more = {
            "page": {"language": language, "direction": direction(language), "title": house.name},
            "house": house.name,
            "preferences_path": preferences_path(person.uid),
        }
        return render(request, template, context | more)


def _language(person: Person) -> str:
    if person.ask is not None:
        return addressee_of(person.ask).around.language
    return (person.contact.language if person.contact else "") or organization().language


@require_http_methods(["GET", "POST"])
def erasure_requests(request: HouseRequest) -> HttpResponse:
    """Those who want to be forgotten, for somebody to carry it out."""
    request.actor.require(Permission.WRITE_CONTACTS)
    if request.method == "POST":
        services.fulfil_erasure(
            request.POST.get("request", ""), by=request.actor, delete_answers="answers" in request.POST
        )
        messages.success(request, _("Forgotten."))
        return redirect("channels:erasure_requests")
    context = {"requests": queries.erasure_requests(by=request.actor)}
    return render(request, "channels/preferences/requests.html", context)
