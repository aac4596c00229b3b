"""Five questions to the warehouse, against the bare statement, PostgreSQL and NumPy, in one run.

``python -m bench.warehouse [--rows 2000000 10000000] [--no-postgres]``. Data is kept under .cache/bench.
"Counted" reads the files at every question, as everybody else does; "kept" is the same question once more,
which the warehouse answers from what it counted in files that have not changed since.
Every rival runs in turn with ours, so that what else the machine does falls on all alike. Shown are the
median and the best time, and the least processor time of all threads: that is what a busy machine does
not blur. The first run (nothing of this process is loaded) is in the JSON file.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Another encoding of files is another folder: what an older version wrote is not what is measured.
FORMAT = 6
HOME = ROOT / ".cache" / "bench" / f"warehouse-{FORMAT}"
os.environ["HEEDFUL_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")

import django  # noqa: E402 - the environment comes first

django.setup()

import numpy as np  # noqa: E402
from bench import warehouse_data as data  # noqa: E402
from django.core.management import call_command  # noqa: E402

from heedful.design.surveys import queries as survey_queries, services as survey_services  # noqa: E402
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition  # noqa: E402
from heedful.listen.audiences import queries as audiences, services as audience_services  # noqa: E402
from heedful.listen.audiences.types import AttributeKind, NewUnit  # noqa: E402
from heedful.platform.core.organizations import create_organization, organizations  # noqa: E402
from heedful.platform.core.scope import organization_scope  # noqa: E402
from heedful.platform.core.types import Actor, OrganizationFacts  # noqa: E402
from heedful.understand.warehouse import queries  # noqa: E402
from heedful.understand.warehouse.duck import cursor  # noqa: E402
from heedful.understand.warehouse.queries.settled import settled  # noqa: E402
from heedful.understand.warehouse.sources import Source  # noqa: E402
from heedful.understand.warehouse.stores import (  # noqa: E402
    catalog,
    expected_types,
    mentions_table,
    responses_table,
)
from heedful.understand.warehouse.tables import Table  # noqa: E402
from heedful.understand.warehouse.types import Condition, Filter, Operator, Query  # noqa: E402

TIMES = 9
SITES, REGIONS, COUNTRIES = 500, 20, 4
ONE, OTHER = 5, 3  # places of the attributes that are broken down and filtered by: 12 and 5 values


def instance() -> None:
    """Make the bench's own instance."""
    HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)


def prepared(name: str, rows: int, attributes: int) -> OrganizationFacts:
    """Return the organisation of a size, filled once and kept."""
    for known in organizations():
        if known.name == name:
            with organization_scope(known.id):
                if responses_table().snapshot().rows == rows:
                    return known
    made = create_organization(name)
    with organization_scope(made.id):
        _fill(made, rows, attributes)
    return made


def _fill(made: OrganizationFacts, rows: int, attributes: int) -> None:
    by = Actor.system(made.id)
    definition = SurveyDefinition("Bench", (QuestionDefinition("nps", "nps", {"en": "How likely?"}),))
    survey = survey_services.create_survey(by=by, definition=definition)
    audience_services.ensure_units(_units(), by=by)
    facts = audience_services.ensure_attributes(
        {f"attribute_{n}": AttributeKind.TEXT for n in range(attributes)}, by=by
    )
    sites = [unit.path_ids for unit in audiences.units().values() if unit.level == "site"]
    started = time.perf_counter()
    types = expected_types(catalog())
    blocks = data.blocks(
        rows,
        types=types,
        survey_id=survey.id,
        question_id=survey.questions[0].id,
        attribute_ids=[one.id for one in facts.values()],
        unit_paths=sites,
    )
    _append(responses_table(), blocks, types)
    mentions = data.mention_blocks(rows, survey_id=survey.id, unit_paths=sites)
    _append(mentions_table(), mentions, dict(mentions_table().shape.columns))
    print(f"{made.name}: written in {time.perf_counter() - started:.0f} s", flush=True)


def _units() -> list[NewUnit]:
    found = [NewUnit(f"country {n}", level="country") for n in range(COUNTRIES)]
    found += [
        NewUnit(f"region {n}", level="region", parent_key=f"country {n % COUNTRIES}") for n in range(REGIONS)
    ]
    return found + [
        NewUnit(f"site {n}", level="site", parent_key=f"region {n % REGIONS}") for n in range(SITES)
    ]


def _append(table: Table, blocks: Any, types: dict[str, Any]) -> None:
    table.ensure(types)
    files = [table.write(Source((), types, tail=block)) for block in blocks]
    table.commit([file for file in files if file is not None], [])


class Rivals:
    """The five questions, asked of everybody in turn."""

    def __init__(self, organization: OrganizationFacts) -> None:
        self.by = Actor.system(organization.id)
        question = survey_queries.surveys()[0].questions[0]
        attributes = list(audiences.attributes().values())
        self.q = question.id
        self.one, self.other = attributes[ONE], attributes[min(OTHER, len(attributes) - 1)]
        self.value = data.attribute_values(OTHER)[1]
        self.files = [file.path for file in responses_table().snapshot().files]
        self.mention_files = [file.path for file in mentions_table().snapshot().files]

    def counted(self) -> dict[str, Callable[[], object]]:
        """Our answers from the files alone."""

        def anew(ask: Callable[[], object]) -> object:
            settled.clear()
            return ask()

        return {name: lambda ask=ask: anew(ask) for name, ask in self.kept().items()}

    def kept(self) -> dict[str, Callable[[], object]]:
        """Our answers, from what is kept of earlier ones if it is."""
        where = Condition(f"attribute.{self.other.key}", Operator.IS, (self.value,))
        asked = {
            "overall": Query((self.q,)),
            "by month": Query((self.q,), ("time.month",)),
            "by place, n ≥ 30": Query((self.q,), ("unit",)),
            "attribute by another": Query((self.q,), (f"attribute.{self.one.key}",), Filter((where,))),
        }
        found: dict[str, Callable[[], object]] = {
            name: lambda query=query: queries.counts(query, by=self.by) for name, query in asked.items()
        }
        # Ours counts a response once a theme, under any filter; the bare statement reads mentions.
        opinions = Query((), ("theme",), measure="opinion")
        found["themes"] = lambda: queries.counts(opinions, by=self.by)
        scores = Query((self.q,), ("theme",))
        found["scores by theme"] = lambda: queries.counts(scores, by=self.by)
        whole = Query((self.q,), (f"attribute.{self.one.key}",))
        found["attribute"] = lambda: queries.counts(whole, by=self.by)
        board = [*asked.values(), whole, Query((self.q,), ("unit.region",)), Query((self.q,), ("channel",))]
        found["a board of seven"] = lambda: queries.counts_many(board, by=self.by)
        return found

    def statements(self, rows: str, mentions: str, *, month: str) -> dict[str, str]:
        """The questions in SQL as one would write them by hand."""
        q, one, other = f"q{self.q}", f"a{self.one.id}", f"a{self.other.id}"
        counted = f"FROM {rows} WHERE left_out IS NULL"
        polarity = ", ".join(f"count(*) FILTER (WHERE polarity {sign} 0)" for sign in (">", "=", "<"))
        return {
            "overall": f"SELECT {q}, count(*) {counted} GROUP BY 1",
            "by month": f"SELECT {month}, {q}, count(*) {counted} GROUP BY 1, 2",
            "by place, n ≥ 30": f"SELECT unit_id, {q}, count(*) {counted} GROUP BY 1, 2",
            "attribute by another": f"SELECT {one}, {q}, count(*) {counted}"
            f" AND {other} = '{self.value}' GROUP BY 1, 2",
            "themes": f"SELECT theme, {polarity} FROM {mentions} GROUP BY 1",
            "attribute": f"SELECT {one}, {q}, count(*) {counted} GROUP BY 1, 2",
        }

    def bare(self) -> dict[str, Callable[[], object]]:
        found = self.statements(
            "read_parquet($files)", "read_parquet($files)", month="date_trunc('month', day)"
        )

        def run(sql: str, files: list[str]) -> object:
            with cursor() as opened:
                return opened.execute(sql, {"files": files}).fetchall()

        return {
            name: lambda sql=sql, name=name: run(sql, self.mention_files if name == "themes" else self.files)
            for name, sql in found.items()
        }

    def numpy(self) -> dict[str, Callable[[], object]]:
        """Counts of codes that lie in memory: the floor for one breakdown, without filter or base."""
        with cursor() as opened:
            found = opened.execute(
                f"SELECT dense_rank() OVER (ORDER BY a{self.one.id})::SMALLINT AS code,"
                f" coalesce(q{self.q}, 11)::SMALLINT AS score FROM read_parquet($files)",
                {"files": self.files},
            ).fetchnumpy()
        codes, scores = np.asarray(found["code"]), np.asarray(found["score"])
        return {"attribute": lambda: np.bincount(codes * 12 + scores)}


@dataclass(frozen=True)
class Times:
    """Milliseconds of one question to one rival."""

    first: float
    median: float
    best: float
    processor: float

    def __str__(self) -> str:
        return f"{self.median:.0f} ({self.best:.0f}; {self.processor:.0f})"


type Answers = dict[str, Callable[[], object]]
type Measured = dict[str, Times]


def measured(*rivals: Answers) -> list[Measured]:
    """Return the times of every rival by question, run in turn."""
    found: list[Measured] = [{} for _ in rivals]
    for name in dict.fromkeys(name for one in rivals for name in one):
        asked = [(kept, one[name]) for kept, one in zip(found, rivals, strict=True) if name in one]
        runs = [[timed(ask) for _kept, ask in asked] for _ in range(TIMES)]
        for (kept, _ask), times in zip(asked, zip(*runs, strict=True), strict=True):
            wall, processor = zip(*times, strict=True)
            kept[name] = Times(wall[0], statistics.median(wall[1:]), min(wall[1:]), min(processor[1:]))
    return found


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Return how long it takes and what all threads of this process work for it, in ms."""
    started, worked = time.perf_counter(), time.process_time()
    ask()
    return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked)


def postgres(rivals: Rivals, folder: Path) -> list[Measured]:
    """The same rows in PostgreSQL, with indexes on what is asked by, against ours in turn."""
    import psycopg
    from tests import postgres as servers

    servers.SETTINGS.append("shared_buffers=1GB")
    with servers.server(servers.installed() or servers.carried()) as url, psycopg.connect(url) as store:
        _copy(store, rivals.files, "responses", folder)
        _copy(store, rivals.mention_files, "mentions", folder)
        for column in ("day", "unit_id", f"a{rivals.one.id}", f"a{rivals.other.id}"):
            store.execute(f"CREATE INDEX ON responses ({column}, q{rivals.q})")
        store.execute("CREATE INDEX ON mentions (theme)")
        store.commit()
        store.autocommit = True
        store.execute("VACUUM ANALYZE")
        statements = rivals.statements("responses", "mentions", month="date_trunc('month', day)")
        theirs = {name: lambda sql=sql: store.execute(sql).fetchall() for name, sql in statements.items()}
        size = store.execute("SELECT pg_total_relation_size('responses')").fetchone()
        print(
            f"PostgreSQL: {size[0] / 2e6:.0f} bytes a response with its indexes" if size else "", flush=True
        )
        return measured(rivals.counted(), theirs)


_POSTGRES = {"BIGINT": "bigint", "INTEGER": "integer", "SMALLINT": "smallint", "TINYINT": "smallint",
             "DATE": "date", "DOUBLE": "double precision", "VARCHAR": "text", "BIGINT[]": "text"}  # fmt: skip


def _copy(store: Any, files: list[str], name: str, folder: Path) -> None:
    path = folder / f"{name}.csv"
    with cursor() as opened:
        described = opened.execute(
            "DESCRIBE SELECT * FROM read_parquet($files)", {"files": files[:1]}
        ).fetchall()
        opened.execute(
            f"COPY (SELECT * FROM read_parquet($files)) TO '{path}' (FORMAT csv, HEADER false)",
            {"files": files},
        )
    columns = ", ".join(f'"{column}" {_POSTGRES[held]}' for column, held, *_ in described)
    store.execute(f"CREATE UNLOGGED TABLE {name} ({columns})")
    with path.open("rb") as file, store.cursor().copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
        while block := file.read(1 << 20):
            copy.write(block)
    path.unlink()


def show(title: str, found: list[Measured], names: list[str]) -> None:
    print(f"\n{title}: median ms (best; processor ms)\n{'':22}" + "".join(f"{name:>24}" for name in names))
    for question in dict.fromkeys(name for one in found for name in one):
        cells = [str(one.get(question, "")) for one in found]
        print(f"{question:22}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


def documents(found: list[Measured], names: list[str]) -> dict[str, Any]:
    return {
        name: {question: asdict(times) for question, times in one.items()}
        for name, one in zip(names, found, strict=True)
    }


def wide(few: OrganizationFacts, many: OrganizationFacts) -> list[Measured]:
    """One breakdown of the same number of rows, with 1 and with 300 attributes beside it."""

    def asking(of: OrganizationFacts, *, anew: bool) -> Callable[[], object]:
        with organization_scope(of.id):
            query = Query(
                (survey_queries.surveys()[0].questions[0].id,),
                (f"attribute.{next(iter(audiences.attributes()))}",),
            )

        def ask() -> object:
            if anew:
                settled.clear()
            with organization_scope(of.id):
                return queries.counts(query, by=Actor.system(of.id))

        return ask

    return measured(
        *({"counted": asking(one, anew=True), "kept": asking(one, anew=False)} for one in (few, many))
    )


def _against_the_bare_statement(rows: int, organization: OrganizationFacts) -> dict[str, Any]:
    rivals = Rivals(organization)
    (kept,) = measured(rivals.kept())
    found = [*measured(rivals.counted(), rivals.bare()), kept]
    show(f"{rows:,} responses", found, ["ours, counted", "bare statement", "ours, kept"])
    status = queries.status()
    print(f"{status.bytes_per_response:.1f} bytes a response with 30 attributes, {status.files} files")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Memory of this process at most: {memory:.0f} MB", flush=True)
    return documents(found, ["counted", "bare", "kept"]) | {
        "bytes": status.bytes_per_response,
        "memory_mb": memory,
    }


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[2_000_000, 10_000_000])
    parser.add_argument("--wide-rows", type=int, default=500_000)
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--prepare", action="store_true", help="only write the data")
    given = parser.parse_args(arguments)
    instance()
    sizes = {rows: prepared(f"{rows:,} rows, 30 attributes", rows, 30) for rows in given.rows}
    few = prepared("wide: 1 attribute", given.wide_rows, 1)
    many = prepared("wide: 300 attributes", given.wide_rows, 300)
    if given.prepare:
        return
    report: dict[str, Any] = {}
    for rows, organization in sizes.items():
        with organization_scope(organization.id):
            report[str(rows)] = _against_the_bare_statement(rows, organization)
    found = wide(few, many)
    show(f"One breakdown of {given.wide_rows:,}", found, ["beside 1 attribute", "beside 300"])
    report["wide"] = documents(found, ["1", "300"])
    with organization_scope(sizes[max(sizes)].id):
        rivals = Rivals(sizes[max(sizes)])
        found = measured({"attribute": rivals.counted()["attribute"]}, rivals.numpy())
        show(f"An attribute breakdown of {max(sizes):,}", found, ["ours, counted", "NumPy bincount"])
        report["numpy"] = documents(found, ["counted", "numpy"])
    if not given.no_postgres:
        with organization_scope(sizes[min(sizes)].id):
            found = postgres(Rivals(sizes[min(sizes)]), HOME)
            show(f"{min(sizes):,} responses", found, ["ours, counted", "PostgreSQL"])
            report["postgres"] = documents(found, ["counted", "postgres"])
    (HOME.parent / "warehouse.json").write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
