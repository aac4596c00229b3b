"""Bytes of a file, unzipped on the way where it is gzipped, with an end to how much they may become."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Buffer, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from heedful.listen.responses.imports import limits
from heedful.listen.responses.imports.format import Head, refuse

GZIP_MAGIC = b"\x1f\x8b"
RATIO_COUNTS_FROM = 20_000_000  # small files of one repeated line shrink a lot without being bombs


class Unzipped(io.RawIOBase):
    """A gzip file as a stream that stops when it grows like a bomb."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._inner = gzip.GzipFile(fileobj=file)
        self._size = max(size, 1)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        try:
            data = self._inner.read(len(view))
        except (OSError, EOFError, zlib.error) as error:
            raise refuse(f"the gzip file is damaged: {error}") from error
        self._read += len(data)
        self._stop_bombs()
        view[: len(data)] = data
        return len(data)

    def _stop_bombs(self) -> None:
        if self._read > limits.MAX_UNZIPPED:
            raise refuse(f"unzips to more than {limits.MAX_UNZIPPED:,} bytes")
        if self._read > RATIO_COUNTS_FROM and self._read / self._size > limits.MAX_GZIP_RATIO:
            raise refuse(f"unzips to more than {limits.MAX_GZIP_RATIO} times its size, as zip bombs do")


@contextmanager
def open_bytes(path: Path) -> Iterator[tuple[IO[bytes], Callable[[], float]]]:
    """Open a file, gzipped or not; the second value tells which share of it was read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        is_zipped = file.read(2) == GZIP_MAGIC
        file.seek(0)

        def read_share() -> float:
            return 1.0 if not size else min(1.0, file.tell() / size)

        yield (io.BufferedReader(Unzipped(file, size), 1 << 16) if is_zipped else file), read_share


def read_head(path: Path, name: str) -> Head:
    """Return the name and first bytes of a file; refuse an empty one."""
    with open_bytes(path) as (file, _):
        data = file.read(limits.HEAD_BYTES)
    if not data.strip():
        raise refuse("the file is empty")
    return Head(name, data)
