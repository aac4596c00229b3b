from __future__ import annotations

from django.urls import path

from heedful.platform.ui import views

app_name = "ui"
urlpatterns = [path("ui/<str:name>", views.vega, name="vega")]
