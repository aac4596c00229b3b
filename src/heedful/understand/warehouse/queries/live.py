"""The rows of this moment: first what is pending, then the table; so no flush between doubles or loses."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from threading import Lock

import pyarrow as pa
import pyarrow.compute as pc

from heedful.listen.responses import queries as responses
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import current_organization_id
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.kind import FilesGone
from heedful.understand.warehouse.rows import RowWriter
from heedful.understand.warehouse.sources import File, Source
from heedful.understand.warehouse.sql.statements import Statement, Traits
from heedful.understand.warehouse.stores import expected_types, organization_folder, responses_table
from heedful.understand.warehouse.tables import is_unattended
from heedful.understand.warehouse.types import Freshness
from heedful.understand.warehouse.words import texts_of

# Of a larger backlog (an import on its way) the projector makes rows faster than every reader would.
MOST_LIVE = 5_000
TRIES = 4


@dataclass(frozen=True, slots=True)
class Live:
    source: Source
    freshness: Freshness

    def of_surveys(self, survey_ids: Collection[int]) -> Live:
        """Leave out files that hold none of the surveys."""
        if not survey_ids:
            return self
        files = tuple(
            file
            for file in self.source.files
            if file.surveys is None or any(file.surveys[0] <= one <= file.surveys[1] for one in survey_ids)
        )
        return replace(self, source=replace(self.source, files=files))

    def parted(self, settled_from: int) -> tuple[Live, Live]:
        """Part into files of so many rows in which nothing changed since, and everything else."""
        settled: list[File] = []
        fresh: list[File] = []
        for file in self.source.files:
            is_settled = file.rows >= settled_from and not file.may_hold(self.source.changed)
            (settled if is_settled else fresh).append(file)
        return (
            replace(self, source=replace(self.source, files=tuple(settled), tail=None, changed=())),
            replace(self, source=replace(self.source, files=tuple(fresh))),
        )

    def source_for(self, statement: Statement, known: Catalog) -> Source:
        """Return the rows with every column the statement names, also those nobody has written yet."""
        if statement.columns <= self.source.types.keys():
            return self.source
        return replace(self.source, types={**expected_types(known), **self.source.types})

    def traits(self) -> Traits:
        """Return what the statistics of these rows rule out."""
        files, tail = self.source.files, self.source.tail

        def says(name: str) -> bool:
            return tail is not None and tail.column(name).null_count < tail.num_rows

        surveys = {survey for file in files for survey in (file.surveys or (-1, -2))}
        if tail is not None:
            surveys |= {
                int(one) for one in pc.unique(tail.column("survey_id")).to_pylist() if one is not None
            }
        return Traits(
            weighted=says("weight") or any(file.weighted for file in files),
            left_out=says("left_out") or any(file.left_out for file in files),
            invalid=says("invalid") or any(file.invalid for file in files),
            only_survey=surveys.pop() if len(surveys) == 1 else None,
        )


def live(catalog: Catalog) -> Live:
    """Return every response of the organisation in scope, as it is now."""
    mark, changed, is_behind = _pending(catalog.organization.uid)
    tail = _tail(changed, mark, catalog) if changed else None
    snapshot = responses_table(catalog.organization.uid).snapshot()
    types = snapshot.types if tail is None else {**snapshot.types, **_types(tail)}
    source = Source(snapshot.files, types, tail=tail, changed=changed)
    return Live(source, Freshness(snapshot.version, len(changed), is_behind))


def _pending(uid: str) -> tuple[int, tuple[int, ...], bool]:
    if not responses.pending_change_ids(limit=1):
        return 0, (), False
    # The mark first: what is read under it is then at least as new.
    mark = responses.latest_mark()
    changed = responses.pending_change_ids(limit=MOST_LIVE + 1)
    if len(changed) <= MOST_LIVE:
        return mark, tuple(sorted(changed)), False
    if is_unattended(organization_folder(uid)):
        # No projector runs (a command without a server): then it is ours to make rows of the backlog.
        from heedful.understand.warehouse.services import flush

        flush(current_organization_id())
        return _pending(uid)
    return mark, (), True


def _types(tail: pa.Table) -> dict[str, pa.DataType]:
    return {field.name: field.type for field in tail.schema}


_tails: dict[str, tuple[object, pa.Table]] = {}
_tails_lock = Lock()
MOST_TAILS = 32


def _tail(changed: tuple[int, ...], mark: object, catalog: Catalog) -> pa.Table:
    """Read the changed rows; kept while nothing else changes, for a page asks many questions."""
    uid = catalog.organization.uid
    types = expected_types(catalog)
    key = (mark, tuple(types))
    with _tails_lock:
        known = _tails.get(uid)
    if known is not None and known[0] == key:
        return known[1]
    rows = list(responses.projection_rows(changed))
    writer = RowWriter(types, catalog.attributes.values(), catalog.organization.time_zone)
    table = writer.table(rows, texts_of(changed))
    with _tails_lock:
        while len(_tails) >= MOST_TAILS:
            _tails.pop(next(iter(_tails)))
        _tails[uid] = (key, table)
    return table


def retried[T](read: Callable[[], T]) -> T:
    """Read again when files were replaced and swept under the reader: the newer version has the rows."""
    for _ in range(TRIES - 1):
        try:
            return read()
        except FilesGone:
            responses_table().forget()
    return read()


def forget_tail() -> None:
    """Let go of the rows kept of the organisation in scope."""
    with _tails_lock:
        _tails.pop(organization().uid, None)
