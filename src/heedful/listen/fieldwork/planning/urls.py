from __future__ import annotations

from django.urls import path

from heedful.listen.fieldwork.planning import views

urlpatterns = [
    path("asking/", views.plan_list, name="plans"),
    path("surveys/<str:survey_uid>/asking/", views.survey_plans, name="survey_plans"),
    path("surveys/<str:survey_uid>/asking/new/", views.new_plan, name="new_plan"),
    path("asking/<str:plan_uid>/", views.plan, name="plan"),
    path("asking/<str:plan_uid>/edit/", views.edit_plan, name="edit_plan"),
    path("asking/<str:plan_uid>/state/", views.set_state, name="plan_state"),
    path("asking/<str:plan_uid>/drop/", views.drop_plan, name="drop_plan"),
    path("asking/<str:plan_uid>/remind/", views.remind, name="remind"),
]
