from __future__ import annotations

from django.urls import path

from heedful.listen.fieldwork.coverage import views

urlpatterns = [path("sampling/coverage/", views.what_we_would_see, name="coverage")]
