"""NUL characters: SQLite stores them, PostgreSQL cannot. None comes past the door of either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.http import Http404, HttpRequest

from heedful.platform.core.errors import InvalidInput, Problem

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
REASON = "holds a NUL character, which no text here may"


def refuse_unstorable(request: HttpRequest, view: Callable[..., Any]) -> None:
    """Refuse a parameter or a field of a form that holds a NUL character; nothing is at an address with one.

    What other systems post (``csrf_exempt``) is left to its view: no message is lost for one character.
    """
    if "\x00" in request.path:
        raise Http404
    if "\x00" in unquote(request.META.get("QUERY_STRING", "")):
        _refuse_fields(request.GET.lists())
    if request.content_type in FORMS and not getattr(view, "csrf_exempt", False):
        _refuse_fields(request.POST.lists())


def holds_nul(value: Any) -> bool:
    """Tell whether any text of a JSON value holds a NUL character."""
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(holds_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(map(holds_nul, value))


def _refuse_fields(fields: Any) -> None:
    held = [
        Problem(name.replace("\x00", "")[:100], REASON)
        for name, values in fields
        if holds_nul([name, *values])
    ]
    if held:
        raise InvalidInput(*held)
