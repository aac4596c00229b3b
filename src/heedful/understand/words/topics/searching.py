"""The search for topics, as the worker runs it."""

from __future__ import annotations

from typing import Any

from heedful.platform.core.organizations import organization
from heedful.platform.core.queue import Run
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.readings.loaded import loaded
from heedful.understand.words.topics.collecting import Collected, Drawn, Heap, chosen, collect
from heedful.understand.words.topics.finding import Finding, Window, drawn, find_topics
from heedful.understand.words.topics.storing import store_finding

SEARCH = "words.topics.find"
IDLE_SECONDS = 1.0  # whoever reads comments now keeps the models
COLLECTING = "reading comments"  # what the job says of itself first


def run_search(run: Run, window: Window, *, by: Actor) -> dict[str, Any]:
    """Look through the comments of a window and its past, and store what is said more than before."""
    loaded.let_go(idle_seconds=IDLE_SECONDS)  # the numbers are there, and comparing them needs the memory
    collected = collect(window, by=by, told=lambda done, total: run.tell(done, total, COLLECTING))
    run.tell(0, None, "comparing with the past", checkpoint={})
    found = [search_heap(heap, window) for heap in collected.heaps]
    with writing():
        created = sum(store_finding(finding, heap, window) for finding, heap in found if not finding.why_not)
    return _result(collected, [finding for finding, _heap in found], window, created)


def search_heap(heap: Heap, window: Window) -> tuple[Finding, Drawn]:
    """Find the topics of one heap; return them with the comments that were drawn for it."""
    looked_at = chosen(heap, drawn(heap.remarks, window, seed=window.to_on.toordinal()))
    return find_topics(looked_at.remarks, looked_at.rows, window, silent=_silent()), looked_at


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
