"""Counts of one page, asked of the warehouse once and together."""

from __future__ import annotations

from collections.abc import Iterable

from heedful.listen.responses import queries as responses
from heedful.platform.core.types import Actor
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.queries.plans import Plan, plan
from heedful.understand.metrics.types import ScoreRequest
from heedful.understand.warehouse import queries as warehouse
from heedful.understand.warehouse.types import Cell, Query, Result


class Counts:
    """What an actor may see, counted so far. Given to several scores, it makes them be of one moment."""

    def __init__(self, by: Actor, names: Names | None = None) -> None:
        self.by = by
        self.names = names or Names()
        self._results: dict[Query, Result] = {}
        self._plans: dict[ScoreRequest, Plan] = {}
        self._invalid: dict[object, int] = {}

    def foresee(self, wanted: Iterable[tuple[ScoreRequest, str]]) -> None:
        """Count what will be asked for (a request, and a dimension or nothing) in as few scans as can be."""
        self._count([self._query(request, dimension) for request, dimension in wanted])

    def result(self, request: ScoreRequest, dimension: str = "") -> Result:
        query = self._query(request, dimension)
        self._count([query])
        return self._results[query]

    def total(self, request: ScoreRequest) -> Cell | None:
        cells = self.result(request).cells
        return cells[0] if cells else None

    def plan(self, request: ScoreRequest) -> Plan:
        if request not in self._plans:
            self._plans[request] = plan(request)
        return self._plans[request]

    def invalid(self, request: ScoreRequest) -> int:
        """Answers refused as no value of the scale. What was refused has no attributes to filter by."""
        chosen = request.filter
        if self.by.unit_ids is not None or any(one.field != "survey" for one in chosen.conditions):
            return 0
        ids = tuple(question.id for question in self.plan(request).questions)
        key = (ids, chosen.from_on, chosen.to_on)
        if key not in self._invalid:
            found = responses.invalid_counts(ids, chosen.from_on, chosen.to_on, with_kept=False)
            self._invalid[key] = sum(found.values())
        return self._invalid[key]

    def _query(self, request: ScoreRequest, dimension: str) -> Query:
        definite = self.plan(request)
        return (
            definite.query(self.names.field(dimension, definite.questions)) if dimension else definite.query()
        )

    def _count(self, queries: list[Query]) -> None:
        new = [query for query in dict.fromkeys(queries) if query not in self._results]
        if new:
            self._results.update(zip(new, warehouse.counts_many(new, by=self.by), strict=True))
