"""The log of events: what other systems told about contacts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork import queries
from heedful.platform.core.requests import HouseRequest, first_page_url, next_page_url
from heedful.platform.core.types import Permission


@require_GET
def event_log(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.READ_CONTACTS)
    name = request.GET.get("name", "")
    page = queries.tracked_events(by=request.actor, name=name, cursor=request.GET.get("cursor") or None)
    ids = [event.contact_id for event in page.items if event.contact_id]
    people = audiences.contact_facts(ids, by=request.actor)
    context = {
        "events": [(event, people.get(event.contact_id or 0)) for event in page.items],
        "names": queries.event_names(by=request.actor),
        "name": name,
        "next_url": next_page_url(request, page.next_cursor),
        "first_url": first_page_url(request),
    }
    return render(request, "fieldwork/tracking/events.html", context)
