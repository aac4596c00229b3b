"""Who asks, for which organisation; and every error as an answer in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from ninja.utils import check_csrf

from heedful.config.actors import who_asks
from heedful.config.problems import MEDIA_TYPE, answer, answer_error, is_api, of_status
from heedful.config.rate_limits import take_token
from heedful.config.unstorable_text import refuse_unstorable
from heedful.platform.core.errors import HeedfulError, NotPermitted, NotSignedIn
from heedful.platform.core.memory import remembering
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor

type GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Find out who asks and run the rest in their organisation's scope; nobody gets no further."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with remembering():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        holder = who_asks(request)
        actor, organization = holder or (None, None)
        request.__dict__.update(actor=actor, organization=organization)
        # A forged page cannot send a key, so only what a session does needs the token.
        if is_api(request) and (actor is None or actor.kind == "key"):
            request.__dict__["_dont_enforce_csrf_checks"] = True
        if organization is None:
            return self.get_response(request)
        _speak_their_language(request)
        with organization_scope(organization.id), timezone.override(organization.zone):
            response: HttpResponseBase = self.get_response(request)
        return _keep_scope(response, organization.id)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Ask everybody to sign in, except where a view says ``login_not_required``."""
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None and getattr(view, "login_required", True):
            return _ask_to_sign_in(request)
        try:
            refuse_unstorable(request, view)
            if actor is not None and is_api(request):
                _check_call(request, actor)
        except (HeedfulError, Http404) as error:  # Django hears only what views raise
            return answer_error(request, error)
        return None


class ProblemMiddleware:
    """Turn what views raise, and bare statuses of API addresses, into problems."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_api(request) and response.status_code >= 400 and response["Content-Type"] != MEDIA_TYPE:
            told = answer(request, of_status(response.status_code))
            for name in ("Allow", "Retry-After"):
                if name in response:
                    told[name] = response[name]
            return told
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, HeedfulError) or is_api(request):
            return answer_error(request, error)
        return None


def _speak_their_language(request: HttpRequest) -> None:
    # LocaleMiddleware has chosen by cookie or header; what users set for themselves wins.
    language = getattr(request.user, "language", "") if not is_api(request) else ""
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or language


def _check_call(request: HttpRequest, actor: Actor) -> None:
    if actor.kind == "key":
        take_token(request, actor)
    elif check_csrf(request):
        raise NotPermitted(_("The CSRF token is missing or stale: reload the page and repeat."))


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if is_api(request):
        return answer_error(request, NotSignedIn(_("Sign in, or send a key: Authorization: Bearer hk_…")))
    if request.user.is_authenticated:
        return answer_error(
            request,
            NotPermitted(_("You belong to no organisation. Ask an owner for an invitation.")),
        )
    response = redirect_to_login(request.get_full_path())
    if cast("HouseRequest", request).htmx:
        return HttpResponseClientRedirect(response.url)
    return response


def _keep_scope(response: HttpResponseBase, organization_id: int) -> HttpResponseBase:
    if isinstance(response, StreamingHttpResponse) and not response.is_async:
        content = cast("Iterable[bytes]", response.streaming_content)
        response.streaming_content = _in_scope(content, organization_id)
    return response


def _in_scope(chunks: Iterable[bytes], organization_id: int) -> Iterator[bytes]:
    # A stream is read after the view has returned; the scope is entered for each chunk, so that it
    # never leaks into whatever else the server's thread does in between.
    iterator = iter(chunks)
    while True:
        with organization_scope(organization_id):
            chunk = next(iterator, None)
        if chunk is None:
            return
        yield chunk
