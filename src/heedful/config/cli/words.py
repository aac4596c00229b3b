"""``heedful words``: how reading comments stands, reading what waits, reading everything anew, editions."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from heedful.config.cli.warehouse import finished_job
from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.config.instance import prepare
from heedful.platform.core.types import Actor
from heedful.understand.words.readings import services
from heedful.understand.words.readings.beginning import begin_where_unread
from heedful.understand.words.readings.line import read_waiting
from heedful.understand.words.readings.queries import current_edition, editions as all_editions
from heedful.understand.words.readings.queries.state import status as reading_status, waiting_texts
from heedful.understand.words.readings.types import EditionFacts, ReadingStatus

app = typer.Typer()
words = typer.Typer(no_args_is_help=True, help="Reading comments: status, read, reread, editions, current.")
app.add_typer(words, name="words")


@words.command()
def status(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Say what is installed, what was read and what waits."""
    prepare()
    with acting_in(organization) as actor:
        found = reading_status(by=actor)
    if as_json:
        _say_json(asdict(found))
        return
    typer.echo(found.says)
    table = Table(show_header=False, box=None)
    table.add_row("read", f"{found.read:,}")
    table.add_row("waiting", f"{found.queue.live:,} new, {found.queue.history:,} of the history")
    table.add_row("given up", f"{found.queue.failed:,}")
    for reader, (before, here) in found.changed.items():
        table.add_row("changed", f"{reader}: {before or '–'} → {here}")
    Console().print(table)


@words.command()
def read(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Read what waits, here and now; ends with status 1 when models are missing."""
    prepare()
    with acting_in(organization) as actor:
        begun = current_edition() if begin_where_unread(by=actor) else None
        if begun is not None:
            finished_job(begun.job_uid, actor.organization_id)
        found = _read_waiting(actor)
    if as_json:
        _say_json(
            {"state": found.state, "read": found.read, "waiting": found.queue.live + found.queue.history}
        )
    else:
        typer.echo(found.says)
    if found.state == "not_installed":
        raise typer.Exit(1)


@words.command()
def reread(
    organization: OrganizationOption = None,
    tier: Annotated[
        str | None, typer.Option(help="fast or quality; left out: as the current edition.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--beside", help="Read beside the current edition, which goes on counting.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read the whole history with the readers and themes as they are now."""
    prepare()
    with acting_in(organization) as actor:
        begun = services.start_edition(by=actor, tier=tier, then_current=not keep)
        ended = finished_job(begun.job_uid, actor.organization_id)
        if begun.is_current:
            _read_waiting(actor)
    if as_json:
        _say_json({"edition": begun.uid, **ended})
    else:
        typer.echo(f"{begun.uid}: {ended['state']}")
    if ended["state"] != "done":
        raise typer.Exit(1)


@words.command()
def editions(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """List what was read with which versions."""
    prepare()
    with acting_in(organization) as actor:
        found = all_editions(by=actor)
    if as_json:
        _say_json([asdict(one) for one in found])
        return
    table = Table(Column("Edition", no_wrap=True), "State", "Begun", "By", "Versions")
    for one in found:
        table.add_row(one.uid, one.state, f"{one.created_at:%Y-%m-%d %H:%M}", one.created_by, _versions(one))
    Console().print(table)


@words.command()
def current(
    edition: Annotated[str, typer.Argument(help="The edition that is to count, edn_….")],
    organization: OrganizationOption = None,
) -> None:
    """Let an edition count; a worker draws the charts anew."""
    prepare()
    with acting_in(organization) as actor:
        made = services.make_current(edition, by=actor)
    typer.echo(f"{made.uid} counts.")


def _read_waiting(actor: Actor) -> ReadingStatus:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        left = _left()
        task = bar.add_task("Reading", total=left)
        while read_waiting():
            bar.update(task, completed=max(0, left - _left()))
    return reading_status(by=actor)


def _left() -> int:
    line = waiting_texts()
    return line.live + line.history


def _versions(one: EditionFacts) -> str:
    return ", ".join(f"{reader} {version}" for reader, version in one.versions.items())


def _say_json(document: Any) -> None:
    typer.echo(json.dumps(document, default=str, ensure_ascii=False))
