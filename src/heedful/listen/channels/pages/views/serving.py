"""What all respondent pages have in common: open to everybody, without cookies, framed only where allowed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heedful.listen.channels.pages.limits import client_address, pages

type View = Callable[..., HttpResponseBase]


def for_respondents(*methods: str) -> Callable[[View], View]:
    """Open a view to everybody.

    No token against forged posts is needed: there are no cookies to abuse, and what a post says is bound to
    the sealed visit in its address.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @login_not_required
        @require_http_methods([*methods])
        @wraps(view)
        def limited(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            pages.take(client_address(request))
            return view(request, *given, **named)

        return limited

    return decorate


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    frame_origins: Sequence[str] | None = None,
) -> HttpResponse:
    """Render a respondent page. ``frame_origins`` may show it in a frame; None: nobody may."""
    # A script that fetches the page wants no colours again, and no error in the browser's log.
    is_part = request.headers.get("X-Requested-With") == "page"
    response = render(
        request, template, context | {"is_part": is_part}, status=200 if is_part and status == 422 else status
    )
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    return _secured(response, frame_origins)


def _secured(response: HttpResponse, frame_origins: Sequence[str] | None) -> HttpResponse:
    ancestors = [CSP.NONE] if frame_origins is None else [CSP.SELF, *frame_origins]
    usual: Mapping[str, Collection[str]] = cast("Any", settings.SECURE_CSP)
    policy: dict[str, Collection[str] | str] = {
        **usual,
        "media-src": [CSP.SELF, "blob:"],
        "worker-src": [CSP.SELF],
        "frame-ancestors": ancestors,
    }
    response.__dict__["xframe_options_exempt"] = frame_origins is not None
    secured: HttpResponse = csp_override(policy)(lambda _request: response)(HttpRequest())
    return secured
