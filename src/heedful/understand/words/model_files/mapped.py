"""A model whose weights stay where they lie: the engine maps its file instead of reading it into memory.

What is written into the engine's own memory counts against this process, and is there twice while it opens.
Of a mapped file only the pages that are looked at are in memory, and the system can take them back. The
numbers are the same. The format is protobuf (onnx.proto3); the numbers below are its field numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

from heedful.understand.words.model_files.onnx_file import further_inputs
from heedful.understand.words.model_files.wire import Field, fields, message, text, varint, whole
from heedful.understand.words.model_files.word_table import Place, WordTable

LEAST = 4_096  # bytes; smaller weights are no page of a file
_GRAPH, _STEP, _WEIGHT = 7, 1, 5
_GIVEN, _MADE, _KIND = 1, 2, 4  # of a step
_SIZE, _NAME = 1, 8  # of a weight
_BYTES, _FLOATS = 9, 4  # either holds the numbers of a weight
_OUTSIDE, _WHERE = 13, 14  # or the first says in which file they lie, and the second that they do
_ELSEWHERE = 1
_LOOKUP = b"GatherBlockQuantized"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A model without its weights; ``table`` is asked for what the model wants to be given as ``rows``."""

    content: bytes
    rows: str = ""
    table: WordTable | None = None


def without_weights(path: Path) -> Mapped:
    """Return the model of a file with its large weights as places in that file."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as model:
        lookup = _lookup(model)
        if lookup is None:
            return Mapped(b"".join(_model(model, path.name, frozenset())))
        rows, names = lookup
        held = {_name(model, part): part for part in _parts(model, _WEIGHT)}
        numbers, scales = (_held(model, held[name]) for name in names)
        width = _width(model, held[names[0]])
        content = b"".join(_model(model, path.name, {rows, *names}))
    return Mapped(content + further_inputs([rows]), rows, WordTable(path, numbers, scales, width))


def _lookup(model: mmap) -> tuple[str, list[str]] | None:
    """Return what the model's only lookup of words makes, and from which two weights: numbers and scales."""
    for step in _parts(model, _STEP):
        own = list(fields(model, step.start, step.end))
        if any(one.number == _KIND and model[one.start : one.end] == _LOOKUP for one in own):
            numbers, _words, scales = (_text(model, one) for one in own if one.number == _GIVEN)
            made = next(_text(model, one) for one in own if one.number == _MADE)
            return made, [numbers, scales]
    return None


def _parts(model: mmap, number: int) -> Iterator[Field]:
    for one in fields(model, 0, len(model)):
        if one.number == _GRAPH:
            yield from (part for part in fields(model, one.start, one.end) if part.number == number)


def _text(model: mmap, one: Field) -> str:
    return model[one.start : one.end].decode()


def _name(model: mmap, weight: Field) -> str:
    return next(_text(model, one) for one in fields(model, weight.start, weight.end) if one.number == _NAME)


def _width(model: mmap, weight: Field) -> int:
    """Return the last of a weight's sizes."""
    sizes = [one for one in fields(model, weight.start, weight.end) if one.number == _SIZE]
    return int(varint(model, sizes[-1].start)[0])


def _held(model: mmap, weight: Field) -> Place:
    own = fields(model, weight.start, weight.end)
    return next(Place(one.start, one.end - one.start) for one in own if one.number == _BYTES)


def _model(model: mmap, name: str, left_out: Collection[str]) -> Iterator[bytes]:
    for one in fields(model, 0, len(model)):
        if one.number == _GRAPH:
            parts = fields(model, one.start, one.end)
            kept = (_part(model, part, name) for part in parts if not _is_of(model, part, left_out))
            yield message(_GRAPH, b"".join(kept))
        else:
            yield model[one.begins : one.end]


def _is_of(model: mmap, part: Field, names: Collection[str]) -> bool:
    """Say whether a part is one of these weights, or the step that makes one of them."""
    where = {_STEP: _MADE, _WEIGHT: _NAME}.get(part.number)
    if where is None or not names:
        return False
    own = fields(model, part.start, part.end)
    return any(one.number == where and _text(model, one) in names for one in own)


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
