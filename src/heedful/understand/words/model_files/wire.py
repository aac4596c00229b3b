"""Writes fields of protobuf messages: what model files are made of, and as much of it as ours need."""

from __future__ import annotations

import struct

_WHOLE, _LONG, _SINGLE = 0, 2, 5  # kinds on the wire


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
