from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import condition, require_safe

from heedful.design.surveys.assets import queries


def _tag(_request: HttpRequest, asset_uid: str) -> str:
    return f'"{asset_uid}"'  # an asset never changes


@login_not_required
@require_safe
@xframe_options_exempt
@condition(etag_func=_tag)
def asset(request: HttpRequest, asset_uid: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Serve an image as nothing but an image, for as long as it lives."""
    found = queries.asset(asset_uid)
    return HttpResponse(
        found.content,
        content_type=found.media_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",  # mails and other people's pages show it
            "Cache-Control": "public, max-age=31536000, immutable",
        },
    )
