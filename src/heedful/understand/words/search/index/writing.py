"""Writes of the index. One writer at a time; whoever reads meanwhile sees what was there before, or after."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import batched
from pathlib import Path

import numpy as np

from heedful.understand.words.search.index.entries import STEMMED, Entry
from heedful.understand.words.search.index.parts import Part
from heedful.understand.words.search.index.state import PartState, State, read_state, write_state
from heedful.understand.words.vectors.state import only_writer

type EntriesOf = Callable[[Sequence[int]], Iterable[Entry]]

PART = 60_000  # answers that ever went into a part: rewriting it takes seconds, searching many parts little
AT_ONCE = 10_000  # entries in one commit
NOTES = "changed.i64"


def apply(folder: Path, changed: Sequence[int], entries_of: EntriesOf, *, forget: bool = False) -> None:
    """Replace what the index has of some responses. ``forget``: their words are to go from the files too."""
    with only_writer(folder):
        state = read_state(folder) or _begun(folder)
        # Read by the only writer: what is erased meanwhile is taken out again by the next one, files and all.
        state = _replaced(folder, state, changed, list(entries_of(changed)), forget=forget)
        if state.is_rebuilding:
            _note(folder, changed)
        write_state(folder, state)


def rewrite_stale(folder: Path, entries_of: EntriesOf) -> bool:
    """Write one part anew whose files hold words to be rid of; say whether there was one."""
    with only_writer(folder):
        state = read_state(folder)
        stale = next((one for one in state.parts if one.is_stale), None) if state else None
        if state is None or stale is None:
            return False
        live = Part(folder / stale.name).live()
        state = state.without_part(stale.name)
        for some in batched(live.tolist(), AT_ONCE, strict=False):
            state = _put(folder, state, list(entries_of(some)), is_new=some[0] == live[0])
        _sweep(folder, write_state(folder, state))
    return True


def begin_rebuild(folder: Path) -> None:
    """Begin parts beside those that are searched."""
    with only_writer(folder):
        state = read_state(folder) or _begun(folder)
        (folder / NOTES).unlink(missing_ok=True)
        _sweep(folder, write_state(folder, replace(state, is_rebuilding=True, staged=())))


def is_rebuilding(folder: Path) -> bool:
    state = read_state(folder)
    return state is not None and state.is_rebuilding


def stage(folder: Path, entries: Sequence[Entry]) -> None:
    """Put entries into the parts of a rebuild; doing it twice changes nothing."""
    with only_writer(folder):
        state = read_state(folder)
        assert state is not None
        beside = replace(state, parts=state.staged)
        ids = {entry.response_id for entry in entries}
        beside = _replaced(folder, beside, ids, entries, forget=False)
        following = replace(state, staged=beside.parts, number=beside.number, languages=beside.languages)
        write_state(folder, following)


def finish_rebuild(folder: Path, entries_of: EntriesOf) -> None:
    """Let the parts of a rebuild be searched, with what changed on its way."""
    with only_writer(folder):
        state = read_state(folder)
        assert state is not None
        fresh = replace(state, parts=state.staged, staged=(), is_rebuilding=False)
        changed = _noted(folder)
        fresh = _replaced(folder, fresh, changed, list(entries_of(changed)), forget=True)
        _sweep(folder, write_state(folder, fresh))
        (folder / NOTES).unlink(missing_ok=True)


def _begun(folder: Path) -> State:
    """Begin anew, whatever an index of another make has left."""
    for found in folder.iterdir():
        if found.is_dir():
            shutil.rmtree(found)
    return State()


def _replaced(
    folder: Path, state: State, changed: Collection[int], entries: Sequence[Entry], *, forget: bool
) -> State:
    ids = np.fromiter(changed, np.int64, len(changed))
    for held in state.parts:
        part = Part(folder / held.name)
        own = ids[np.isin(ids, part.ever())]
        if len(own):
            part.change(own.tolist(), ())
            state = state.with_part(replace(held, is_stale=held.is_stale or forget))
    for some in batched(entries, AT_ONCE, strict=False):
        state = _put(folder, state, some)
    return state


def _put(folder: Path, state: State, entries: Sequence[Entry], *, is_new: bool = False) -> State:
    """Add entries to the newest part while it has room, and else to another."""
    if not entries:
        return state
    newest = state.parts[-1] if state.parts and not is_new else None
    if newest is None or newest.added + len(entries) > PART:
        state = replace(state, number=state.number + 1)
        newest = PartState(str(state.number))
        shutil.rmtree(folder / newest.name, ignore_errors=True)  # half a part of a crash
    Part(folder / newest.name).change((), entries)
    spoken = {entry.language for entry in entries} & STEMMED.keys()
    state = replace(state, languages=tuple(sorted(spoken | set(state.languages))))
    return state.with_part(replace(newest, added=newest.added + len(entries)))


def _sweep(folder: Path, state: State) -> None:
    named = {one.name for one in (*state.parts, *state.staged)}
    for found in folder.iterdir():
        if found.is_dir() and found.name not in named:
            shutil.rmtree(found, ignore_errors=True)


def _note(folder: Path, changed: Collection[int]) -> None:
    with (folder / NOTES).open("ab") as file:
        file.write(np.fromiter(changed, np.int64, len(changed)).tobytes())


def _noted(folder: Path) -> list[int]:
    try:
        held = (folder / NOTES).read_bytes()
    except FileNotFoundError:
        return []
    return [int(one) for one in np.unique(np.frombuffer(held, np.int64))]
