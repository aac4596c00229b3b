from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heedful.platform.core import health
from heedful.platform.core.requests import HouseRequest


@login_not_required
@never_cache
@require_GET
def healthz(_request: HttpRequest) -> HttpResponse:
    able = health.is_able()
    return HttpResponse("ok" if able else "bad", content_type="text/plain", status=200 if able else 503)


@require_GET
def health_page(request: HouseRequest) -> HttpResponse:
    return render(request, "core/health.html", {"findings": health.findings(by=request.actor)})
