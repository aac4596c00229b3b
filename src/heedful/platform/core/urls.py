from __future__ import annotations

from django.urls import path

from heedful.platform.core import views

app_name = "core"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("settings/health/", views.health_page, name="health"),
]
