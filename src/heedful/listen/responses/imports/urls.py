"""Addresses of the import pages; they are part of the namespace ``responses``."""

from __future__ import annotations

from django.urls import path

from heedful.listen.responses.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<str:uid>/", views.import_page, name="import"),
    path("imports/<str:uid>/mapping/", views.change_mapping, name="import_mapping"),
    path("imports/<str:uid>/trial/", views.trial, name="import_trial"),
    path("imports/<str:uid>/run/", views.start, name="import_start"),
    path("imports/<str:uid>/progress/", views.progress, name="import_progress"),
    path("imports/<str:uid>/cancel/", views.cancel, name="import_cancel"),
    path("imports/<str:uid>/forget/", views.forget, name="import_forget"),
    path("imports/<str:uid>/refused.csv", views.refused, name="import_refused"),
]
