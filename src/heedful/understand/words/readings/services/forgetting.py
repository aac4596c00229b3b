"""What was read of somebody's words goes with the words."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.platform.core.transactions import writing
from heedful.understand.words.models import (
    LabelTask,
    Mention,
    Reading,
    ThemeLabel,
    TopicComment,
    WaitingText,
)

_TABLES = (Mention, Reading, WaitingText, ThemeLabel, LabelTask, TopicComment)


def forget_readings(response_ids: Sequence[int]) -> None:
    """Take out whatever editions, coders and topics have of these responses."""
    with writing():
        for table in _TABLES:
            table.objects.filter(response_id__in=response_ids).delete()


def forget_vectors(response_ids: Sequence[int]) -> None:
    """Take out the numbers that stand for these responses' words, bytes and all."""
    from heedful.understand.words.vectors.places import stores

    for store in stores():
        store.remove(response_ids)
