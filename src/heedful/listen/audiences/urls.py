from __future__ import annotations

from django.urls import path

from heedful.listen.audiences import views

app_name = "audiences"
urlpatterns = [
    path("contacts/", views.contact_list, name="contacts"),
    path("units/", views.unit_tree, name="units"),
    path("units/upload/", views.upload_units, name="upload_units"),
    path("units/<str:unit_uid>/", views.unit, name="unit"),
    path("settings/attributes/", views.attribute_list, name="attributes"),
]
