"""Errors as answers: RFC 9457 problem details for programs, a page in words for people."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from heedful.platform.core.errors import HeedfulError, InvalidInput, Problem, RateLimited

log = logging.getLogger(__name__)
API_PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """What went wrong, as RFC 9457 words it."""

    status: int
    code: str
    detail: str
    errors: tuple[Problem, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return _titles().get(self.status, HTTPStatus(self.status).phrase)

    def as_json(self, instance: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            "type": f"urn:heedful:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        if self.errors:
            told["errors"] = [asdict(error) for error in self.errors]
        return told


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX)


def details_of(error: Exception) -> ProblemDetails:
    """Say an exception in words; what we do not know is a fault of ours, told without its insides."""
    match error:
        case HeedfulError():
            return _of_ours(error)
        case ValidationError():
            problems = tuple(_of_validation(one) for one in error.errors)
            return ProblemDetails(422, InvalidInput.code, _("The input breaks rules."), problems)
        case HttpError():
            return of_status(error.status_code, str(error))
        case RequestDataTooBig():
            return of_status(413, _("The request is larger than this address takes."))
        case _:
            return of_status(_status_of(error))


def of_status(status: int, detail: str = "") -> ProblemDetails:
    """Return the problem an HTTP status stands for."""
    code = HTTPStatus(status).phrase.lower().replace(" ", "-")
    return ProblemDetails(status, code, detail or _details().get(status, ""), headers=_headers(status))


def answer(request: HttpRequest, problem: ProblemDetails) -> HttpResponse:
    """Answer with a problem in the form the one who asks can read."""
    if is_api(request):
        body = json.dumps(problem.as_json(request.path), ensure_ascii=False)
        response = HttpResponse(body, content_type=MEDIA_TYPE, status=problem.status)
    else:
        response = HttpResponse(_page(request, problem), status=problem.status)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def answer_error(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer an exception; log the ones that are faults of ours."""
    problem = details_of(error)
    if problem.status >= 500 and problem.status != 503:
        log.error("%s %s failed", request.method, request.path, exc_info=error)
    return answer(request, problem)


def _of_ours(error: HeedfulError) -> ProblemDetails:
    problems = error.problems if isinstance(error, InvalidInput) else ()
    headers = _headers(error.status)
    if isinstance(error, RateLimited):
        headers["Retry-After"] = str(max(1, ceil(error.retry_after)))
    detail = str(error) if error.status != 500 else _details()[500]
    return ProblemDetails(error.status, error.code, detail, problems, headers)


def _of_validation(error: dict[str, Any]) -> Problem:
    place = list(error["loc"])
    # The first parts are where Ninja found it (body, query, path) and the name of our own parameter.
    place = place[2:] if len(place) > 2 and place[0] in {"body", "form"} else place[1:] or place
    row = next((part + 1 for part in place if isinstance(part, int)), None)
    return Problem(".".join(map(str, place)), str(error["msg"]), row)


def _status_of(error: Exception) -> int:
    if isinstance(error, Http404):
        return 404
    if isinstance(error, PermissionDenied):
        return 403
    if isinstance(error, BadRequest | SuspiciousOperation | TooManyFieldsSent | TooManyFilesSent):
        return 400
    return 500


def _headers(status: int) -> dict[str, str]:
    return {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}.get(status, {}).copy()


def _page(request: HttpRequest, problem: ProblemDetails) -> str:
    try:
        return render_to_string("core/problem.html", {"problem": problem}, request)
    except Exception:
        # The page of an error must not fail with the layout that may have caused it.
        log.exception("The page for %s cannot be shown", problem.status)
        return f"<!doctype html><title>{problem.status}</title><p>{problem.status}: {problem.title}</p>"


def _titles() -> dict[int, str]:
    return {
        400: _("The request cannot be read"),
        401: _("Nobody is signed in"),
        403: _("Not permitted"),
        404: _("Not found"),
        405: _("This address does not take this method"),
        409: _("Not possible now"),
        413: _("Too large"),
        422: _("The input breaks rules"),
        429: _("Too many requests"),
        500: _("A fault of ours"),
        503: _("Try again in a moment"),
    }


def _details() -> dict[int, str]:
    return {
        400: _("The request is malformed. Nothing was changed."),
        401: _("Sign in, or send an API key: Authorization: Bearer hk_…"),
        403: _("Your role does not allow this. Ask an owner of the organisation."),
        404: _("There is nothing at this address in your organisation, or you may not see it."),
        405: _("See the Allow header for the methods of this address."),
        413: _("The request is larger than this address takes."),
        429: _("Wait a little before the next attempt."),
        500: _("Nothing you did. What was acknowledged before is kept; the fault is in the log."),
        503: _("The same request may succeed in a moment."),
    }
