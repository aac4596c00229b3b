from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from heedful.platform.core.requests import HouseRequest, first_page_url, next_page_url
from heedful.platform.messaging import queries
from heedful.platform.messaging.configuration import sms_hook_url, sms_way
from heedful.platform.messaging.framing import framed


@require_GET
def outbox(request: HouseRequest) -> HttpResponse:
    page = queries.mails(by=request.actor, cursor=request.GET.get("cursor"))
    context = {
        "page": page,
        "is_configured": settings.MAIL_IS_CONFIGURED,
        "first_url": first_page_url(request),
        "next_url": next_page_url(request, page.next_cursor),
    }
    return render(request, "messaging/outbox.html", context)


@require_GET
def mail(request: HouseRequest, mail_uid: str) -> HttpResponse:
    return render(request, "messaging/mail.html", {"mail": queries.mail(mail_uid, by=request.actor)})


@require_GET
def letter(request: HouseRequest, mail_uid: str) -> HttpResponse:
    """The HTML of a kept mail, for the frame on its page."""
    return framed(queries.mail(mail_uid, by=request.actor).html)


@require_GET
def short_messages(request: HouseRequest) -> HttpResponse:
    page = queries.short_messages(by=request.actor, cursor=request.GET.get("cursor"))
    context = {
        "page": page,
        "costs": queries.sms_costs(by=request.actor),
        "is_configured": sms_way().kind.sends,
        "hook_url": sms_hook_url(),
        "first_url": first_page_url(request),
        "next_url": next_page_url(request, page.next_cursor),
    }
    return render(request, "messaging/short_messages.html", context)


@require_GET
def attachment(request: HouseRequest, mail_uid: str, number: int) -> HttpResponse:
    found = queries.attachment(mail_uid, number, by=request.actor)
    response = HttpResponse(found.content, content_type=found.media_type)
    # Never shown in place: what is in it must not run as a page of ours.
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=found.name) or ""
    )
    return response
