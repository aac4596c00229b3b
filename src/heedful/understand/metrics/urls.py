from __future__ import annotations

from django.urls import path

from heedful.understand.metrics import views

app_name = "metrics"
urlpatterns = [
    path("scores/<slug:metric>/provenance/", views.provenance, name="provenance"),
]
