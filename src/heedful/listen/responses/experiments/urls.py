from __future__ import annotations

from django.urls import path

from heedful.listen.responses.experiments import views

urlpatterns = [path("experiments/<str:experiment_uid>/", views.experiment, name="experiment")]
