from __future__ import annotations

from django.urls import path

from heedful.listen.fieldwork.tracking import views

urlpatterns = [path("events/", views.event_log, name="events")]
