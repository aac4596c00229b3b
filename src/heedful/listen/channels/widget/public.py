"""The addresses that the widget and apps call: with a site's public key, from the origins it allows.

No session, no cookie: browsers send and keep none here. A body may come as text/plain, which browsers send to
another origin without asking first; it is JSON all the same.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

import orjson
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heedful.listen.channels.pages.limits import Buckets, client_address
from heedful.listen.channels.widget import door, queries, script, services
from heedful.listen.channels.widget.rules import is_allowed
from heedful.listen.channels.widget.types import SiteFacts
from heedful.platform.core.errors import HeedfulError, InvalidInput, NotPermitted, PermanentError, RateLimited
from heedful.platform.core.scope import organization_scope

log = logging.getLogger(__name__)
LONGEST = 256 * 1024
CONFIG_FRESH = 20  # seconds; then the browser asks whether it has changed
SCRIPT_FRESH = 300
FOR_EVER = 31_536_000
calls = Buckets(30.0, 900.0)  # an office, or a school, comes from one address

type Deed = Callable[[door.Call], dict[str, Any]]
type View = Callable[..., HttpResponse]


class TooLong(PermanentError):
    status = 413
    code = "too-large"


class NotJson(PermanentError):
    status = 400
    code = "not-json"


def _public(*methods: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def answering(request: HttpRequest, site_key: str) -> HttpResponse:
            origin, site = request.headers.get("Origin", ""), None
            try:
                calls.take(client_address(request))
                site = queries.site_by_key(site_key)
                if not is_allowed(origin, site.origins):
                    raise NotPermitted(f"The site does not allow {origin[:100]}; see its page “Widget”.")
                with organization_scope(site.organization_id):
                    response = view(request, site)
            except HeedfulError as error:
                response = _problem(error, request.path)
            return _shared(response, origin, site)

        guarded = require_http_methods([*methods, "OPTIONS"])(_with_preflight(answering))
        return csrf_exempt(login_not_required(guarded))

    return decorate


def _with_preflight(view: View) -> View:
    @wraps(view)
    def first(request: HttpRequest, site_key: str) -> HttpResponse:
        if request.method != "OPTIONS":
            return view(request, site_key)
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = "GET, POST"
        response["Access-Control-Allow-Headers"] = "Content-Type"
        response["Access-Control-Max-Age"] = "86400"
        try:
            site = queries.site_by_key(site_key)
        except HeedfulError:
            site = None
        return _shared(response, request.headers.get("Origin", ""), site)

    return first


def _shared(response: HttpResponse, origin: str, site: SiteFacts | None) -> HttpResponse:
    """Let the page read the answer, if it may. A refusal is readable for none but the allowed."""
    response["Vary"] = "Origin"
    response["X-Content-Type-Options"] = "nosniff"
    if origin and site is not None and is_allowed(origin, site.origins):
        response["Access-Control-Allow-Origin"] = origin
    return response


@_public("GET", "HEAD")
def config(request: HttpRequest, site: SiteFacts) -> HttpResponse:
    """Say what the site shows; the first time, the site is connected by this."""
    services.note_seen(site, request.headers.get("Origin", ""), timezone.now())
    body = orjson.dumps(door.config(site))
    tag = f'"{sha256(body).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={CONFIG_FRESH}"
    return response


def _taking(deed: Deed, status: int = 200) -> View:
    @_public("POST")
    def view(request: HttpRequest, site: SiteFacts) -> HttpResponse:
        told = deed(door.Call(site, _said(request), timezone.now()))
        response = HttpResponse(orjson.dumps(told), content_type="application/json", status=status)
        response["Cache-Control"] = "no-store"
        return response

    return view


ask = _taking(door.ask)
exposures = _taking(door.note_exposure)
declines = _taking(door.note_decline)
answers = _taking(door.take_answers, 201)
events = _taking(door.track, 202)


def _said(request: HttpRequest) -> dict[str, Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        raise TooLong(f"The body is longer than {LONGEST:,} bytes.")
    try:
        content = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise NotJson(f"The body is not JSON: {error}.") from None
    if not isinstance(content, dict):
        raise NotJson("The body is not an object.")
    return content


def _problem(error: HeedfulError, path: str) -> HttpResponse:
    told: dict[str, Any] = {
        "type": f"urn:heedful:problem:{error.code}",
        "title": error.code,
        "status": error.status,
        "detail": str(error),
        "instance": path,
    }
    if isinstance(error, InvalidInput):
        told["errors"] = [{"field": one.field, "reason": one.reason} for one in error.problems]
    body = json.dumps(told, ensure_ascii=False)
    response = HttpResponse(body, content_type="application/problem+json", status=error.status)
    if isinstance(error, RateLimited):
        response["Retry-After"] = str(max(1, round(error.retry_after)))
    return response


@login_not_required
@require_http_methods(["GET", "HEAD"])
def loader(request: HttpRequest) -> HttpResponse:
    """Serve the script that a page names: looked up anew every few minutes."""
    return _script(request, script.LOADER, f"public, max-age={SCRIPT_FRESH}")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def main(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve the script that the loader brings: its name is its content, so it never changes."""
    return _script(request, f"heedful-{digest}.js", f"public, max-age={FOR_EVER}, immutable")


def _script(request: HttpRequest, name: str, caching: str) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    content = script.content(name, packed=packed)
    if content is None:
        missing = b"/* The widget was not built: see docs/widget.md */"
        return HttpResponse(missing, content_type="text/javascript; charset=utf-8", status=404)
    response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = caching
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
