"""Reads of the index: the parts as they are now, asked one after the other, their answers put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from heedful.understand.words.search.index.parts import Part
from heedful.understand.words.search.index.state import State, read_state

if TYPE_CHECKING:
    import tantivy

MOST_VALUES = 200  # of a facet
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A written answer that was found. ``score`` compares within one search only."""

    response_id: int
    question_id: int
    order: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """How the index is; ``documents`` are written answers."""

    is_there: bool
    documents: int
    parts: int
    bytes: int
    stale_parts: int
    is_rebuilding: bool


class WordIndex:
    """The index in a folder; open it with ``places.word_index``. Threads share one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._state: State | None = None
        self._opened: dict[str, tantivy.Index] = {}

    @property
    def is_there(self) -> bool:
        return read_state(self.folder) is not None

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages whose stems are worth looking for."""
        state = read_state(self.folder)
        return state.languages if state else ()

    def best(self, query: tantivy.Query, limit: int) -> list[Found]:
        """Return what fits best, the newest of equals first."""
        found = [
            (float(score), searcher, address)
            for searcher in self._searchers()
            for score, address in searcher.search(query, limit, count=False).hits
        ]
        found.sort(key=lambda one: -one[0])
        return sorted(_read(found[:limit]), key=lambda one: (-one.score, -one.order))

    def newest(self, query: tantivy.Query, limit: int) -> list[Found]:
        found = [
            (float(order), searcher, address)
            for searcher in self._searchers()
            for order, address in searcher.search(query, limit, count=False, order_by_field="order").hits
        ]
        found.sort(key=lambda one: -one[0])
        return sorted(_read(found[:limit]), key=lambda one: -one.order)

    def count(self, query: tantivy.Query) -> int:
        found = (searcher.search(query, 1) for searcher in self._searchers())
        return sum(one.count for one in found)  # type: ignore[attr-defined]  # its stub has forgotten it

    def facets(self, query: tantivy.Query, fields: Sequence[str]) -> dict[str, Counter[Any]]:
        """Count the values of fields among what a query finds."""
        asked = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in fields}
        counted: dict[str, Counter[Any]] = {name: Counter() for name in fields}
        for searcher in self._searchers():
            for name, result in searcher.aggregate(query, asked).items():
                for bucket in result["buckets"]:
                    counted[name][bucket["key"]] += int(bucket["doc_count"])
        return counted

    def frequency(self, field: str, term: str) -> int:
        """Count the answers in which a term stands."""
        return sum(searcher.doc_freq(field, term) for searcher in self._searchers())

    def facts(self) -> IndexFacts:
        state = read_state(self.folder)
        if state is None:
            return IndexFacts(False, 0, 0, 0, 0, is_rebuilding=False)
        return IndexFacts(
            is_there=True,
            documents=sum(searcher.num_docs for searcher in self._searchers()),
            parts=len(state.parts),
            bytes=sum(Part(self.folder / part.name).size() for part in state.parts),
            stale_parts=sum(part.is_stale for part in state.parts),
            is_rebuilding=state.is_rebuilding,
        )

    def _searchers(self) -> list[tantivy.Searcher]:
        for tries_left in reversed(range(_TRIES)):
            state = read_state(self.folder)
            if state is None:
                return []
            try:
                return self._current(state)
            except (ValueError, OSError):
                # A part was written anew between the look at the list and the look into its folder.
                if not tries_left:
                    raise
                self._state = None
        raise AssertionError

    def _current(self, state: State) -> list[tantivy.Searcher]:
        with self._lock:
            if self._state is None or self._state.version != state.version:
                names = [part.name for part in state.parts]
                opened = {name: self._opened.get(name) or Part(self.folder / name).opened() for name in names}
                for index in opened.values():
                    index.reload()
                self._opened, self._state = opened, state
            return [index.searcher() for index in self._opened.values()]


def _read(found: Sequence[tuple[float, tantivy.Searcher, Any]]) -> list[Found]:
    """Look up whose answers these are, a part at a time."""
    by_part: dict[int, list[int]] = {}
    for place, (_, searcher, _address) in enumerate(found):
        by_part.setdefault(id(searcher), []).append(place)
    read: list[Found] = []
    for places in by_part.values():
        searcher = found[places[0]][1]
        addresses = [found[place][2] for place in places]
        columns = [searcher.fast_field_values(name, addresses) for name in ("response", "question", "order")]
        scores = [found[place][0] for place in places]
        read += [
            Found(int(response or 0), int(question or 0), int(order or 0), score)
            for response, question, order, score in zip(*columns, scores, strict=True)
        ]
    return read
