from __future__ import annotations

from django.urls import path

from heedful.platform.messaging import views

app_name = "messaging"
urlpatterns = [
    path("settings/outbox/", views.outbox, name="outbox"),
    path("settings/outbox/<str:mail_uid>/", views.mail, name="mail"),
    path("settings/outbox/<str:mail_uid>/<int:number>/", views.attachment, name="attachment"),
]
