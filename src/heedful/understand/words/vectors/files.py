"""The files of one generation of rows: appended to, blanked in place, never truncated under a reader.

Three files of records of a fixed size, in the same order: ``rows`` (8-bit numbers), ``bits`` (their signs)
and ``keys`` (two 64-bit numbers). A record counts once its key is written, which happens last; what is longer
than the keys is the torn end of a write that never returned. A key of zeros is a row that was taken out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

type Keys = npt.NDArray[np.int64]  # n x 2: response, question
type Bytes = npt.NDArray[np.int8]  # n x width
type Bits = npt.NDArray[np.uint64]  # n x width / 64

KEY_BYTES = 16
FILES = ("rows", "bits", "keys")  # in the order of writing


@dataclass(frozen=True, slots=True)
class View:
    """The rows of one moment as they lie in the files; what is blanked later is seen blanked."""

    keys: Keys
    rows: Bytes
    bits: Bits

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class Generation:
    """The files in one folder."""

    folder: Path
    width: int

    def count(self) -> int:
        """Return how many whole records every file has."""
        return min(self._size(name) // self._record(name) for name in FILES)

    def view(self) -> View:
        count = self.count()
        words = self.width // 64
        return View(
            self._map("keys", np.int64, (count, 2)),
            self._map("rows", np.int8, (count, self.width)),
            self._map("bits", np.uint64, (count, words)),
        )

    def append(self, keys: Keys, rows: Bytes) -> None:
        """Write records behind the last whole one; they are on the disk when this returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        count = self.trim()
        parts = {"rows": rows.tobytes(), "bits": signs(rows).tobytes(), "keys": keys.tobytes()}
        for name in FILES:
            with self._opened(name) as file:
                _write(file, parts[name], count * self._record(name))
        if not count:
            sync_folder(self.folder)
            sync_folder(self.folder.parent)

    def trim(self) -> int:
        """Cut off the torn end of a write that never returned; return how many records stay."""
        count = self.count()
        for name in FILES:
            with self._opened(name) as file:
                os.ftruncate(file, count * self._record(name))
        return count

    def blank(self, places: npt.NDArray[np.intp]) -> None:
        """Overwrite records with zeros. Keys go last: until then a repeated call finds the rest."""
        for name in FILES:
            size = self._record(name)
            with self._opened(name) as file:
                for first, last in _runs(places):
                    os.pwrite(file, bytes((last - first) * size), first * size)
                os.fsync(file)

    def _record(self, name: str) -> int:
        return {"rows": self.width, "bits": self.width // 8, "keys": KEY_BYTES}[name]

    def _size(self, name: str) -> int:
        try:
            return (self.folder / name).stat().st_size
        except FileNotFoundError:
            return 0

    def _map[T: np.generic](
        self, name: str, kind: type[T], shape: tuple[int, int]
    ) -> np.ndarray[tuple[int, int], np.dtype[T]]:
        if not shape[0]:
            return np.empty(shape, kind)
        return np.memmap(self.folder / name, kind, "r", shape=shape)

    @contextmanager
    def _opened(self, name: str) -> Iterator[int]:
        file = os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield file
        finally:
            os.close(file)


def signs(rows: Bytes) -> Bits:
    """Return one bit a number: whether it is above zero."""
    return np.packbits(rows > 0, axis=1).view(np.uint64)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable: a new file is only there once its folder says so."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(file: int, content: bytes, offset: int) -> None:
    left = memoryview(content)
    while left:
        written = os.pwrite(file, left, offset)
        left, offset = left[written:], offset + written
    os.fsync(file)


def _runs(places: npt.NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield neighbouring places as (first, behind the last)."""
    ordered = np.unique(places)
    for run in np.split(ordered, np.flatnonzero(np.diff(ordered) > 1) + 1):
        if len(run):
            yield int(run[0]), int(run[-1]) + 1
