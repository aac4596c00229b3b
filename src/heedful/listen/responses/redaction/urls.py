from __future__ import annotations

from django.urls import path

from heedful.listen.responses.redaction import views

urlpatterns = [
    path("settings/redaction/", views.redaction, name="redaction"),
    path("settings/redaction/try/", views.try_redaction, name="try_redaction"),
    path("settings/redaction/stored/", views.redact_stored, name="redact_stored"),
]
