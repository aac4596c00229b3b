"""Opens a file in the format it is in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from heedful.listen.responses.imports.format import Format, Head, ReadOptions, Table, refuse
from heedful.listen.responses.imports.streams import read_head
from heedful.platform.core.kinds import load_kinds


def formats() -> dict[str, Format]:
    """Return every format by key."""
    found: dict[str, Format] = load_kinds("heedful.listen.responses.formats")
    return found


def recognise(head: Head) -> Format:
    """Return the format that is surest of the file; refuse one that none knows."""
    by_confidence = {key: known.confidence(head) for key, known in formats().items()}
    best = max(by_confidence, key=lambda key: by_confidence[key])
    if by_confidence[best] > 0:
        return formats()[best]
    labels = ", ".join(known.label for known in formats().values())
    raise refuse(f"looks like a binary file, not a table; what can be read: {labels}")


@contextmanager
def open_table(path: Path, name: str = "", options: ReadOptions | None = None) -> Iterator[Table]:
    """Open a file for one pass over its rows."""
    options = options or ReadOptions()
    head = read_head(path, name or path.name)
    chosen = formats().get(options.format) if options.format else recognise(head)
    if chosen is None:
        raise refuse(f"no format is called {options.format!r}: {', '.join(formats())}", field="file.format")
    with chosen.open(path, options) as table:
        yield table
