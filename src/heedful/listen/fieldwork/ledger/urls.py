from __future__ import annotations

from django.urls import path

from heedful.listen.fieldwork.ledger import views

urlpatterns = [path("ledger/", views.ledger, name="ledger")]
