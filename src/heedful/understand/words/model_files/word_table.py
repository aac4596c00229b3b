"""The table of a multilingual model: a row for each of a quarter of a million words, of which few come.

It stays in the model's file. Of each text the rows of its own words are read, a few hundred bytes each: were
it mapped, the system would keep what lies around them in memory too. The numbers are those of the engine.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from weakref import finalize

import numpy as np

from heedful.understand.words.types import Floats

_BLOCK = 32  # numbers that share a scale


class Place(NamedTuple):
    """Where something lies in a file."""

    start: int
    size: int


class WordTable:
    """Numbers of four bits, two in a byte, and a scale for each 32; several threads may ask it at once."""

    def __init__(self, path: Path, numbers: Place, scales: Place, width: int) -> None:
        self._file = os.open(path, os.O_RDONLY)
        finalize(self, os.close, self._file)
        self._numbers, self._scales = numbers, scales
        self._number_bytes, self._scale_bytes = width // 2, width // _BLOCK * 4

    def rows(self, ids: Sequence[int]) -> Floats:
        """Return the rows of some words: len(ids) x width."""
        pairs = np.frombuffer(self._read(self._numbers.start, self._number_bytes, ids), np.uint8)
        scales = np.frombuffer(self._read(self._scales.start, self._scale_bytes, ids), "<f4")
        numbers = np.stack([pairs & 15, pairs >> 4], axis=1).astype(np.int8)
        signed = ((numbers ^ 8) - 8).reshape(-1, _BLOCK).astype(np.float32)
        rows: Floats = (signed * scales[:, None]).reshape(len(ids), -1)
        return rows

    def _read(self, start: int, size: int, ids: Sequence[int]) -> bytes:
        return b"".join(os.pread(self._file, size, start + one * size) for one in ids)
