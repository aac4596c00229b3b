"""What is counted of each theme, and its course in time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from heedful.methods.histograms import Histogram, Tally
from heedful.understand.metrics.queries.estimates import to_score
from heedful.understand.metrics.queries.plans import Plan
from heedful.understand.metrics.queries.trends import period_label, periods_between
from heedful.understand.metrics.types import ThemePoint
from heedful.understand.warehouse.types import Cell, Grain, Result


@dataclass(frozen=True, slots=True)
class Mention:
    """Who speaks of a theme, by how they do; the mood of some is not known."""

    cell: Cell

    @property
    def n(self) -> int:
        return self.cell.histogram.n + self.cell.histogram.n_missing

    def share_cell(self, n_read: int) -> Cell:
        """Return them among all who were read: 1 for who speaks of it, 0 for who does not."""
        said, rest = self.n, max(n_read - self.n, 0)
        counts = {1.0: Tally(said, said, said), 0.0: Tally(rest, rest, rest)}
        return replace(
            self.cell, histogram=Histogram({value: tally for value, tally in counts.items() if tally.n})
        )


def mentions_of(result: Result) -> dict[str, Mention]:
    return {str(cell.key[0]): Mention(cell) for cell in result.cells if cell.key[0] is not None}


def read_of(result: Result) -> tuple[int, int]:
    """Return how many responses were looked through for themes, and how many were not."""
    if not result.cells:
        return 0, 0
    histogram = result.cells[0].histogram
    return histogram.n, histogram.n_missing


class Series:
    """Share and mood of every theme in every period."""

    def __init__(self, opinions: Result, read: Result, grain: Grain, shared: Plan, felt: Plan) -> None:
        self.grain, self.shared, self.felt = grain, shared, felt
        self.said = {(str(cell.key[0]), str(cell.key[1])): cell for cell in opinions.cells}
        self.read = {str(cell.key[0]): cell.histogram.n for cell in read.cells if cell.histogram.n}

    def of(self, theme: str) -> tuple[ThemePoint, ...]:
        days = [date.fromisoformat(day) for day in self.read if self.grain is not Grain.HOUR]
        return tuple(self._point(theme, day) for day in periods_between(days, self.grain))

    def _point(self, theme: str, day: date) -> ThemePoint:
        said = Mention(self.said.get((theme, day.isoformat()), Cell((), Histogram())))
        return ThemePoint(
            day,
            period_label(day, None, self.grain),
            to_score(said.share_cell(self.read.get(day.isoformat(), 0)), self.shared),
            to_score(said.cell, self.felt),
        )
