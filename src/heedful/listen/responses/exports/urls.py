from __future__ import annotations

from django.urls import path

from heedful.listen.responses.exports import views

urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/start/", views.start_export, name="start_export"),
    path("exports/<str:job_uid>/", views.export_progress, name="export_progress"),
    path("exports/<str:job_uid>/file/", views.download_export, name="download_export"),
]
