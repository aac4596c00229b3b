"""From the rows an engine returns to cells with histograms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from heedful.methods.histograms import Histogram, Tally
from heedful.understand.warehouse.kind import Column, Columns, Row, as_rows, plain
from heedful.understand.warehouse.sql.fields import Dimension, Key
from heedful.understand.warehouse.sql.statements import Counting
from heedful.understand.warehouse.types import Cell, Clusters

type CellKey = tuple[Key, ...]
type RawCells = Mapping[Row, Histogram]  # by what the engine grouped by: ids, not yet names
type Places = np.ndarray[Any, np.dtype[np.intp]]  # of rows
MOST_SHARED = 20_000  # answers of a tally that the process keeps: two megabytes at most
MOST_SHORT = np.iinfo(np.uint16).max


class _Unweighted(dict[int, Tally]):
    """Tallies of answers that count as 1. Many values of many cells share one: making them is what costs."""

    def __missing__(self, n: int) -> Tally:
        made = Tally(n, float(n), float(n))
        if n < MOST_SHARED:
            self[n] = made
        return made


_unweighted = _Unweighted()


def raw_histograms(counting: Counting, columns: Columns) -> list[RawCells]:
    """Return for each query of the statement its histograms by cell, as the engine names cells."""
    by_mask = _by_mask(counting, columns)
    masks = [counting.mask(places) for places in counting.sets]
    return [
        _Counted(counting, places, by_mask[mask]).cells() if mask in by_mask else {}
        for places, mask in zip(counting.sets, masks, strict=True)
    ]


def _by_mask(counting: Counting, columns: Columns) -> Mapping[int, Columns]:
    if not columns:
        return {}
    if not counting.is_masked:
        return {counting.mask(counting.sets[0]): columns}
    masks = np.ma.getdata(columns[0]).astype(np.int64)
    return {
        int(mask): [column[masks == mask] for column in columns[1:]] for mask in np.unique(masks).tolist()
    }


class _Counted:
    """The rows of one query: what they are grouped by, value, whether invalid, n, Σw, Σw².

    Rows come by the ten thousand: what is done for each of them in Python is what an answer costs.
    """

    def __init__(self, counting: Counting, places: tuple[int, ...], columns: Columns) -> None:
        at = len(counting.dimensions)
        self.by = [columns[place] for place in places]
        self.codes = [_codes(column) for column in self.by]
        self.is_unknown = np.ma.getmaskarray(columns[at])
        self.values = np.ma.filled(columns[at], 0)
        self.is_invalid = np.zeros_like(self.is_unknown)
        if counting.tells_invalid:
            self.is_invalid = np.ma.getdata(columns[at + 1]).astype(bool)
        n, *self.weights = [np.ma.getdata(one) for one in columns[at + 1 + counting.tells_invalid :]]
        self.n = n.astype(np.int64)  # the engine's sums of whole numbers come as floats

    def cells(self) -> RawCells:
        order = self._order()
        starts = self._starts(order)
        if not len(order):
            return {}
        is_unknown, is_invalid, n = self.is_unknown[order], self.is_invalid[order], self.n[order]
        valid = np.add.reduceat(~is_unknown, starts, dtype=np.int64)
        missing = np.add.reduceat(np.where(is_unknown & ~is_invalid, n, 0), starts)
        invalid = np.add.reduceat(np.where(is_invalid, n, 0), starts)
        values, tallies = self.values[order].astype(float).tolist(), list(self._tallies(order))
        ends = (starts + valid).tolist()
        histograms = [
            Histogram({values[row]: tallies[row] for row in range(start, end)}, m, i)
            for start, end, m, i in zip(
                starts.tolist(), ends, missing.tolist(), invalid.tolist(), strict=True
            )
        ]
        raws = [plain(column[order[starts]]) for column in self.by]
        return dict(zip(zip(*raws, strict=True) if raws else [()], histograms, strict=True))

    def _order(self) -> Places:
        """Return the rows cell by cell: values by their size, then what is none."""
        return np.lexsort([self.values, self.is_unknown, *self.codes])

    def _starts(self, order: Places) -> Places:
        """Return where in this order each cell begins."""
        is_new = np.zeros(len(order), bool)
        is_new[:1] = True
        for codes in self.codes:
            is_new[1:] |= np.diff(codes[order]) != 0
        return np.flatnonzero(is_new)

    def _tallies(self, order: Places) -> Iterable[Tally]:
        n = self.n[order].tolist()
        if not self.weights:
            return map(_unweighted.__getitem__, n)
        return map(Tally, n, *[sums[order].tolist() for sums in self.weights])


def _codes(column: Column) -> np.ndarray[Any, Any]:
    """Return numbers that are alike where the values of a column are."""
    if column.dtype.kind not in "iu" or np.ma.is_masked(column):
        known: dict[Any, int] = {}
        codes = np.array([known.setdefault(value, len(known)) for value in plain(column)], np.int64)
    else:
        codes = np.ma.getdata(column)
    if not len(codes) or codes.max() - codes.min() > MOST_SHORT:
        return codes
    return (codes - codes.min()).astype(np.uint16)  # sorted without comparing


def added(cells: RawCells, others: RawCells) -> RawCells:
    """Return the sums of two countings of disjoint rows, cell by cell; neither is changed."""
    found = dict(cells)
    for raw, histogram in others.items():
        known = found.get(raw)
        found[raw] = histogram if known is None else _sum(known, histogram)
    return found


def _sum(one: Histogram, other: Histogram) -> Histogram:
    total = one + other
    return Histogram(dict(sorted(total.counts.items())), total.n_missing, total.n_invalid)


def named(dimensions: Sequence[Dimension], cells: RawCells) -> dict[CellKey, Histogram]:
    """Return histograms by the keys of their cells."""
    decoders = [one.decode for one in dimensions]
    found: dict[CellKey, Histogram] = {}
    for raw, histogram in cells.items():
        key = tuple([decode(part) for decode, part in zip(decoders, raw, strict=True)])
        # Different raw cells may have one key: units that are no more are all "not known".
        found[key] = _sum(found[key], histogram) if key in found else histogram
    return found


def histograms(counting: Counting, columns: Columns) -> list[dict[CellKey, Histogram]]:
    """Return for each query of the statement its histograms by cell."""
    found = raw_histograms(counting, columns)
    return [
        named([counting.dimensions[place] for place in places], cells)
        for places, cells in zip(counting.sets, found, strict=True)
    ]


def clusters(counting: Counting, columns: Columns) -> dict[CellKey, Clusters]:
    """Return the sums over contacts by cell. Cells that decode alike share no contact's answers."""
    decoders = [one.decode for one in counting.dimensions]
    at = len(decoders)
    return {
        tuple([decode(part) for decode, part in zip(decoders, row, strict=False)]): Clusters(
            int(row[at]),
            int(row[at + 1]),
            float(row[at + 2]),
            float(row[at + 3]),
            float(row[at + 4]),
            float(row[at + 5]),
        )
        for row in as_rows(columns)
    }


def cells(
    found: Mapping[CellKey, Histogram], sums: Mapping[CellKey, Clusters], *, minimum: int
) -> tuple[tuple[Cell, ...], int]:
    """Return cells in the order of their keys but those under the minimum base, and how many these are."""
    kept = {key: histogram for key, histogram in found.items() if not key or _has(minimum, histogram)}
    is_text = all(isinstance(part, str) for key in kept for part in key)
    ordered = sorted(kept, key=None if is_text else _order)
    return tuple(Cell(key, kept[key], sums.get(key)) for key in ordered), len(found) - len(kept)


def _has(minimum: int, histogram: Histogram) -> bool:
    # Most cells have as many in their first values already.
    if minimum < 2:
        return True
    n = 0
    for tally in histogram.counts.values():
        n += tally.n
        if n >= minimum:
            return True
    return False


def _order(key: CellKey) -> tuple[tuple[bool, bool, float, str], ...]:
    return tuple([_place(part) for part in key])


def _place(part: Key) -> tuple[bool, bool, float, str]:
    # Numbers by size, then texts, and last what is not known.
    if isinstance(part, str):
        return False, True, 0.0, part
    return part is None, False, 0.0 if part is None else float(part), str(part)
