from __future__ import annotations

from django.urls import path

from heedful.understand.boards.themes.urls import theme_patterns
from heedful.understand.boards.views import arranging, exports, looking, mails, saved

app_name = "boards"
urlpatterns = [
    path("", looking.home, name="home"),
    path("live/", looking.live, name="live"),
    path("filter/values/", looking.filter_values, name="filter_values"),
    path("boards/", looking.boards, name="list"),
    path("boards/new/", arranging.new_board, name="new"),
    path("boards/<str:board_uid>/", looking.board, name="board"),
    path("boards/<str:board_uid>/arrange/", arranging.arrange, name="arrange"),
    path("boards/<str:board_uid>/delete/", arranging.delete, name="delete"),
    path("boards/<str:board_uid>/mail/", mails.mail, name="mail"),
    path("boards/mail/<str:schedule_uid>/cancel/", mails.cancel, name="cancel_mail"),
    path("boards/mail/<str:schedule_uid>/send/", mails.send, name="send_mail"),
    path("boards/<str:board_uid>/export.<str:kind>", exports.export_board, name="export"),
    path("boards/<str:board_uid>/tiles/<int:place>.<str:kind>", exports.export_tile, name="export_tile"),
    *theme_patterns,
    path("segments/", saved.save_segment, name="save_segment"),
    path("segments/<str:segment_uid>/delete/", saved.delete_segment, name="delete_segment"),
    path("annotations/", saved.annotation_page, name="annotations"),
    path("annotations/<str:annotation_uid>/remove/", saved.remove_annotation, name="remove_annotation"),
]
