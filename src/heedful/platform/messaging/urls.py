from __future__ import annotations

from django.urls import path

from heedful.platform.messaging import hooks, views

app_name = "messaging"
urlpatterns = [
    path("settings/outbox/", views.outbox, name="outbox"),
    path("settings/outbox/sms/", views.short_messages, name="short_messages"),
    path("settings/outbox/<str:mail_uid>/", views.mail, name="mail"),
    path("settings/outbox/<str:mail_uid>/letter/", views.letter, name="letter"),
    path("settings/outbox/<str:mail_uid>/<int:number>/", views.attachment, name="attachment"),
    path("hooks/mail/", hooks.mail_hook, name="mail_hook"),
    path("hooks/sms/<str:token>/", hooks.sms_hook, name="sms_hook"),
]
