"""What Django answers when no view of ours has run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from heedful.config.problems import answer, of_status


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return answer(request, of_status(400))


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return answer(request, of_status(403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return answer(request, of_status(404))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - allauth's
    response = answer(request, of_status(429))
    response["Retry-After"] = "60"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    return answer(request, of_status(500))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    return answer(request, of_status(403, _("The page is too old to be sent: reload it and repeat.")))
