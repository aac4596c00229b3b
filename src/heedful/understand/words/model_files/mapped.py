"""A model whose weights stay where they lie: the engine maps its file instead of reading it into memory.

What is written into the engine's own memory counts against this process, and is there twice while it opens.
Of a mapped file only the pages that are looked at are in memory, and the system can take them back: of a
table with a quarter of a million words those of the words that came. The numbers are the same. The format is
protobuf (onnx.proto3); the numbers below are its field numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

from heedful.understand.words.model_files.wire import Field, fields, message, text, whole

LEAST = 4_096  # bytes; smaller weights are no page of a file
_GRAPH, _WEIGHT = 7, 5
_BYTES, _FLOATS, _OUTSIDE, _WHERE = (
    9,
    4,
    13,
    14,
)  # of a weight: numbers either way, or a place and that it is one
_ELSEWHERE = 1


def without_weights(path: Path) -> bytes:
    """Return the model of a file with its large weights as places in that file."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as model:
        return b"".join(_model(model, path.name))


def _model(model: mmap, name: str) -> Iterator[bytes]:
    for one in fields(model, 0, len(model)):
        if one.number == _GRAPH:
            parts = fields(model, one.start, one.end)
            yield message(_GRAPH, b"".join(_part(model, part, name) for part in parts))
        else:
            yield model[one.begins : one.end]


def _part(model: mmap, part: Field, name: str) -> bytes:
    own = list(fields(model, part.start, part.end)) if part.number == _WEIGHT else []
    held = [one for one in own if one.number in {_BYTES, _FLOATS}]
    if len(held) != 1 or held[0].end - held[0].start < LEAST:
        return model[part.begins : part.end]
    kept = (model[one.begins : one.end] for one in own if one.number not in {_BYTES, _FLOATS, _WHERE})
    return message(_WEIGHT, b"".join(kept) + _place(held[0], name))


def _place(held: Field, name: str) -> bytes:
    told = {"location": name, "offset": str(held.start), "length": str(held.end - held.start)}
    entries = (message(_OUTSIDE, text(1, key) + text(2, value)) for key, value in told.items())
    return b"".join(entries) + whole(_WHERE, _ELSEWHERE)
