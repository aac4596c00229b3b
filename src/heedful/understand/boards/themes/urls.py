from __future__ import annotations

from django.urls import path

from heedful.understand.boards.themes import views

theme_patterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/export.<str:kind>", views.export_themes, name="export_themes"),
    path("themes/<str:theme_key>/", views.theme, name="theme"),
    path("themes/<str:theme_key>/export.<str:kind>", views.export_theme, name="export_theme"),
    path("themes/<str:theme_key>/wrong/", views.wrong, name="theme_wrong"),
]
