"""The REST API: every module's ``api.py`` offers a ``router``; here they become one."""

from __future__ import annotations

import json
from typing import Any, cast

import orjson
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.responses import NinjaJSONEncoder
from ninja.security import APIKeyCookie, HttpBearer

from heedful import __doc__ as about
from heedful.config.problems import answer_error
from heedful.config.rooms import edges
from heedful.config.unstorable_text import REASON, holds_nul
from heedful.platform.core.errors import HeedfulError, InvalidInput, Problem


class Key(HttpBearer):
    """``Authorization: Bearer hk_…``; its scopes are the permissions it was made with."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002 - Ninja's signature
        return getattr(request, "actor", None)  # the middleware has read it


class Session(APIKeyCookie):
    """The session of somebody signed in, with the CSRF token in ``X-CSRFToken``."""

    param_name = "sessionid"

    def __init__(self) -> None:
        super().__init__(csrf=False)  # the middleware has checked it, for every API address

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:  # noqa: ARG002 - Ninja's signature
        return getattr(request, "actor", None)


class StrictParser(Parser):
    """Refuses what JSON does not know, such as NaN, and is several times faster."""

    def parse_body(self, request: HttpRequest) -> Any:
        content = orjson.loads(request.body)
        if rb"\u0000" in request.body and holds_nul(content):
            raise InvalidInput(Problem("body", REASON))
        return content


class DescribedApi(NinjaAPI):
    """Composes its description once a process and prefix, which takes most of a second; keeps it as text."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._described: dict[str, bytes] = {}  # by the prefix of addresses: a house may stand below a path

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._described:
            found = super().get_openapi_schema(path_prefix=prefix)
            self._described[prefix] = json.dumps(found, cls=NinjaJSONEncoder).encode()
        return cast("OpenAPISchema", orjson.loads(self._described[prefix]))


api = DescribedApi(
    title="Heedful",
    version="1",
    description=about or "",
    urls_namespace="api",
    auth=[Key(), Session()],
    parser=StrictParser(),
    docs_url=None,
    docs_decorator=login_not_required,
)
for error in (HeedfulError, ValidationError, HttpError, Http404, Exception):
    api.add_exception_handler(error, cast("Any", answer_error))  # Ninja's type wants the class too
for module in edges("api"):
    api.add_router("", module.router)


def description() -> OpenAPISchema:
    """Return the OpenAPI 3.1 document."""
    return api.get_openapi_schema()
