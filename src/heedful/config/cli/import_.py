"""``heedful import``: a file of answers into a survey, from the command line, with or without a server."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.listen.responses.imports import queries, services
from heedful.listen.responses.imports.files import chunks_of
from heedful.listen.responses.imports.guess import check_worth
from heedful.listen.responses.imports.look import Look, look_at
from heedful.listen.responses.imports.mapping import Mapping, write_mapping
from heedful.listen.responses.imports.mapping_reader import read_mapping
from heedful.listen.responses.imports.trial import try_file
from heedful.listen.responses.imports.types import ImportFacts, Role, Trial
from heedful.platform.core import queue
from heedful.platform.core.errors import InvalidInput, PermanentError, Problem
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor
from heedful.understand.warehouse import services as warehouse

app = typer.Typer()
screen = Console(stderr=True)
MOST_COLUMNS_SHOWN = 60


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="CSV, TSV, XLSX, JSON, JSON Lines or Parquet; text may be gzipped.")
    ],
    survey: Annotated[
        str | None, typer.Option(help="Survey that gets the answers; made if there is none.")
    ] = None,
    map_: Annotated[
        Path | None, typer.Option("--map", help="Mapping of the columns (YAML); left out: guessed.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would happen; write nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take the guessed mapping without asking.")
    ] = False,
    save_map: Annotated[Path | None, typer.Option(help="Write the mapping to this file, to edit it.")] = None,
    refused: Annotated[
        Path | None, typer.Option(help="Write refused rows with their reasons to this CSV.")
    ] = None,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import a file of answers. The same file twice changes nothing."""
    _check_file(file)
    given = read_mapping(map_.read_text("utf-8")) if map_ else None
    with acting_in(organization, make_first=True) as actor:
        found = look_at(file, file.name, given.file if given else None)
        mapping = given or found.mapping
        if survey:
            mapping = replace(mapping, survey=survey)
        if save_map:
            save_map.write_text(write_mapping(mapping), "utf-8")
        if dry_run:
            _tell_trial(_try(file, mapping, actor), as_json=as_json)
            return
        if not given and not yes:
            _ask(found, mapping)
        check_worth(mapping)
        facts = _run(file, mapping, found, actor)
        if refused:
            _write_refused(facts.uid, refused, actor)
    _tell_result(facts, refused, as_json=as_json)


def _check_file(file: Path) -> None:
    if not file.is_file():
        raise InvalidInput(Problem("file", f"there is no file {file}"))


def _ask(found: Look, mapping: Mapping) -> None:
    _show_mapping(found, mapping)
    if not sys.stdin.isatty():
        raise InvalidInput(Problem("--yes", "add it to take this mapping, or give one with --map"))
    if not typer.confirm("Import the file like this?", err=True):
        raise typer.Exit(1)


def _show_mapping(found: Look, mapping: Mapping) -> None:
    table = Table(box=None, header_style="bold")
    for heading in ("column", "taken as", "found in it", "no answer"):
        table.add_column(heading, overflow="fold")
    for column in found.columns[:MOST_COLUMNS_SHOWN]:
        taken = mapping.columns.get(column.name, ())
        meant = ", ".join(" ".join(filter(None, (each.role, each.kind, each.key))) for each in taken)
        codes = ", ".join(code for each in taken for code in each.missing)
        muted = "dim" if all(each.role is Role.IGNORE for each in taken) else ""
        table.add_row(column.name, meant or "ignored", ", ".join(column.samples[:4])[:70], codes, style=muted)
    screen.print(f"Survey: {mapping.survey}", highlight=False)
    screen.print(table)
    if len(found.columns) > MOST_COLUMNS_SHOWN:
        screen.print(
            f"and {len(found.columns) - MOST_COLUMNS_SHOWN} more columns; --save-map writes them all"
        )
    for note in found.notes:
        screen.print(note, style="dim", highlight=False)


def _try(file: Path, mapping: Mapping, actor: Actor) -> Trial:
    with _progress() as bar:
        task = bar.add_task("Trying", total=None)

        def told(done: int, share: float) -> None:
            bar.update(task, completed=done, total=round(done / share) if share > 0.001 else None)

        return try_file(file, file.name, mapping, by=actor, progress=told)


def _run(file: Path, mapping: Mapping, found: Look, actor: Actor) -> ImportFacts:
    received = services.receive_file(chunks_of(file), file.name, by=actor, mapping=mapping, found=found)
    with _watching(received.uid, actor):
        facts = services.run_here(received.uid, by=actor)
        while facts.state in {"waiting", "running"}:  # a server's worker took it
            time.sleep(0.3)
            facts = queries.import_run(received.uid, by=actor)
    if facts.state != "done":
        raise PermanentError(
            facts.error or f"The import was {facts.state}; {facts.accepted:,} rows were stored."
        )
    warehouse.flush(actor.organization_id)
    return facts


@contextmanager
def _watching(uid: str, actor: Actor) -> Iterator[None]:
    """Show the progress that the job writes down, on the screen beside it."""
    if not screen.is_terminal:
        yield
        return
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(uid, actor, ended), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join(2)


def _watch(uid: str, actor: Actor, ended: threading.Event) -> None:
    try:
        with organization_scope(actor.organization_id), _progress() as bar:
            task = bar.add_task("Importing", total=None)
            while not ended.wait(0.3):
                job_uid = queries.import_run(uid, by=actor).job_uid
                if job_uid:
                    job = queue.find(job_uid)
                    bar.update(task, completed=job.done, total=job.total)
    finally:
        connection.close()


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=screen, transient=True)


def _write_refused(uid: str, path: Path, actor: Actor) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(queries.refused_rows(uid, by=actor))


def _tell_trial(trial: Trial, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_numbers(trial) | {"dry_run": True} | asdict(trial), ensure_ascii=False))
        return
    typer.echo(f"{trial.survey}: {_sentence(trial)} (dry run: nothing was written)")
    for shape in trial.shapes:
        counts = ", ".join(f"{value}: {count:,}" for value, count in list(shape.counts.items())[:12])
        typer.echo(f"  {shape.key} ({shape.kind}): {counts}; blank {shape.blank:,}")
    for name, codes in trial.missing.items():
        typer.echo(
            f"  no answer in {name}: {', '.join(f'{code} ({count:,})' for code, count in codes.items())}"
        )
    for row in trial.refused_rows:
        typer.echo(f"  row {row.row}, {row.field or 'the row'}: {row.reason}")
    for note in trial.notes:
        typer.echo(f"  {note}")


def _tell_result(facts: ImportFacts, refused: Path | None, *, as_json: bool) -> None:
    if as_json:
        document = _numbers(facts) | {"survey_uid": facts.survey_uid, "import": facts.uid}
        typer.echo(json.dumps(document, ensure_ascii=False))
        return
    typer.echo(f"{facts.survey}: {_sentence(facts)}")
    if facts.refused and refused is None:
        typer.echo("Import again with --refused FILE to get the refused rows with their reasons.")


def _numbers(counted: Trial | ImportFacts) -> dict[str, Any]:
    return {
        "read": counted.read,
        "accepted": counted.accepted,
        "duplicates": counted.duplicates,
        "refused": counted.refused,
        "survey": counted.survey,
    }


def _sentence(counted: Trial | ImportFacts) -> str:
    return (
        f"{counted.read:,} rows read, {counted.accepted:,} accepted, "
        f"{counted.duplicates:,} known already, {counted.refused:,} refused"
    )
