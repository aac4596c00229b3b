"""Which generation of files counts, and how often rows were taken out: one small file, replaced whole."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from heedful.platform.core.errors import PermanentError
from heedful.understand.words.vectors.files import sync_folder

NAME = "current.json"


class StoreDamaged(PermanentError):
    """The folder of rows is not what it should be; it can be made anew by reading the comments again."""

    code = "vectors-damaged"


@dataclass(frozen=True, slots=True)
class State:
    generation: int = 0
    removals: int = 0  # grows with every removal: readers that know another number look anew
    width: int = 0


def read_state(folder: Path, width: int) -> State:
    try:
        found = State(**json.loads((folder / NAME).read_text(encoding="ascii")))
    except FileNotFoundError:
        return State(width=width)
    except (ValueError, TypeError) as error:
        raise StoreDamaged(f"{folder / NAME} cannot be read.") from error
    if found.width != width:
        raise StoreDamaged(f"{folder} holds rows of {found.width} numbers, not of {width}.")
    return found


def write_state(folder: Path, state: State) -> None:
    draft = folder / f"{NAME}.part"
    with draft.open("w", encoding="ascii") as file:
        json.dump(asdict(state), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / NAME)
    sync_folder(folder)


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Be the only one who writes into a folder, among all processes and threads of this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
