from __future__ import annotations

from django.urls import path

from heedful.understand.words.labelling import views

urlpatterns = [
    path("labelling/", views.labelling, name="labelling"),
    path("labelling/quality/", views.measured_quality, name="labelling_quality"),
    path("labelling/<str:taxonomy_uid>/curve/", views.measure_curve, name="measure_curve"),
    path("labelling/<str:taxonomy_uid>/draw/", views.draw, name="draw_labels"),
    path("labelling/tasks/<str:label_task_uid>/", views.label, name="label_task"),
    path("labelling/tasks/<str:label_task_uid>/skip/", views.skip, name="skip_label_task"),
]
