"""What the projector tells a rebuild on its way: which rows are newer than what it has read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from heedful.understand.warehouse.stores import organization_folder

NOTES = "changed.ids"


def staging_folder() -> Path:
    return organization_folder() / "_rebuild"


def note_changed(response_ids: Iterable[int]) -> None:
    """Tell a rebuild on its way that these rows are newer than what it has read. The writer calls it."""
    notes = staging_folder() / NOTES
    if notes.exists():
        with notes.open("a") as file:
            file.writelines(f"{one}\n" for one in response_ids)
            file.flush()
            os.fsync(file.fileno())
