"""From the rows an engine returns to cells with histograms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from heedful.methods.histograms import Histogram, Tally
from heedful.understand.warehouse.kind import Row
from heedful.understand.warehouse.sql.fields import Dimension, Key
from heedful.understand.warehouse.sql.statements import Counting
from heedful.understand.warehouse.types import Cell, Clusters

type CellKey = tuple[Key, ...]
type RawCells = Mapping[Row, Histogram]  # by what the engine grouped by: ids, not yet names
_INVALID = object()  # in the place of a value that is none of its scale
_NOTHING = Tally()
MOST_SHARED = 20_000  # answers of a tally that the process keeps: two megabytes at most


class _Unweighted(dict[int, Tally]):
    """Tallies of answers that count as 1. Many values of many cells share one: making them is what costs."""

    def __missing__(self, n: int) -> Tally:
        made = Tally(n, float(n), float(n))
        if n < MOST_SHARED:
            self[n] = made
        return made


_unweighted = _Unweighted()


def raw_histograms(counting: Counting, rows: Iterable[Row]) -> list[RawCells]:
    """Return for each query of the statement its histograms by cell, as the engine names cells."""
    by_mask = _by_mask(counting, rows)
    return [_raw_cells(counting, places, by_mask.get(counting.mask(places), ())) for places in counting.sets]


def _by_mask(counting: Counting, rows: Iterable[Row]) -> Mapping[int, Iterable[Row]]:
    if not counting.is_masked:
        return {counting.mask(counting.sets[0]): list(rows)}
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _raw_cells(counting: Counting, places: tuple[int, ...], rows: Iterable[Row]) -> RawCells:
    """Return histograms of rows that hold: what they are grouped by, value, whether invalid, n, Σw, Σw²."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return {}
    first = int(counting.is_masked)
    at = first + len(counting.dimensions)
    values: Sequence[Any] = columns[at]
    if counting.tells_invalid:
        values = [_INVALID if bad else value for value, bad in zip(values, columns[at + 1], strict=True)]
    sums = columns[at + 1 + counting.tells_invalid :]
    tallies = map(Tally, *sums) if counting.is_weighted else map(_unweighted.__getitem__, sums[0])
    # Rows come by the ten thousand: what is done for each of them in Python is what an answer costs.
    parts: dict[Any, dict[Any, Tally]] = defaultdict(dict)
    by = [columns[place + first] for place in places]
    for raw, value, tally in zip(_raw_keys(by, len(values)), values, tallies, strict=True):
        parts[raw][value] = tally
    ordered = _ordered(parts.values(), values)
    if len(by) == 1:
        return {(raw,): histogram for raw, histogram in zip(parts, ordered, strict=True)}
    return dict(zip(parts, ordered, strict=True))


def _raw_keys(by: Sequence[tuple[Any, ...]], rows: int) -> Iterable[Any]:
    """Yield the cell of each row; of one dimension bare, for a tuple a row would be made in vain."""
    if not by:
        return repeat((), rows)
    return by[0] if len(by) == 1 else zip(*by, strict=True)


def _ordered(parts: Collection[dict[Any, Tally]], values: Sequence[Any]) -> Iterator[Histogram]:
    """Yield the histogram of each cell from its tallies by value: numbers by size, and what is none apart."""
    steps = sorted(set(values) - {None, _INVALID})
    # Of a scale nearly every cell has every step; of amounts each has a few of its own.
    is_dense = len(steps) * len(parts) <= 2 * len(values)
    floats = [(step, float(step)) for step in steps] if is_dense else []
    for part in parts:
        missing, invalid = part.pop(None, _NOTHING).n, part.pop(_INVALID, _NOTHING).n
        if is_dense:
            counts = {value: part[step] for step, value in floats if step in part}
        else:
            counts = {float(value): part[value] for value in sorted(part)}
        yield Histogram(counts, missing, invalid)


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


def histograms(counting: Counting, rows: Iterable[Row]) -> list[dict[CellKey, Histogram]]:
    """Return for each query of the statement its histograms by cell."""
    found = raw_histograms(counting, rows)
    return [
        named([counting.dimensions[place] for place in places], cells)
        for places, cells in zip(counting.sets, found, strict=True)
    ]


def clusters(counting: Counting, rows: Iterable[Row]) -> dict[CellKey, Clusters]:
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
        for row in rows
    }


def cells(
    found: Mapping[CellKey, Histogram], sums: Mapping[CellKey, Clusters], *, minimum: int
) -> tuple[tuple[Cell, ...], int]:
    """Return cells in the order of their keys but those under the minimum base, and how many these are."""
    kept = {
        key: histogram for key, histogram in found.items() if not key or minimum < 2 or histogram.n >= minimum
    }
    is_text = all(isinstance(part, str) for key in kept for part in key)
    ordered = sorted(kept, key=None if is_text else _order)
    return tuple(Cell(key, kept[key], sums.get(key)) for key in ordered), len(found) - len(kept)


def _order(key: CellKey) -> tuple[tuple[bool, bool, float, str], ...]:
    return tuple([_place(part) for part in key])


def _place(part: Key) -> tuple[bool, bool, float, str]:
    # Numbers by size, then texts, and last what is not known.
    if isinstance(part, str):
        return False, True, 0.0, part
    return part is None, False, 0.0 if part is None else float(part), str(part)
