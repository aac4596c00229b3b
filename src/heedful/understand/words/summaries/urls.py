from __future__ import annotations

from django.urls import path

from heedful.understand.words.summaries import views

urlpatterns = [
    path("settings/summaries/", views.summary_endpoint, name="summary_endpoint"),
    path("settings/summaries/remove/", views.remove, name="remove_summary_endpoint"),
    path("topics/<str:topic_uid>/summary/", views.topic_summary, name="topic_summary"),
    path("summaries/write/", views.write_summary, name="write_summary"),
]
