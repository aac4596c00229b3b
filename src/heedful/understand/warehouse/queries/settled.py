"""What was counted in files that have settled, kept while they exist: a page read again counts what is new.

A file never changes and has a name of its own, so what a statement counts in it can be kept without a look
at the clock. Files the table no longer has are forgotten with all that was counted in them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from threading import Lock

from heedful.understand.warehouse.results import RawCells, added
from heedful.understand.warehouse.sources import File
from heedful.understand.warehouse.sql.statements import Statement

SETTLED_FROM = 100_000  # rows; smaller files are merged soon, and quickly counted
MOST_TALLIES = 150_000  # kept at a time: some tens of megabytes


@dataclass(frozen=True, slots=True)
class _Kept:
    files: frozenset[str]
    cells: RawCells
    tallies: int


class Settled:
    """Counts by organisation and statement, the least recently used ones dropped first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, Hashable], _Kept] = OrderedDict()
        self._alive: dict[str, frozenset[str]] = {}
        self._tallies = 0

    def counted(
        self,
        uid: str,
        statement: Statement,
        files: Collection[File],
        *,
        count: Callable[[Collection[File]], RawCells],
        alive: Callable[[], Collection[File]],
    ) -> RawCells:
        """Return the counts of a statement that adds up; ``count`` is asked for the files not yet counted."""
        key = (uid, _key(statement))
        wanted = {file.path: file for file in files}
        known = self._find(key)
        if known is not None and known.files == wanted.keys():
            return known.cells
        if known is None or not known.files <= wanted.keys():
            cells = count(files)
        else:
            cells = added(known.cells, count([wanted[path] for path in wanted.keys() - known.files]))
        self._keep(key, frozenset(wanted), cells, alive)
        return cells

    def forget(self, uid: str) -> None:
        """Let go of everything counted of an organisation."""
        with self._lock:
            self._alive.pop(uid, None)
            for key in [key for key in self._kept if key[0] == uid]:
                self._drop(key)

    def forget_replaced(self, uid: str, alive: Collection[File]) -> None:
        """Let go of what was counted in files that the table has no longer."""
        paths = frozenset(file.path for file in alive)
        with self._lock:
            if self._alive.get(uid) == paths:
                return
            self._alive[uid] = paths
            for key in [key for key, known in self._kept.items() if key[0] == uid and known.files - paths]:
                self._drop(key)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._kept.clear()
            self._tallies = 0

    def _find(self, key: tuple[str, Hashable]) -> _Kept | None:
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
            return known

    def _keep(
        self,
        key: tuple[str, Hashable],
        files: frozenset[str],
        cells: RawCells,
        alive: Callable[[], Collection[File]],
    ) -> None:
        tallies = sum(1 + len(histogram.counts) for histogram in cells.values())
        with self._lock:
            # Looked at under the lock: who erases commits first and then takes the lock to forget.
            if files - {file.path for file in alive()} or 2 * tallies > MOST_TALLIES:
                return
            self._drop(key)
            self._kept[key] = _Kept(files, cells, tallies)
            self._tallies += tallies
            while self._tallies > MOST_TALLIES:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, Hashable]) -> None:
        known = self._kept.pop(key, None)
        if known is not None:
            self._tallies -= known.tallies


def _key(statement: Statement) -> Hashable:
    values = statement.parameters.items()
    return statement.sql, tuple(
        (name, tuple(value) if isinstance(value, list) else value) for name, value in values
    )


settled = Settled()
