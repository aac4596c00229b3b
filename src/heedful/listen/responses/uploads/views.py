"""Serves a respondent's file to members who may see the answer, so that nothing in it can run."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from heedful.listen.responses import queries
from heedful.listen.responses.uploads.queries import UploadFacts, upload_of
from heedful.platform.core.requests import HouseRequest

_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")
_AT_ONCE = 8 * 1024 * 1024


@require_GET
def upload(request: HouseRequest, response_uid: str, upload_uid: str) -> HttpResponseBase:
    """Serve a file of an answer: pictures and recordings to be shown, all else to be saved."""
    facts = queries.response(response_uid, by=request.actor)
    found, path = upload_of(facts.id, upload_uid)
    response = _part(path, request.headers.get("Range", ""))
    response["Content-Type"] = found.media_type
    return _made_safe(response, found, is_saved=found.family == "file" or "save" in request.GET)


def _part(path: Path, wanted: str) -> HttpResponse:
    """Players ask for a file in parts; whoever does not ask so gets it whole."""
    size = path.stat().st_size
    match = _RANGE.fullmatch(wanted)
    if match is None or int(match[1]) >= size:
        response = HttpResponse(path.read_bytes())
        response["Accept-Ranges"] = "bytes"
        return response
    first = int(match[1])
    last = min(int(match[2]) if match[2] else size - 1, size - 1, first + _AT_ONCE - 1)
    with path.open("rb") as file:
        file.seek(first)
        response = HttpResponse(file.read(max(last - first + 1, 0)), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _made_safe(response: HttpResponse, found: UploadFacts, *, is_saved: bool) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; img-src 'self'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    disposition = content_disposition_header(is_saved, found.file_name)
    if disposition:
        response["Content-Disposition"] = disposition
    return response
