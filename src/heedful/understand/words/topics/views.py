"""The pages of emerging topics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from heedful.platform.core.errors import HeedfulError, InvalidInput, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.understand.words.topics import pictures, queries, services, standing, wording
from heedful.understand.words.topics.types import TopicState

_DEEDS = {
    "follow": services.follow_topic,
    "dismiss": services.dismiss_topic,
    "restore": services.restore_topic,
}


@require_GET
def topics(request: HouseRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    found = queries.topics(by=request.actor, state=state)
    context: dict[str, Any] = {
        "found": found,
        "standing": standing.standing(by=request.actor),
        "state": state,
        "states": list(TopicState),
        "picture": pictures.counts_picture(found.topics),
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
        "may_read": request.actor.may(Permission.READ_ANSWERS),
    }
    if found.search:
        context |= {
            "headline": wording.headline(found.topics, found.search),
            "because": wording.because(found.topics, found.search),
            "clear": len(wording.clear_topics(found.topics, found.search)),
        }
    return render(request, "words/topics/list.html", context)


@require_GET
def topic(request: HouseRequest, topic_uid: str) -> HttpResponse:
    found = queries.topic(topic_uid, by=request.actor)
    context = {
        "topic": found,
        "sentence": wording.topic_sentence(found),
        "picture": pictures.series_picture(found.window.series, found.name) if found.window else None,
        "windows": queries.windows(topic_uid, by=request.actor)[:12],
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
        "may_read": request.actor.may(Permission.READ_ANSWERS),
        "back": reverse("words:topics"),
        "summary_url": reverse("words:topic_summary", args=[topic_uid]),
    }
    return render(request, "words/topics/topic.html", context)


@require_POST
def search(request: HouseRequest) -> HttpResponse:
    """Start a search; the page shows how far it is."""
    try:
        services.start_search(by=request.actor)
    except HeedfulError as error:
        messages.error(request, str(error))
    return redirect("words:topics")


@require_GET
def progress(request: HouseRequest) -> HttpResponse:
    """Say what happens before topics come; load the page anew when that ended."""
    now = standing.standing(by=request.actor)
    if now is None or not now.is_under_way:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return render(request, "words/topics/standing.html", {"standing": now})


@require_POST
def change(request: HouseRequest, topic_uid: str) -> HttpResponse:
    """Follow, dismiss, restore, rename a topic, or make it a theme."""
    queries.topic(topic_uid, by=request.actor, most=0)  # of somebody else: not found, whatever the deed
    deed = request.POST.get("deed", "")
    if deed == "promote":
        services.promote_topic(topic_uid, by=request.actor)
        messages.success(request, _("It is a theme of the draft now; apply the draft to read with it."))
    elif deed == "rename":
        services.rename_topic(topic_uid, request.POST.get("name", ""), by=request.actor)
    elif deed in _DEEDS:
        _DEEDS[deed](topic_uid, by=request.actor)
    else:
        raise InvalidInput(
            Problem("deed", f"{deed!r} is none of {', '.join([*_DEEDS, 'promote', 'rename'])}")
        )
    return redirect("words:topics" if deed == "dismiss" else _address(topic_uid))


def _address(topic_uid: str) -> str:
    return reverse("words:topic", args=[topic_uid])
