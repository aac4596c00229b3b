from __future__ import annotations

from django.urls import URLPattern, path

from heedful.listen.channels.pages.views import answering, preview, signals, withdrawing

urlpatterns: list[URLPattern] = [
    path("s/p/<str:token>", answering.personal, name="personal"),
    path("s/c/<str:visit_token>", answering.step, name="step"),
    path("s/c/<str:visit_token>/human", signals.human, name="human"),
    path("s/delete/<str:token>", withdrawing.delete, name="delete"),
    path("s/<str:survey_uid>", answering.public, name="page"),
    path("surveys/<str:survey_uid>/preview/", preview.preview, name="preview"),
]
