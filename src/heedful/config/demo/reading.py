"""What people wrote in the demo, read before anybody looks: themes are learnt, then the newest comes first.

The same jobs and the same line as in a running instance; what is left after a while its worker reads.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from heedful.platform.core import queue
from heedful.platform.core.models import Job
from heedful.platform.core.scope import organization_scope
from heedful.understand.warehouse import services as warehouse
from heedful.understand.words.encoder import Encoder, several_at_once
from heedful.understand.words.model_files import models
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.readings.line import read_waiting
from heedful.understand.words.readings.loaded import loaded, missing_models
from heedful.understand.words.readings.queries.state import unread_responses
from heedful.understand.words.readings.services.editions import QUEUE_HISTORY
from heedful.understand.words.themes.services.applying import LEARN

SECONDS = 100.0  # of a first start: whoever waits for the address should have it soon
FEWEST = 1_000  # of the newest are read in any case: no page is empty then
MOST_HANDS = 4  # beside each other: what is not the encoders' work goes one by one

type Tell = Callable[[int, int, str], None]


def read_demo(organization_id: int, tell: Tell, *, seconds: float = SECONDS) -> int | None:
    """Learn the themes, then read until all is read or time is up; return how many are left.

    Without models nothing is done, and None returned.
    """
    if missing_models():
        return None
    ends_at = time.monotonic() + seconds
    hands = min(MOST_HANDS, os.process_cpu_count() or 1)
    with organization_scope(organization_id), several_at_once(hands), _held_open():
        _run_waiting(LEARN, tell, "Learning what comments speak of")
        _run_waiting(QUEUE_HISTORY, lambda *_: None, "")
        _read(ends_at, tell)
        left = unread_responses()
    loaded.let_go(idle_seconds=0)  # what counts now needs the memory
    warehouse.flush(organization_id)
    return left


@contextmanager
def _held_open() -> Iterator[None]:
    """Hold what reads: who opens the same within shares it, with the texts that it remembers."""
    folder = models_folder()
    held = [Encoder(folder, model) for model in models().values() if folder.has(model)]
    yield
    held.clear()


def _run_waiting(kind: str, tell: Tell, what: str) -> None:
    waiting = [one.uid for one in reversed(queue.latest(kind, limit=20)) if one.state == "waiting"]
    for done, uid in enumerate(waiting):
        tell(done, len(waiting), what)
        queue.run_now(Job.objects.get(uid=uid))
    tell(len(waiting), len(waiting), what)


def _read(ends_at: float, tell: Tell) -> None:
    total = unread_responses()
    while read_waiting():
        done = total - unread_responses()
        tell(done, total, "Reading comments, the newest first")
        if done >= FEWEST and time.monotonic() >= ends_at:
            break
