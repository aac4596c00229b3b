from __future__ import annotations

from django.urls import path

from heedful.platform.privacy import views

app_name = "privacy"
urlpatterns = [
    path("settings/data/", views.data, name="data"),
    path("settings/data/export/", views.start_export, name="start_export"),
    path("settings/data/exports/<str:job_uid>/", views.export_progress, name="export_progress"),
    path("settings/data/exports/<str:job_uid>/archive.zip", views.download, name="download"),
    path("settings/data/delete/", views.delete, name="delete"),
    path("settings/data/remove-demo/", views.remove_demo, name="remove_demo"),
]
