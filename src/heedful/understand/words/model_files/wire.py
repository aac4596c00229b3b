"""Writes and reads fields of protobuf messages: what model files are made of, as much of it as ours need."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple

_WHOLE, _LONG, _SINGLE = 0, 2, 5  # kinds on the wire
_SIZES = {1: 8, _SINGLE: 4}  # of kinds whose size is fixed


class Field(NamedTuple):
    """A field of a message: from where to where its content lies, and where its tag begins."""

    number: int
    begins: int
    start: int
    end: int


def whole(field: int, value: int) -> bytes:
    return _varint(field << 3 | _WHOLE) + _varint(value)


def single(field: int, value: float) -> bytes:
    """Return a field with a number of single precision."""
    return _varint(field << 3 | _SINGLE) + struct.pack("<f", value)


def text(field: int, value: str) -> bytes:
    return message(field, value.encode())


def message(field: int, content: bytes) -> bytes:
    """Return a field with bytes, or with a message of its own."""
    return _varint(field << 3 | _LONG) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def fields(content: bytes | mmap, place: int, end: int) -> Iterator[Field]:
    """Yield the fields of the message that lies from ``place`` to ``end``."""
    while place < end:
        begins = place
        tag, start = varint(content, place)
        kind = tag & 7
        if kind == _WHOLE:
            _, place = varint(content, start)
        else:
            size, start = varint(content, start) if kind == _LONG else (_SIZES[kind], start)
            place = start + size
        yield Field(tag >> 3, begins, start, place)


def varint(content: bytes | mmap, place: int) -> tuple[int, int]:
    """Read a whole number; return it, and where what follows begins."""
    found = shift = 0
    while True:
        byte = content[place]
        found |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return found, place
