"""Counts by cell and value: the one question everything asks of the warehouse."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from heedful.methods.histograms import Histogram
from heedful.platform.core.organizations import organization
from heedful.platform.core.types import Actor, OrganizationFacts, Permission
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.configuration import configuration
from heedful.understand.warehouse.kind import Columns, engine
from heedful.understand.warehouse.queries.live import Live, live, retried
from heedful.understand.warehouse.queries.settled import SETTLED_FROM, settled
from heedful.understand.warehouse.results import (
    CellKey,
    RawCells,
    added,
    cells,
    clusters,
    histograms,
    named,
    raw_histograms,
)
from heedful.understand.warehouse.sources import File
from heedful.understand.warehouse.sql.statements import Counting, Statement, clustering, counting
from heedful.understand.warehouse.sql.words import SETS
from heedful.understand.warehouse.stores import catalog, responses_table
from heedful.understand.warehouse.types import Clusters, Query, Repeats, Result


def counts(query: Query, *, by: Actor) -> Result:
    """Return counts by cell and value, of what the actor may see."""
    return counts_many([query], by=by)[0]


def counts_many(queries: Sequence[Query], *, by: Actor) -> list[Result]:
    """Answer several queries of one moment; those that differ only in their dimensions share a scan."""
    by.require(Permission.READ_SCORES)
    known = catalog()
    unit_ids = visible_units(known, by)
    return retried(lambda: _count(queries, known, unit_ids, live(known)))


def visible_units(known: Catalog, by: Actor) -> frozenset[int] | None:
    """Return the units an actor may see with everything below them; ``None`` is all, and rows without one."""
    return None if by.unit_ids is None else known.subtree(by.unit_ids)


def minimum_base(of: OrganizationFacts | None = None) -> int:
    """Return the fewest answers a cell may show: the organisation's own, not under the instance's."""
    own = (of or organization()).settings.get("minimum_base", 0)
    return max(configuration().minimum_base, int(own))


def _count(
    queries: Sequence[Query], known: Catalog, unit_ids: frozenset[int] | None, now: Live
) -> list[Result]:
    groups: dict[object, list[int]] = {}
    for place, query in enumerate(queries):
        groups.setdefault(_shared(query, known), []).append(place)
    results: dict[int, Result] = {}
    settled.forget_replaced(known.organization.uid, now.source.files)
    minimum = minimum_base(known.organization)
    for places in groups.values():
        alike = [queries[place] for place in places]
        found = _run(alike, known, unit_ids, now)
        for place, (cell_counts, sums) in zip(places, found, strict=True):
            shown, suppressed = cells(cell_counts, sums, minimum=minimum)
            results[place] = Result(shown, now.freshness, suppressed)
    return [results[place] for place in range(len(queries))]


def _shared(query: Query, known: Catalog) -> object:
    """Return what queries must have in common to be one statement; clusters and lists stand alone."""
    alone = object() if query.clustered or _has_list(query, known) else None
    return (query.question_ids, query.measure, query.filter, query.repeats, alone)


def _has_list(query: Query, known: Catalog) -> bool:
    # A row that is in several cells of one breakdown would be counted several times in the others.
    if not SETS.keys().isdisjoint(query.by):
        return True
    answers = {name.removeprefix("answer.") for name in query.by if name.startswith("answer.")}
    return any(known.question_by_uid[uid].takes_several for uid in answers if uid in known.question_by_uid)


def _run(
    queries: Sequence[Query], known: Catalog, unit_ids: frozenset[int] | None, now: Live
) -> list[tuple[dict[CellKey, Any], dict[CellKey, Clusters]]]:
    first = queries[0]
    surveys = {known.questions[one].survey_id for one in first.question_ids if one in known.questions}
    rows = now.of_surveys(surveys)
    counting_ = Countings(queries, known, unit_ids)
    found = counting_.whole(rows) if first.repeats is Repeats.LAST else counting_.parted(rows)
    if not first.clustered:
        return [(one, {}) for one in found]
    clustered = clustering(first, known, rows.traits(), unit_ids)
    sums = clusters(clustered, engine().run(clustered.statement, rows.source_for(clustered.statement, known)))
    return [(found[0], sums)]


@dataclass(frozen=True, slots=True)
class Countings:
    """Histograms of queries that differ only in their dimensions."""

    queries: Sequence[Query]
    known: Catalog
    unit_ids: frozenset[int] | None

    def whole(self, rows: Live) -> list[dict[CellKey, Histogram]]:
        """Count all rows together, as what compares the answers of a contact needs."""
        counted = counting(self.queries, self.known, rows.traits(), self.unit_ids)
        return histograms(counted, self._run(counted.statement, rows))

    def parted(self, rows: Live) -> list[dict[CellKey, Histogram]]:
        """Count what has settled, or take it as it was counted before, and add what is new."""
        old, new = rows.parted(SETTLED_FROM)
        alone = [counting([query], self.known, old.traits(), self.unit_ids) for query in self.queries]
        cells = [self._settled(one, old) for one in alone]
        if new.source.files or new.source.tail is not None:
            together = counting(self.queries, self.known, new.traits(), self.unit_ids)
            fresh = raw_histograms(together, self._run(together.statement, new))
            cells = [added(one, other) for one, other in zip(cells, fresh, strict=True)]
        return [named(one.dimensions, raw) for one, raw in zip(alone, cells, strict=True)]

    def _settled(self, counted: Counting, old: Live) -> RawCells:
        if not old.source.files:
            return {}

        def count(files: Collection[File]) -> RawCells:
            part = replace(old, source=replace(old.source, files=tuple(files)))
            return raw_histograms(counted, self._run(counted.statement, part))[0]

        uid = self.known.organization.uid
        return settled.counted(
            uid,
            counted.statement,
            old.source.files,
            count=count,
            alive=lambda: responses_table(uid).snapshot().files,
        )

    def _run(self, statement: Statement, rows: Live) -> Columns:
        return engine().run(statement, rows.source_for(statement, self.known))
