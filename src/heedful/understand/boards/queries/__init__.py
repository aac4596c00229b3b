"""Boards, segments, annotations and mails as facts, and boards read."""

from heedful.understand.boards.queries.annotations import annotation, known_annotations
from heedful.understand.boards.queries.boards import board, boards, home_board
from heedful.understand.boards.queries.mails import due_mails, mail_schedules
from heedful.understand.boards.queries.segments import segments

__all__ = [
    "annotation",
    "board",
    "boards",
    "due_mails",
    "home_board",
    "known_annotations",
    "mail_schedules",
    "segments",
]
