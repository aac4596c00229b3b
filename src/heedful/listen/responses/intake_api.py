"""``POST /responses`` as an operation of the API. Requests with a key take a shorter way (config/wsgi.py)."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from ninja import Router

from heedful.listen.responses.intake_door import Letter, receive
from heedful.listen.responses.intake_openapi import openapi_operation
from heedful.platform.core.requests import HouseRequest


def send_responses(request: HttpRequest, partial: bool = False) -> HttpResponse:
    """Send answers: one response, or up to 1,000 as a list or under ``responses``.

    A batch is taken whole or refused whole, with every problem named; with ``?partial=1`` the good rows
    are taken and the others reported one by one. 201 is said when the answers are on the disk.
    """
    letter = Letter(
        body=request.body,
        content_type=request.content_type or "",
        idempotency_key=request.headers.get("Idempotency-Key", ""),
        is_partial_welcome=partial,
    )
    reply = receive(letter, by=cast("HouseRequest", request).actor)
    return HttpResponse(reply.body, status=reply.status, content_type="application/json")


def offer(router: Router) -> None:
    """Add the operation to the router that has the other operations on responses."""
    router.post(
        "/responses",
        summary="Send answers",
        tags=["responses"],
        openapi_extra=openapi_operation(),
    )(send_responses)
