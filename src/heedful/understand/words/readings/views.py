from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from heedful.platform.core.requests import HouseRequest


@require_GET
def reading(request: HouseRequest) -> HttpResponse:
    return HttpResponse(status=204)
