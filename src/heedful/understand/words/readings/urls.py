from __future__ import annotations

from django.urls import URLPattern, path

from heedful.understand.words.readings import views

urlpatterns: list[URLPattern] = [
    path("reading/", views.reading, name="reading"),
]
