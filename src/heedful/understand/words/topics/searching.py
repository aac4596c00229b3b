"""The search for topics, as the worker runs it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import batched
from typing import Any

import numpy as np

from heedful.platform.core.organizations import organization
from heedful.platform.core.queue import Run
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.encoder import Encoder, Floats
from heedful.understand.words.model_files import models
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.topics.collecting import Collected, Heap, chosen, collect
from heedful.understand.words.topics.finding import Finding, Window, drawn_by_parts, find_topics
from heedful.understand.words.topics.parts import Parts, in_clauses, whole
from heedful.understand.words.topics.storing import store_finding

SEARCH = "words.topics.find"
_BATCH = 64

type Told = Callable[[int, int], None]


def run_search(run: Run, window: Window, *, by: Actor) -> dict[str, Any]:
    """Look through the comments of a window and its past, and store what is said more than before."""
    collected = collect(window, by=by, told=lambda done, total: run.tell(done, total, "reading comments"))
    run.tell(0, None, "comparing with the past", checkpoint={})
    found = [
        search_heap(heap, window, lambda done, total: run.tell(done, total, "taking comments apart"))
        for heap in collected.heaps
    ]
    with writing():
        created = sum(store_finding(finding, heap, window) for finding, heap in found if not finding.why_not)
    return _result(collected, [finding for finding, _heap in found], window, created)


def search_heap(heap: Heap, window: Window, told: Told) -> tuple[Finding, Heap]:
    """Find the topics of one heap; return them with the comments that were drawn for it."""
    looked_at = chosen(heap, drawn_by_parts(heap.remarks, window, seed=window.to_on.toordinal()))
    return find_topics(looked_at.remarks, _parts(looked_at, told), window, silent=_silent()), looked_at


def _parts(heap: Heap, told: Told) -> Parts:
    """Take comments apart by the model they lie in; as wholes where it is no longer installed."""
    folder, model = models_folder(), models().get(heap.model)
    if model is None or not folder.has(model):
        return whole(heap.remarks, heap.rows)
    encoder = Encoder(folder, model)

    def encode(texts: list[str]) -> Floats:
        found = []
        for number, some in enumerate(batched(texts, _BATCH, strict=False)):
            told(number * _BATCH, len(texts))
            # The first half of a row is what texts are compared by.
            found.append(encoder.encode(some)[:, : heap.rows.shape[1]])
        return np.vstack(found)

    return in_clauses(heap.remarks, heap.rows, encode)


def _silent() -> list[str]:
    """Words that name no topic: the organisation's own name."""
    return organization().name.split()


def _result(collected: Collected, found: list[Finding], window: Window, created: int) -> dict[str, Any]:
    reasons = dict.fromkeys(one.why_not for one in found if one.why_not)
    searched = [one for one in found if not one.why_not]
    why_not = "" if searched else "; ".join(reasons) or "no comment of these days was read yet"
    return {
        "from_on": window.from_on.isoformat(),
        "to_on": window.to_on.isoformat(),
        "past_from": window.past_from.isoformat(),
        "window": sum(one.window for one in found),
        "past": sum(one.past for one in found),
        "explained": collected.explained,
        "unread": collected.unread,
        "drawn_of": sum(len(heap.keys) for heap in collected.heaps),
        "tested": sum(one.tested for one in found),
        "clumping": max((one.clumping for one in found), default=0.0),
        "topics": sum(len(one.topics) for one in found),
        "created": created,
        "why_not": why_not,
    }
