"""Writes of what was read: the queue, what comes of it, editions, forgetting."""

from heedful.understand.words.readings.services.editions import (
    drop_edition,
    make_current,
    resume_edition,
    start_edition,
)
from heedful.understand.words.readings.services.forgetting import forget_readings, forget_vectors
from heedful.understand.words.readings.services.queueing import queue_texts, queue_unread

__all__ = [
    "drop_edition",
    "forget_readings",
    "forget_vectors",
    "make_current",
    "queue_texts",
    "queue_unread",
    "resume_edition",
    "start_edition",
]
