"""How often a row came before in its file, without holding the file in memory."""

from __future__ import annotations

import sqlite3
from types import TracebackType
from typing import Self

IN_MEMORY = 200_000


class Seen:
    """Counts digests; beyond a number of them on disk, in a private file that goes away by itself."""

    def __init__(self) -> None:
        self._recent: dict[str, int] = {}
        self._disk: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._disk is not None:
            self._disk.close()

    def count(self, digest: str) -> int:
        """Return which occurrence of the digest this is, from 1."""
        times = self._recent.get(digest)
        if times is None:
            times = self._from_disk(digest)
            if len(self._recent) >= IN_MEMORY:
                self._spill()
        self._recent[digest] = times + 1
        return times + 1

    def _from_disk(self, digest: str) -> int:
        if self._disk is None:
            return 0
        found = self._disk.execute(
            "SELECT times FROM seen WHERE digest = ?", (bytes.fromhex(digest),)
        ).fetchone()
        return int(found[0]) if found else 0

    def _spill(self) -> None:
        if self._disk is None:
            self._disk = sqlite3.connect("", isolation_level=None)  # SQLite's own name for a temporary file
            self._disk.execute("CREATE TABLE seen (digest BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID")
        rows = ((bytes.fromhex(digest), times) for digest, times in self._recent.items())
        self._disk.execute("BEGIN")
        self._disk.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", rows)
        self._disk.execute("COMMIT")
        self._recent.clear()
