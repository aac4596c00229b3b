from __future__ import annotations

from django.urls import path

from heedful.listen.fieldwork.experiments import views

urlpatterns = [
    path("experiments/", views.experiment_list, name="experiments"),
    path("surveys/<str:survey_uid>/experiments/new/", views.new_experiment, name="new_experiment"),
    path("experiments/<str:experiment_uid>/start/", views.start, name="start_experiment"),
    path("experiments/<str:experiment_uid>/stop/", views.stop, name="stop_experiment"),
    path("experiments/<str:experiment_uid>/drop/", views.drop, name="drop_experiment"),
]
