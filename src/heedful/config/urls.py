from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from heedful.config.api import api
from heedful.config.api_reference import api_reference
from heedful.config.manager_units import invitation_units, member_units
from heedful.config.rooms import edges

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    *(path("", include(module)) for module in edges("urls")),
    path("settings/members/<str:member_uid>/units/", member_units, name="member_units"),
    path("settings/invitations/<str:invitation_uid>/units/", invitation_units, name="invitation_units"),
    path("api/v1/docs", api_reference, name="api_reference"),
    path("api/v1/", api.urls),
]
handler400 = "heedful.config.error_pages.bad_request"
handler403 = "heedful.config.error_pages.not_permitted"
handler404 = "heedful.config.error_pages.not_found"
handler429 = "heedful.config.error_pages.too_many"
handler500 = "heedful.config.error_pages.failed"
