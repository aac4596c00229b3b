from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from heedful.config.api import api
from heedful.config.rooms import edges

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    *(path("", include(module)) for module in edges("urls")),
    path("api/v1/", api.urls),
]
