"""From the rows an engine returns to cells with histograms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from heedful.methods.histograms import Histogram, Tally
from heedful.understand.warehouse.kind import Row
from heedful.understand.warehouse.sql.fields import Dimension, Key
from heedful.understand.warehouse.sql.statements import Counting
from heedful.understand.warehouse.types import Cell, Clusters

type CellKey = tuple[Key, ...]
type RawCells = Mapping[Row, Histogram]  # by what the engine grouped by: ids, not yet names


class _Unweighted(dict[int, Tally]):
    """Tallies of answers that count as 1. Many values of many cells share one: making them is what costs."""

    def __missing__(self, n: int) -> Tally:
        made = self[n] = Tally(n, float(n), float(n))
        return made


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
    first = int(counting.is_masked)
    at = first + len(counting.dimensions)
    columns = [place + first for place in places]
    parts: dict[Row, list[Row]] = defaultdict(list)
    for row in rows:
        parts[tuple([row[column] for column in columns])].append(row[at:])
    tallies = _Unweighted()
    return {raw: _histogram(counting, part, tallies) for raw, part in parts.items()}


def _histogram(counting: Counting, rows: Sequence[Row], tallies: _Unweighted) -> Histogram:
    """Return the answers of one cell from its rows: value, whether invalid, n, Σw, Σw²; each value once."""
    n = 1 + counting.tells_invalid
    if counting.is_weighted:
        counts = [(float(row[0]), Tally(*row[n:])) for row in rows if row[0] is not None]
    else:
        counts = [(float(row[0]), tallies[row[n]]) for row in rows if row[0] is not None]
    empty = [row for row in rows if row[0] is None]
    invalid = sum(row[n] for row in empty if row[1]) if counting.tells_invalid else 0
    return Histogram(dict(sorted(counts)), sum(row[n] for row in empty) - invalid, invalid)


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
    ordered = sorted(kept, key=_order)
    return tuple(Cell(key, kept[key], sums.get(key)) for key in ordered), len(found) - len(kept)


def _order(key: CellKey) -> tuple[tuple[bool, bool, float, str], ...]:
    return tuple([_place(part) for part in key])


def _place(part: Key) -> tuple[bool, bool, float, str]:
    # Numbers by size, then texts, and last what is not known.
    if isinstance(part, str):
        return False, True, 0.0, part
    return part is None, False, 0.0 if part is None else float(part), str(part)
