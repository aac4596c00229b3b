from __future__ import annotations

import gzip

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from heedful.platform.ui.vega import bundle, bundle_name


@login_not_required
@require_GET
def vega(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the chart library; everybody may have it, for as long as its name."""
    if name != bundle_name():
        raise Http404
    content = bundle().read_bytes()
    accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        content if accepts_gzip else gzip.decompress(content), content_type="text/javascript; charset=utf-8"
    )
    if accepts_gzip:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
