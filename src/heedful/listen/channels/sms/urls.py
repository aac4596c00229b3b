from __future__ import annotations

from django.urls import path

from heedful.listen.channels.sms import views

urlpatterns = [
    path("surveys/<str:survey_uid>/sms/", views.sms, name="sms"),
    path("surveys/<str:survey_uid>/sms/test/", views.send_test, name="sms_test"),
]
