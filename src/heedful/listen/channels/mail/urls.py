from __future__ import annotations

from django.urls import path

from heedful.listen.channels.mail import views

urlpatterns = [
    path("messages/", views.messages_of_surveys, name="messages"),
    path("surveys/<str:survey_uid>/letter/", views.letter, name="letter"),
    path("surveys/<str:survey_uid>/letter/preview/", views.preview, name="letter_preview"),
    path("surveys/<str:survey_uid>/letter/test/", views.send_test, name="letter_test"),
    path("settings/sender/", views.sender, name="sender"),
]
