"""Where an endpoint is set, and where a summary is sent to be written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.understand.words.summaries import queries, services
from heedful.understand.words.summaries.configuration import endpoint, remove_endpoint, save_endpoint
from heedful.understand.words.summaries.forms import EndpointForm
from heedful.understand.words.topics import queries as topics


@never_cache
@require_http_methods(["GET", "POST"])
def summary_endpoint(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    now = endpoint()
    names = ("url", "model", "monthly_tokens", "price", "monthly_money", "seconds")
    form = EndpointForm(
        request.POST or None, initial={name: getattr(now, name) for name in names} if now else None
    )

    def deed(data: dict[str, Any]) -> bool:
        given = data | {"key": data["key"] or None, "price": data["price"] or Decimal(0)}
        save_endpoint(by=request.actor, **given)
        return True

    if submitted(request, form, deed):
        messages.success(request, _("Saved. Summaries are sent only when somebody asks for it."))
        return redirect("words:summary_endpoint")
    context = {"form": form, "endpoint": now, "spent": queries.spent_tokens()}
    return render(request, "words/summaries/endpoint.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HouseRequest) -> HttpResponse:
    remove_endpoint(by=request.actor)
    messages.success(request, _("Turned off. Nothing is sent any more."))
    return redirect("words:summary_endpoint")


@require_POST
def write_summary(request: HouseRequest) -> HttpResponse:
    """Queue a summary to be written, and go back to the page it was asked on."""
    services.ask_for_summary(request.POST.get("request", ""), by=request.actor)
    messages.success(request, _("It is being written; look at this page again in a moment."))
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("words:topics")
    return redirect(target)


@require_GET
def topic_summary(request: HouseRequest, topic_uid: str) -> HttpResponse:
    """The part of a topic's page that says it in short; fetched by the page once it is there."""
    found = topics.topic(topic_uid, by=request.actor, most=0)
    passages = queries.topic_passages(topic_uid, by=request.actor)
    summary = queries.summary_of(passages, by=request.actor, title=found.name)
    context = {"summary": summary, "back": reverse("words:topic", args=[topic_uid])}
    return render(request, "words/summaries/summary.html", context)
