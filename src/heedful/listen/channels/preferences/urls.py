from __future__ import annotations

from django.urls import path

from heedful.listen.channels.preferences import views

urlpatterns = [
    path("u/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("preferences/<str:token>/", views.preferences, name="preferences"),
    path("settings/erasure/", views.erasure_requests, name="erasure_requests"),
]
