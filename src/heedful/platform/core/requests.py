"""The request as our views get it: the middleware has found out who asks, for which organisation."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from heedful.platform.core.types import Actor, OrganizationFacts


class HouseRequest(HttpRequest):
    """Annotate the first parameter of views and API operations with this."""

    actor: Actor
    organization: OrganizationFacts
    htmx: HtmxDetails


def next_page_url(request: HttpRequest, next_cursor: str | None) -> str:
    """Return the address of the next page of this list with the same filters; empty on the last."""
    if next_cursor is None:
        return ""
    asked = request.GET.copy()
    asked["cursor"] = next_cursor
    return f"{request.path}?{asked.urlencode()}"


def first_page_url(request: HttpRequest) -> str:
    """Return the address of the first page of this list with the same filters; empty where this is it."""
    if "cursor" not in request.GET:
        return ""
    asked = request.GET.copy()
    del asked["cursor"]
    return f"{request.path}?{asked.urlencode()}" if asked else request.path
