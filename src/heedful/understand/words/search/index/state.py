"""Which parts there are: one small file, replaced whole; readers look at it before each search."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from heedful.understand.words.search.index.entries import SCHEMA_VERSION
from heedful.understand.words.vectors.files import sync_folder

NAME = "parts.json"


@dataclass(frozen=True, slots=True)
class PartState:
    """A part; ``added`` counts what ever went in, ``is_stale`` that its files hold words to be rid of."""

    name: str
    added: int = 0
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class State:
    version: int = 0  # grows with every change
    parts: tuple[PartState, ...] = ()
    number: int = 0  # of the newest part
    is_rebuilding: bool = False
    staged: tuple[PartState, ...] = ()  # of a rebuild that has not arrived yet
    languages: tuple[str, ...] = ()  # of the answers, as far as their words have stems

    def part(self, name: str) -> PartState:
        return next(one for one in self.parts if one.name == name)

    def with_part(self, changed: PartState) -> State:
        names = [one.name for one in self.parts]
        if changed.name not in names:
            return replace(self, parts=(*self.parts, changed))
        return replace(self, parts=tuple(changed if one.name == changed.name else one for one in self.parts))

    def without_part(self, name: str) -> State:
        return replace(self, parts=tuple(one for one in self.parts if one.name != name))


def read_state(folder: Path) -> State | None:
    """Return what there is; None: no index, or one of another make, to be made anew."""
    try:
        held = json.loads((folder / NAME).read_text(encoding="ascii"))
        if held.pop("schema") != SCHEMA_VERSION:
            return None
        parts = tuple(PartState(**one) for one in held.pop("parts"))
        staged = tuple(PartState(**one) for one in held.pop("staged"))
        return State(parts=parts, staged=staged, languages=tuple(held.pop("languages")), **held)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def write_state(folder: Path, state: State) -> State:
    """Write it with the next version and return it so."""
    following = replace(state, version=state.version + 1)
    draft = folder / f"{NAME}.part"
    with draft.open("w", encoding="ascii") as file:
        json.dump({"schema": SCHEMA_VERSION, **asdict(following)}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / NAME)
    sync_folder(folder)
    return following
