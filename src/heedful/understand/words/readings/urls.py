from __future__ import annotations

from django.urls import URLPattern, path

from heedful.understand.words.readings import views

urlpatterns: list[URLPattern] = [
    path("reading/", views.reading, name="reading"),
    path("reading/state/", views.reading_state, name="reading_state"),
    path("reading/says/", views.reading_says, name="reading_says"),
    path("reading/editions/", views.start_edition, name="start_edition"),
    path("reading/editions/<str:edition_uid>/skipped/", views.skipped, name="skipped"),
    path("reading/editions/<str:edition_uid>/resume/", views.resume_edition, name="resume_edition"),
    path("reading/editions/<str:edition_uid>/current/", views.make_current, name="make_current"),
    path("reading/editions/<str:edition_uid>/delete/", views.drop_edition, name="drop_edition"),
]
