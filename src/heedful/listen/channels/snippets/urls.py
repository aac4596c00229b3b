from __future__ import annotations

from django.urls import path

from heedful.listen.channels.snippets import views

urlpatterns = [
    path("surveys/<str:survey_uid>/snippets/", views.snippets, name="snippets"),
    path("surveys/<str:survey_uid>/snippets/preview/", views.preview, name="snippet_preview"),
]
