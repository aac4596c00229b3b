from __future__ import annotations

from django.urls import path

from heedful.understand.words.topics import views

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/search/", views.search, name="topic_search"),
    path("topics/progress/", views.progress, name="topic_progress"),
    path("topics/<str:topic_uid>/", views.topic, name="topic"),
    path("topics/<str:topic_uid>/change/", views.change, name="topic_change"),
]
