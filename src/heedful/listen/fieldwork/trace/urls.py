from __future__ import annotations

from django.urls import path

from heedful.listen.fieldwork.trace import views

urlpatterns = [
    path("contacts/<str:contact_uid>/why/", views.why, name="why"),
    path("visitors/why/", views.why_visitor, name="why_visitor"),
]
