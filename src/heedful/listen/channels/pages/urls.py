from __future__ import annotations

from django.urls import URLPattern, path

from heedful.listen.channels.pages.views import answering, kiosk, links, preview, signals, withdrawing

urlpatterns: list[URLPattern] = [
    path("s/p/<str:token>", answering.personal, name="personal"),
    path("s/c/<str:visit_token>", answering.step, name="step"),
    path("s/c/<str:visit_token>/human", signals.human, name="human"),
    path("s/c/<str:visit_token>/decline", signals.decline, name="decline"),
    path("s/delete/<str:token>", withdrawing.delete, name="delete"),
    path("s/<str:survey_uid>", answering.public, name="page"),
    path("s/<str:survey_uid>/kiosk", kiosk.kiosk, name="kiosk"),
    path("s/<str:survey_uid>/kiosk/answers", kiosk.answers, name="kiosk_answers"),
    path("s/<str:survey_uid>/worker.js", kiosk.worker, name="kiosk_worker"),
    path("surveys/<str:survey_uid>/preview/", preview.preview, name="preview"),
    path("links/", links.link_list, name="link_list"),
    path("surveys/<str:survey_uid>/links/", links.survey_links, name="links"),
    path("surveys/<str:survey_uid>/links/qr.svg", links.qr_svg, name="qr_svg"),
    path("surveys/<str:survey_uid>/links/qr.png", links.qr_png, name="qr_png"),
    path("votes/", links.votes, name="votes"),
]
