from __future__ import annotations

from django.urls import path

from heedful.listen.audiences import permissions_views, views

app_name = "audiences"
urlpatterns = [
    path("contacts/", views.contact_list, name="contacts"),
    path("contacts/do-not-contact/", permissions_views.suppression_list, name="suppressions"),
    path(
        "contacts/do-not-contact/<str:suppression_uid>/remove/",
        permissions_views.remove_suppression,
        name="remove_suppression",
    ),
    path("units/", views.unit_tree, name="units"),
    path("units/upload/", views.upload_units, name="upload_units"),
    path("units/<str:unit_uid>/", views.unit, name="unit"),
    path("settings/attributes/", views.attribute_list, name="attributes"),
]
