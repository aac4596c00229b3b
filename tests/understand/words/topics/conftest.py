"""Three months of comments whose places are known, and a subject that begins in the last weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from tests.make import responses, surveys

from heedful.listen.responses import queries
from heedful.platform.core.types import Actor
from heedful.understand.words.vectors.places import store_of
from heedful.understand.words.vectors.store import TextKey

TODAY = date(2026, 3, 30)
WIDTH = 384
OLD = ("the staff were kind", "the room was small", "nice view of the sea", "breakfast was plain")
NEW = (
    "the QR menu does not open",
    "QR menu did not load on my phone",
    "paper menu please, the QR menu fails",
)
MUSIC = (
    "the music kept us awake",
    "lovely people but turn the music down",
    "Music!",
    "we paid a lot and then that music at breakfast",
)


class Comments:
    """Stores comments with the numbers that stand for them, without a model: near is what is said near."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._draw = np.random.default_rng(5)
        self._ways = {key: self._draw.normal(size=WIDTH) for key in ("common", "menu", "parking")}
        self.survey = surveys.survey()

    def write(self, texts: tuple[str, ...], n: int, *, on: date, way: str = "", unit_key: str | None = None):
        """Write ``n`` comments, one a day backwards from ``on``, and return them."""
        new = []
        for number in range(n):
            at = datetime.fromisoformat(f"{on - timedelta(days=number % 20)}T12:00:00+00:00")
            said = {"nps": 5, "why": texts[number % len(texts)]}
            new.append(responses.new_response(self.survey, said, answered_at=at, unit_key=unit_key))
        made = responses.stored(new)
        self._place(made, way)
        return made

    def _place(self, made: list[int], way: str) -> None:
        written = list(queries.written_answers(made))
        rows = self._draw.normal(0, 1, size=(len(written), WIDTH)) * (0.35 if way else 1.0)
        rows = rows + self._ways["common"] + (self._ways[way] if way else 0)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        keys = [TextKey(one.response_id, one.question_id) for one in written]
        store_of("bge-small-en").put(keys, rows.astype(np.float32))


@pytest.fixture
def comments(organization, alice):
    return Comments(alice)


@pytest.fixture
def surging(comments, cast):
    """Sixty comments from before, forty new ones, and twelve of a new subject, four of Dora's branch."""
    comments.write(OLD, 60, on=TODAY - timedelta(days=40))
    comments.write(OLD, 40, on=TODAY)
    comments.write(NEW, 8, on=TODAY, way="menu")
    comments.write(NEW, 4, on=TODAY, way="menu", unit_key=cast.branch.key)
    return comments


@pytest.fixture
def search(alice):
    """Look for topics up to a day, as the worker does."""
    from heedful.platform.core import queue
    from heedful.platform.core.models import Job

    def run(on: date = TODAY):
        queued = queue.enqueue("words.topics.find", {"to_on": on.isoformat()}, by=alice)
        done = queue.run_now(Job.objects.get(pk=queued.pk))
        assert done.state == "done", done.error
        return done.result

    return run
