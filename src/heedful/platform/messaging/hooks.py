"""What carriers call: no session, no cookie; each call proves itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from inspect import getmembers, isclass
from typing import Any, cast

from anymail.signals import (
    AnymailTrackingEvent,
    EventType,
    RejectReason,
    tracking,
)
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heedful.platform.core.errors import NotFound
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor
from heedful.platform.messaging import services
from heedful.platform.messaging.configuration import organization_of_hook
from heedful.platform.messaging.types import Hook, MailState

# Anymail makes hard and soft bounces one; these words of the providers tell them apart.
_SOFT = re.compile(r"soft[ _-]?bounce|SoftBounce|\bTransient\b|\btemporary\b|\b4\.\d\.\d\b", re.IGNORECASE)
_TOLD = {
    EventType.DELIVERED: MailState.DELIVERED,
    EventType.BOUNCED: MailState.BOUNCED,
    EventType.COMPLAINED: MailState.COMPLAINED,
    EventType.FAILED: MailState.FAILED,
    EventType.UNSUBSCRIBED: "unsubscribed",
}
_REJECTED = {
    RejectReason.SPAM: MailState.COMPLAINED,
    RejectReason.UNSUBSCRIBED: "unsubscribed",
    RejectReason.INVALID: MailState.BOUNCED,
    RejectReason.BOUNCED: MailState.BOUNCED,
}


@csrf_exempt
@login_not_required
@require_http_methods(["POST", "HEAD"])
def mail_hook(request: HttpRequest) -> HttpResponse:
    """Hand the call to anymail's reader of this provider, which checks the secret and any signature."""
    if not settings.MAIL_PROVIDER or not settings.ANYMAIL["WEBHOOK_SECRET"]:
        raise NotFound("No provider reports here (HEEDFUL_MAIL_PROVIDER, HEEDFUL_MAIL_WEBHOOK_SECRET).")
    return _reader(settings.MAIL_PROVIDER)(request)


def _reader(provider: str) -> Callable[[HttpRequest], HttpResponse]:
    module = import_module(f"anymail.webhooks.{provider}")
    wanted = re.compile(r"(Tracking|Combined)WebhookView$")
    views: list[Any] = [each for name, each in getmembers(module, isclass) if wanted.search(name)]
    return cast("Callable[[HttpRequest], HttpResponse]", views[0].as_view())


@receiver(tracking, dispatch_uid="heedful.messaging")
def hear(event: AnymailTrackingEvent, **_: Any) -> None:
    told = _TOLD.get(event.event_type)
    if event.event_type == EventType.REJECTED:
        told = _REJECTED.get(event.reject_reason, MailState.FAILED)
    if told is None:
        return
    said = " ".join(str(part) for part in (event.mta_response, event.description) if part)
    services.note_mail_report(
        told,
        provider_id=str(event.message_id or ""),
        mail_uid=str((event.metadata or {}).get("mail", "")),
        at=event.timestamp,
        is_permanent=told == MailState.BOUNCED and not _SOFT.search(f"{event.esp_event} {said}"),
        detail=said[:300],
    )


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def sms_hook(request: HttpRequest, token: str) -> HttpResponse:
    """Take what the gateway of an organisation tells: incoming SMS, reports of delivery."""
    organization_id = organization_of_hook(token)
    hook = Hook(
        url=f"{settings.BASE_URL}{request.get_full_path()}",
        fields=_fields(request),
        headers={name.lower(): value for name, value in request.headers.items()},
    )
    with organization_scope(organization_id):
        media_type, body = services.note_hook(hook, by=Actor.system(organization_id, "SMS gateway"))
    return HttpResponse(body, content_type=media_type)


def _fields(request: HttpRequest) -> dict[str, str]:
    if request.content_type == "application/json":
        return _flat(request.body)
    given = request.GET if request.method == "GET" else request.POST
    return {name: str(value) for name, value in given.items()}


def _flat(body: bytes) -> dict[str, str]:
    import json

    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return {name: str(value) for name, value in told.items()} if isinstance(told, dict) else {}
