"""Tools whose exports are known by their columns; each is a file in ``responses/sources``."""

from __future__ import annotations

from collections.abc import Callable, Mapping as Dictionary, Sequence
from dataclasses import dataclass, field, replace

from heedful.listen.responses.imports.format import Row, Table
from heedful.listen.responses.imports.mapping import ColumnMapping, slug
from heedful.listen.responses.imports.types import ColumnFacts, Role
from heedful.platform.core.kinds import load_kinds

type Columns = dict[str, tuple[ColumnMapping, ...]]
TIMES = {Role.ANSWERED_AT, Role.ASKED_AT}
IGNORED = ColumnMapping(Role.IGNORE)


def one_header_row(first: Sequence[Row]) -> int:  # noqa: ARG001 - a tool with more of them looks at the rows
    return 1


def no_more(table: Table, facts: Sequence[ColumnFacts]) -> Columns:  # noqa: ARG001 - likewise
    return {}


@dataclass(frozen=True, slots=True)
class Source:
    """A tool and what the columns of its export mean. Names are compared by their keys (``slug``)."""

    key: str
    label: str
    signs: tuple[frozenset[str], ...]  # having all columns of one of these, a file is this tool's
    roles: Dictionary[str, ColumnMapping | tuple[ColumnMapping, ...]]
    time_zone: str = ""
    header_rows: Callable[[Sequence[Row]], int] = one_header_row
    more: Callable[[Table, Sequence[ColumnFacts]], Columns] = no_more  # what the names alone do not tell
    patterns: tuple[tuple[str, ColumnMapping], ...] = field(default=())  # beginnings of names

    def recognises(self, table: Table) -> bool:
        """Tell whether the columns are those of this tool's export."""
        names = {slug(name) for name in table.columns}
        return any(sign <= names for sign in self.signs)

    def columns(self, table: Table, facts: Sequence[ColumnFacts]) -> Columns:
        """Return what the tool's own columns mean; the others are guessed like any."""
        found: Columns = {}
        for column in facts:
            meant = self._meant(slug(column.name))
            if meant is not None:
                taken = meant if isinstance(meant, tuple) else (meant,)
                found[column.name] = tuple(_with_format(each, column) for each in taken)
        return found | self.more(table, facts)

    def _meant(self, name: str) -> ColumnMapping | tuple[ColumnMapping, ...] | None:
        if name in self.roles:
            return self.roles[name]
        return next((meant for start, meant in self.patterns if name.startswith(start)), None)


def _with_format(column: ColumnMapping, facts: ColumnFacts) -> ColumnMapping:
    if column.role in TIMES and not column.format:
        return replace(column, format=facts.date_format, missing=facts.missing)
    return column


def score_by_type(facts: Sequence[ColumnFacts], *, score: str, type_: str) -> Columns:
    """Return the one score column of a tool whose surveys have a type (nps, csat, ces …)."""
    column = next((each for each in facts if slug(each.name) == score), None)
    if column is None:
        return {}
    types = next((each.counts for each in facts if slug(each.name) == type_), {})
    said = next(iter(types)).casefold() if len(types) == 1 else ""
    kind = said if said in _SCALES else _kind_by_scale(column)
    return {
        column.name: (
            ColumnMapping(
                Role.QUESTION,
                key=kind,
                kind=kind,
                label=_WORDINGS.get(kind, column.name),
                missing=column.missing,
            ),
        )
    }


_SCALES = {"nps": (0, 10), "enps": (0, 10), "csat": (1, 5), "ces": (1, 7), "stars": (1, 5), "thumbs": (0, 1)}
_WORDINGS = {
    "nps": "How likely are you to recommend us?",
    "enps": "How likely are you to recommend us as a place to work?",
    "csat": "How satisfied were you?",
    "ces": "How easy was it?",
}


def _kind_by_scale(column: ColumnFacts) -> str:
    """Return the usual kind of such a tool: a score that goes beyond 7, or down to 0, is its NPS."""
    if column.high is None or column.high > 7 or column.low == 0:
        return "nps"
    return "csat" if column.high <= 5 else "ces"


def sources() -> dict[str, Source]:
    """Return every known tool by key."""
    found: dict[str, Source] = load_kinds("heedful.listen.responses.sources")
    return found


def recognise_source(table: Table) -> Source | None:
    """Return the tool that the file was exported from, if it is one we know."""
    return next((source for source in sources().values() if source.recognises(table)), None)
