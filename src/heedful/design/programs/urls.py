from __future__ import annotations

from django.urls import path

from heedful.design.programs import views

app_name = "programs"
urlpatterns = [
    path("programs/", views.program_list, name="list"),
    path("programs/new/", views.new_program, name="new"),
    path("programs/<str:program_uid>/", views.program, name="detail"),
    path("programs/<str:program_uid>/edit/", views.edit_program, name="edit"),
    path("programs/<str:program_uid>/archive/", views.archive_program, name="archive"),
    path("programs/<str:program_uid>/goals/<str:goal_uid>/drop/", views.drop_goal, name="drop_goal"),
]
