"""Rows of numbers by written answer: put, asked for, searched by nearness, taken out with their bytes.

Nearness is counted twice: the signs of all rows are compared first (48 bytes a row, 14 ms for a million),
then the few thousand nearest of those exactly. docs/search.md says why it is no library.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from heedful.understand.words.types import Floats
from heedful.understand.words.vectors.files import Bytes, Generation, Keys, signs
from heedful.understand.words.vectors.snapshot import Places, Snapshot
from heedful.understand.words.vectors.state import State, only_writer, read_state, write_state

CANDIDATES = 4_000  # rows compared exactly, at least
MOST_EXACT = 20_000  # of a choice of so few rows all are compared exactly
ROOM = 10_000  # blanked rows that need no tidying
CHUNK = 65_536


@dataclass(frozen=True, slots=True, order=True)
class TextKey:
    """A written answer: a response's answer to a question."""

    response_id: int
    question_id: int


@dataclass(frozen=True, slots=True)
class Near:
    key: TextKey
    nearness: float  # cosine


class VectorStore:
    """The vectors of one organisation and one model. Rows have length 1; they are kept as 8-bit numbers.

    Any number of processes and threads read while one writes. Open it with ``vectors.places.store_of``.
    """

    def __init__(self, folder: Path, *, model: str, width: int = 384) -> None:
        self.folder, self.model, self.width = folder / model, model, width
        self._lock = Lock()
        self._known: tuple[State, Snapshot] | None = None

    def __len__(self) -> int:
        keys = self._snapshot().view.keys
        return int(np.count_nonzero(keys[:, 0]))

    def put(self, keys: Sequence[TextKey], rows: Floats) -> None:
        """Add or replace rows; durable when it returns."""
        newest = {key: place for place, key in enumerate(keys)}  # of a key that comes twice, the last counts
        if not newest:
            return
        with self._writing() as generation:
            replaced = self._snapshot().every_place(newest.keys())
            numbers = np.array([(key.response_id, key.question_id) for key in newest], np.int64)
            generation.append(numbers, _as_bytes(rows[list(newest.values())]))
            if len(replaced):
                generation.blank(replaced)
            self._tidy()

    def known(self, keys: Sequence[TextKey]) -> list[TextKey]:
        """Return the keys that are there, in the order given."""
        places = self._snapshot().places(keys)
        return [key for key in keys if key in places]

    def get(self, keys: Sequence[TextKey]) -> tuple[list[TextKey], Floats]:
        """Return the keys that are there, in the order given, and their rows."""
        snapshot = self._snapshot()
        places = snapshot.places(keys)
        found = [key for key in keys if key in places]
        rows = snapshot.view.rows[[places[key] for key in found]]
        return found, _as_floats(rows) if found else np.empty((0, self.width), np.float32)

    def nearest(
        self,
        row: Floats,
        limit: int,
        *,
        among: Collection[TextKey] | None = None,
        responses: npt.NDArray[np.int64] | None = None,
    ) -> tuple[Near, ...]:
        """Return the nearest by cosine, the nearest first: of all, of some keys, or of some responses."""
        snapshot = self._snapshot()
        if among is not None:
            places = np.array(sorted(snapshot.places(among).values()), np.intp)
        elif responses is not None:
            places = snapshot.places_of_responses(responses)
        else:
            places = None
        candidates = self._candidates(snapshot, row, limit, places)
        return _ranked(snapshot, candidates, row, limit)

    def remove(self, response_ids: Collection[int]) -> int:
        """Take out every row of these responses, bytes and all; return how many there were."""
        if not self.folder.exists() or not response_ids:
            return 0
        with self._writing() as generation:
            generation.trim()
            places = self._snapshot().places_of_responses([one for one in response_ids if one])
            if len(places):
                generation.blank(places)
                state = self._state()
                write_state(self.folder, replace(state, removals=state.removals + 1))
                self._tidy()
            return len(places)

    def clear(self) -> None:
        """Throw everything away: it is about to be made anew."""
        if self.folder.exists():
            with self._writing():
                self._begin_generation(iter(()))

    def response_ids(self) -> npt.NDArray[np.int64]:
        """Return the responses that have a row, each once, in ascending order."""
        found = np.unique(np.asarray(self._snapshot().view.keys[:, 0]))
        return np.asarray(found[found != 0], np.int64)

    def _candidates(self, snapshot: Snapshot, row: Floats, limit: int, places: Places | None) -> Places:
        count = len(snapshot.view) if places is None else len(places)
        if count <= MOST_EXACT:
            return np.arange(count, dtype=np.intp) if places is None else places
        wanted = max(CANDIDATES, 4 * limit)
        asked = signs(_as_bytes(row.reshape(1, -1)))[0]
        distances = snapshot.distances(asked)
        if places is not None:
            distances = distances[places]
        # Distances are small whole numbers: counting them is quicker than sorting.
        reach = int(np.searchsorted(np.bincount(distances).cumsum(), wanted))
        near = np.flatnonzero(distances <= reach)
        return near if places is None else places[near]

    def _snapshot(self) -> Snapshot:
        """Return what is in the files now. Looking whether there is news costs the sizes of three files."""
        with self._lock:
            state = self._state()
            generation = self._generation(state)
            known = self._known
            if known is None or known[0] != state:
                known = (state, Snapshot(generation.view()))
            elif generation.count() != len(known[1].view):
                known = (state, Snapshot(generation.view(), known[1]))
            self._known = known
            return known[1]

    def _state(self) -> State:
        return read_state(self.folder, self.width)

    def _generation(self, state: State) -> Generation:
        return Generation(self.folder / str(state.generation), self.width)

    @contextmanager
    def _writing(self) -> Iterator[Generation]:
        with only_writer(self.folder):
            state = self._state()
            if not (self.folder / str(state.generation)).exists():
                write_state(self.folder, state)
            self._drop_others(state)
            yield self._generation(state)

    def _tidy(self) -> None:
        """Leave out blanked rows once they are many."""
        view = self._snapshot().view
        blank = int(np.count_nonzero(view.keys[:, 0] == 0))
        if blank <= max(ROOM, len(view) // 4):
            return
        self._begin_generation(_kept(view.keys, view.rows))

    def _begin_generation(self, parts: Iterator[tuple[Keys, Bytes]]) -> None:
        """Write other files and make them the ones that count, in one step."""
        state = self._state()
        fresh = State(state.generation + 1, state.removals, self.width)
        for keys, rows in parts:
            self._generation(fresh).append(keys, rows)
        write_state(self.folder, fresh)
        self._drop_others(fresh)

    def _drop_others(self, state: State) -> None:
        for found in self.folder.iterdir():
            if found.is_dir() and found.name != str(state.generation):
                shutil.rmtree(found, ignore_errors=True)


def _kept(keys: Keys, rows: Bytes) -> Iterator[tuple[Keys, Bytes]]:
    for start in range(0, len(keys), CHUNK):
        own = keys[start : start + CHUNK]
        held = own[:, 0] != 0
        if held.any():
            yield own[held], rows[start : start + CHUNK][held]


def _ranked(snapshot: Snapshot, candidates: Places, row: Floats, limit: int) -> tuple[Near, ...]:
    keys = np.asarray(snapshot.view.keys[candidates])
    numbers = np.asarray(snapshot.view.rows[candidates]).astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", numbers, numbers)) * np.linalg.norm(row)
    nearness = numbers @ row.astype(np.float32).ravel() / np.maximum(lengths, 1e-12)
    there = np.flatnonzero((keys[:, 0] != 0) & (lengths > 0))
    found: dict[TextKey, Near] = {}
    for place in there[np.argsort(-nearness[there], kind="stable")]:
        if len(found) == limit:
            break
        key = TextKey(int(keys[place, 0]), int(keys[place, 1]))
        found.setdefault(key, Near(key, float(nearness[place])))
    return tuple(found.values())


def _as_bytes(rows: Floats) -> Bytes:
    """Stretch each row over what 8 bits can hold. How far needs no note: rows have length 1."""
    largest = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-12)
    return np.rint(rows / largest * 127).astype(np.int8)


def _as_floats(rows: Bytes) -> Floats:
    numbers = rows.astype(np.float32)
    lengths = np.linalg.norm(numbers, axis=1, keepdims=True)
    return (numbers / np.maximum(lengths, 1e-12)).astype(np.float32)
