"""Boards, segments, annotations and mails: made, changed and removed."""

from heedful.understand.boards.services.annotations import add_annotation, remove_annotation
from heedful.understand.boards.services.boards import delete_board, save_board, save_home
from heedful.understand.boards.services.mails import (
    cancel_mail,
    schedule_mail,
    send_due_mails,
    send_mail,
)
from heedful.understand.boards.services.segments import delete_segment, save_segment

__all__ = [
    "add_annotation",
    "cancel_mail",
    "delete_board",
    "delete_segment",
    "remove_annotation",
    "save_board",
    "save_home",
    "save_segment",
    "schedule_mail",
    "send_due_mails",
    "send_mail",
]
