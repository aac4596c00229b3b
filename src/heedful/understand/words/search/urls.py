from __future__ import annotations

from django.urls import URLPattern, path

from heedful.understand.words.search import views

urlpatterns: list[URLPattern] = [
    path("comments/", views.comments, name="comments"),
    path("comments/facets/", views.facets, name="comment_facets"),
    path("comments/export.csv", views.export, name="comment_export"),
    path("comments/<str:response_uid>/<str:question_uid>/similar/", views.similar, name="similar_comments"),
]
