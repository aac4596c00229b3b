"""What was read of somebody's words goes with the words."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.models import (
    LabelTask,
    Mention,
    Reading,
    ThemeLabel,
    TopicComment,
    WaitingText,
)
from heedful.understand.words.themes.services import queue_unlearning

_TABLES = (Mention, Reading, WaitingText, ThemeLabel, LabelTask, TopicComment)


def forget_readings(response_ids: Sequence[int]) -> None:
    """Take out whatever editions, coders and topics have of these responses, and have it unlearnt."""
    with writing():
        if response_ids:
            queue_unlearning(by=Actor.system(current_organization_id()))
        for table in _TABLES:
            table.objects.filter(response_id__in=response_ids).delete()


def forget_vectors(response_ids: Sequence[int]) -> None:
    """Take out the numbers that stand for these responses' words, bytes and all."""
    from heedful.understand.words.vectors.places import stores

    for store in stores():
        store.remove(response_ids)
