"""The one statement: counts (with Σw and Σw²) by cell and value, under a filter."""

# ruff: noqa: S608 - names come from the table's own columns, values are parameters

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.columns import WHOLE_NUMBERS, Holds, holds, question_column
from heedful.understand.warehouse.sql import words
from heedful.understand.warehouse.sql.conditions import Predicate, among, predicates
from heedful.understand.warehouse.sql.fields import Dimension, Parameters, Spread, dimension
from heedful.understand.warehouse.types import Query, Repeats

MOST_DIMENSIONS = 3
# Sorts answers of a contact by time: hours since 1970, then the order in which they were stored.
NEWEST = "(date_diff('day', DATE '1970-01-01', day) * 24 + hour) DESC, response_id DESC"
EARLY = frozenset({Spread.LIST})  # spread out before rows are grouped
SPREADS = frozenset(Spread)
CLUSTER = "coalesce(contact_id, -response_id)"  # who gave no name is a cluster of their own


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of the rows from the table's statistics; it spares reading columns that say nothing."""

    weighted: bool = True  # some row has a weight
    left_out: bool = True  # some row does not count
    invalid: bool = True  # some answer is invalid
    only_survey: int | None = None  # every row is of this survey


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with ``{rows}`` where the rows come from. Results of disjoint rows add up, if ``is_additive``.

    ``keys`` leading columns of the result tell rows apart, the others are sums.
    """

    sql: str
    parameters: Mapping[str, Any]
    columns: frozenset[str]
    keys: int
    sums: int
    is_additive: bool = True  # else: only over rows that hold all answers of their contacts
    # Rows are grouped by several whole numbers: an engine that knows how far each reaches can count in a
    # plain array. DuckDB knows it of a file, but not of a list of files.
    is_by_numbers: bool = False
    # The column of texts that rows are grouped by, the first of the result: an engine may count its codes
    # instead, as numbers. Nothing else is done with it in the statement.
    text: str | None = None

    def over(self, rows: str) -> str:
        return self.sql.replace("{rows}", rows)


@dataclass(frozen=True, slots=True)
class Counting:
    """A statement for one query or several that share their filter, and how its rows are read.

    A row is: the set of dimensions it is of (a bit mask of those left out; only if there are several sets),
    one value a dimension, the measured value, whether the answer was invalid (only if some may be), n,
    and Σw, Σw² if there are weights. What is the same in every row is not fetched.
    """

    statement: Statement
    dimensions: tuple[Dimension, ...]
    sets: tuple[tuple[int, ...], ...]  # for each query the places of its dimensions
    tells_invalid: bool = False
    is_weighted: bool = False

    @property
    def is_masked(self) -> bool:
        return len(set(self.sets)) > 1

    def mask(self, places: tuple[int, ...]) -> int:
        size = len(self.dimensions)
        return sum(1 << (size - 1 - place) for place in range(size) if place not in places)


def counting(
    queries: Sequence[Query], catalog: Catalog, traits: Traits, unit_ids: frozenset[int] | None
) -> Counting:
    """Build the statement of queries that differ only in their dimensions."""
    first = queries[0]
    parameters = Parameters()
    names = list(dict.fromkeys(name for query in queries for name in query.by))
    for query in queries:
        _check(query)
    dimensions = tuple(dimension(name, catalog, parameters) for name in names)
    base = Rows(first, catalog, traits, unit_ids, parameters)
    sets = tuple(tuple(names.index(name) for name in query.by) for query in queries)
    sql = base.pipeline(dimensions, EARLY) + _grouped(base, dimensions, sets)
    statement = Statement(
        sql,
        parameters.values,
        base.columns(dimensions),
        keys=(len(set(sets)) > 1) + len(dimensions) + 1 + base.tells_invalid,
        sums=3 if base.traits.weighted else 1,
        is_additive=first.repeats is Repeats.ALL,
        is_by_numbers=len(set(sets)) == 1 and _is_by_numbers(base, dimensions, catalog),
        text=_text(base, dimensions, catalog) if len(set(sets)) == 1 else None,
    )
    return Counting(statement, dimensions, sets, base.tells_invalid, base.traits.weighted)


def clustering(query: Query, catalog: Catalog, traits: Traits, unit_ids: frozenset[int] | None) -> Counting:
    """Build the statement of sums over contacts: count, n, s, ss, ns, nn by cell."""
    _check(query)
    parameters = Parameters()
    dimensions = tuple(dimension(name, catalog, parameters) for name in query.by)
    base = Rows(query, catalog, traits, unit_ids, parameters)
    cells = [f"{one.direct(i)} AS c{i}" for i, one in enumerate(dimensions)]
    score = _score(query, base.value, parameters)
    named = "".join(f"c{i}, " for i in range(len(dimensions)))
    sql = base.pipeline(dimensions) + (
        f", contacts AS (SELECT {', '.join([*cells, ''])}{CLUSTER} AS contact, count(*) AS n,"
        f" sum({score}) AS s FROM {base.last(dimensions)} WHERE {base.value} IS NOT NULL GROUP BY ALL)\n"
        f"SELECT {named}count(*), sum(n), sum(s), sum(s * s), sum(n * s), sum(n * n)"
        " FROM contacts GROUP BY ALL HAVING count(*) > 0"
    )
    columns = base.columns(dimensions) | {"contact_id", "response_id"}
    statement = Statement(sql, parameters.values, columns, keys=len(dimensions), sums=6, is_additive=False)
    return Counting(statement, dimensions, (tuple(range(len(dimensions))),))


def _check(query: Query) -> None:
    if len(query.by) > MOST_DIMENSIONS:
        raise InvalidInput(Problem("by", f"at most {MOST_DIMENSIONS} dimensions at a time"))
    if len(set(query.by)) < len(query.by):
        raise InvalidInput(Problem("by", "names a dimension twice"))
    if query.measure and query.question_ids:
        raise InvalidInput(Problem("measure", "either answers to questions are measured, or words"))


class Rows:
    """The rows a query counts, before they are grouped."""

    def __init__(
        self,
        query: Query,
        catalog: Catalog,
        traits: Traits,
        unit_ids: frozenset[int] | None,
        parameters: Parameters,
    ) -> None:
        self.query, self.traits = query, traits
        check_known(query.question_ids, catalog)
        self.predicates = predicates(query.filter, catalog, parameters)
        if unit_ids is not None:
            self.predicates.append(among("unit_id", unit_ids, parameters))
        if traits.left_out:
            self.predicates.append(Predicate("left_out IS NULL", frozenset({"left_out"})))
        if asked := asked_rows(query.question_ids, catalog, traits):
            self.predicates.append(asked)
        self.value, self.measured = _measured(query, catalog, parameters)
        self.is_of_entry = words.is_of_entry(query.measure, query.by)
        self.invalid = self._invalid(parameters)

    @property
    def tells_invalid(self) -> bool:
        return self.invalid != "false"

    def _invalid(self, parameters: Parameters) -> str:
        if not self.traits.invalid or not self.query.question_ids:
            return "false"
        bound = parameters.bind(list(self.query.question_ids))
        return f"{self.value} IS NULL AND coalesce(list_has_any(invalid, {bound}::BIGINT[]), false)"

    def columns(self, dimensions: Sequence[Dimension]) -> frozenset[str]:
        found = frozenset(self.measured).union(*(one.columns for one in dimensions))
        found = found.union(*(one.columns for one in self.predicates))
        if self.traits.weighted:
            found |= {"weight"}
        if self.tells_invalid:
            found |= {"invalid"}
        if self.query.repeats is Repeats.LAST:
            found |= {"contact_id", "response_id", "day", "hour"}
        return found

    def pipeline(self, dimensions: Sequence[Dimension], spreads: frozenset[Spread] = SPREADS) -> str:
        """Return the common table expressions up to the rows to be grouped; ``spreads`` are spread out."""
        where = " AND ".join(f"({one.sql})" for one in self.predicates) or "true"
        steps = [f"WITH counted AS (SELECT * FROM ({{rows}}) WHERE {where})"]
        if self.query.repeats is Repeats.LAST:
            steps.append(
                "latest AS (SELECT * FROM counted QUALIFY row_number() OVER"
                f" (PARTITION BY {CLUSTER} ORDER BY {NEWEST}) = 1)"
            )
        before = "latest" if self.query.repeats is Repeats.LAST else "counted"
        for place, one in enumerate(dimensions):
            if one.spread in spreads:
                # Two lists unnested side by side would be zipped: each has a step of its own.
                entry = one.spread_out(one.raw)
                steps.append(f"spread{place} AS (SELECT *, {entry} AS l{place} FROM {before})")
                before = f"spread{place}"
        return ", ".join(steps)

    def last(self, dimensions: Sequence[Dimension], spreads: frozenset[Spread] = SPREADS) -> str:
        """Return the name of the last step."""
        lists = [place for place, one in enumerate(dimensions) if one.spread in spreads]
        if lists:
            return f"spread{lists[-1]}"
        return "latest" if self.query.repeats is Repeats.LAST else "counted"


def _measured(query: Query, catalog: Catalog, parameters: Parameters) -> tuple[str, list[str]]:
    if query.measure:
        return words.measured(query.measure, query.by, parameters)
    columns: list[str] = []
    for question_id in query.question_ids:
        if holds(catalog.questions[question_id]) not in {Holds.SCORE, Holds.NUMBER}:
            raise InvalidInput(Problem("question", "has no numbers to count by; break down by it instead"))
        columns.append(question_column(question_id))
    if len(columns) < 2:
        return (columns[0] if columns else "1"), columns
    return f"coalesce({', '.join(columns)})", columns


def asked_rows(question_ids: Sequence[int], catalog: Catalog, traits: Traits) -> Predicate | None:
    """Return who was asked: responses of versions that have one of the questions. Ids are our own numbers."""
    if not question_ids:
        return None
    parts: list[str] = []
    columns = {"survey_id"}
    for survey_id in sorted({catalog.questions[one].survey_id for one in question_ids}):
        versions = catalog.versions(survey_id)
        having = sorted(number for number, held in versions.items() if held.intersection(question_ids))
        if len(having) == len(versions):
            parts.append("true" if traits.only_survey == survey_id else f"survey_id = {survey_id:d}")
        else:
            columns.add("version")
            numbers = ", ".join(f"{number:d}" for number in having)
            parts.append(f"survey_id = {survey_id:d} AND version IN ({numbers})" if having else "false")
    if "true" in parts:
        return None
    return Predicate(" OR ".join(f"({part})" for part in parts), frozenset(columns))


def check_known(question_ids: Sequence[int], catalog: Catalog) -> None:
    if any(one not in catalog.questions for one in question_ids):
        raise NotFound("No such question.")


def _grouped(base: Rows, dimensions: Sequence[Dimension], sets: tuple[tuple[int, ...], ...]) -> str:
    places = range(len(dimensions))
    cells = [f"{f'l{i}' if dimensions[i].spread in EARLY else dimensions[i].raw} AS c{i}" for i in places]
    names = [f"c{i}" for i in places]
    picked, keys = [*cells], []
    if not base.is_of_entry:
        picked.append(f"{base.value} AS value")
        keys.append("value")
    # A constant among what rows are grouped by would cost the engine its quickest way of grouping.
    if base.tells_invalid:
        picked.append(f"{base.invalid} AS is_invalid")
        keys.append("is_invalid")
    sums = ["count(*) AS n"]
    if base.traits.weighted:
        picked.append("coalesce(weight, 1) AS w")
        sums += ["sum(w) AS w", "sum(w * w) AS w2"]
    mask, grouping = _grouping(names, keys, sets)
    head = ", ".join([*([f"{mask} AS cells"] if mask else []), *names, *keys, *sums])
    rows = base.last(dimensions, EARLY)
    groups = f"SELECT {head} FROM (SELECT {', '.join(picked)} FROM {rows}) GROUP BY {grouping}"
    for place in places:
        if dimensions[place].spread is Spread.SET:
            groups = f"SELECT *, {dimensions[place].spread_out(f'c{place}')} AS l{place} FROM ({groups})"
    outer = _outer(base, dimensions, is_masked=bool(mask))
    return f"\nSELECT {outer} FROM ({groups})" + (" GROUP BY ALL" if _is_regrouped(dimensions) else "")


def _outer(base: Rows, dimensions: Sequence[Dimension], *, is_masked: bool) -> str:
    cells = [f"{'l' if one.spread is Spread.SET else 'c'}{place}" for place, one in enumerate(dimensions)]
    refined = [
        f"{one.refine.format(cell=cell)} AS c{place}"
        for place, (one, cell) in enumerate(zip(dimensions, cells, strict=True))
    ]
    sums = ["n", "w", "w2"] if base.traits.weighted else ["n"]
    if _is_regrouped(dimensions):
        sums = [f"sum({name})" for name in sums]
    keys = [f"{base.value} AS value" if base.is_of_entry else "value"]
    keys += ["is_invalid"] if base.tells_invalid else []
    return ", ".join([*(["cells"] if is_masked else []), *refined, *keys, *sums])


def _is_regrouped(dimensions: Sequence[Dimension]) -> bool:
    return any(one.refine != "{cell}" or one.spread is Spread.SET for one in dimensions)


def _is_by_numbers(base: Rows, dimensions: Sequence[Dimension], catalog: Catalog) -> bool:
    by_numbers = dimensions and all(one.raw in WHOLE_NUMBERS for one in dimensions)
    return bool(by_numbers) and _is_of_a_score(base, catalog)


def _is_of_a_score(base: Rows, catalog: Catalog) -> bool:
    is_score = [holds(catalog.questions[one]) is Holds.SCORE for one in base.query.question_ids] == [True]
    return is_score and not base.tells_invalid


def _text(base: Rows, dimensions: Sequence[Dimension], catalog: Catalog) -> str | None:
    if len(dimensions) != 1 or not dimensions[0].is_plain or not _is_of_a_score(base, catalog):
        return None
    (column,) = dimensions[0].columns
    is_filtered = any(column in one.columns for one in base.predicates)
    return None if is_filtered or column in base.measured else column


def _grouping(names: list[str], keys: list[str], sets: tuple[tuple[int, ...], ...]) -> tuple[str, str]:
    distinct = list(dict.fromkeys(sets))
    if len(distinct) == 1:
        return "", "ALL"
    parts = ", ".join(f"({', '.join([*(names[place] for place in places), *keys])})" for places in distinct)
    return f"grouping_id({', '.join(names)})", f"GROUPING SETS ({parts})"


def _score(query: Query, value: str, parameters: Parameters) -> str:
    if not query.value_scores:
        return f"({value})::DOUBLE"
    cases = " ".join(
        f"WHEN {parameters.bind(value_)} THEN {parameters.bind(score)}::DOUBLE"
        for value_, score in query.value_scores
    )
    return f"CASE {value} {cases} ELSE 0.0 END"
