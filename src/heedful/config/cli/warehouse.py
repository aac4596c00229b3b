"""``heedful warehouse``: how the warehouse is, making it anew, merging its files."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from threading import Event, Thread
from typing import Any

import typer
from django.db import connection
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.config.instance import prepare
from heedful.platform.core.models import Job
from heedful.platform.core.queue import enqueue, find, run_now
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor
from heedful.understand.warehouse import queries

app = typer.Typer()
warehouse = typer.Typer(no_args_is_help=True, help="The warehouse: status, rebuild, compact.")
app.add_typer(warehouse, name="warehouse")


@warehouse.command()
def status(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Show the size of the warehouse and how far it is behind the record store."""
    prepare()
    with acting_in(organization):
        found = queries.status()
    document = {**asdict(found), "bytes_per_response": found.bytes_per_response}
    if as_json:
        typer.echo(json.dumps(document))
        return
    table = Table(show_header=False, box=None)
    for name, value in document.items():
        table.add_row(name.replace("_", " "), _shown(value))
    Console().print(table)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


@warehouse.command()
def rebuild(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Make the warehouse anew from the record store; answers may come in meanwhile."""
    run_job("warehouse.rebuild", organization, as_json=as_json)


@warehouse.command()
def compact(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Merge small files into large sorted ones, and delete files no version uses any more."""
    run_job("warehouse.compact", organization, as_json=as_json)


def run_job(kind: str, organization: str | None, *, as_json: bool) -> None:
    """Queue a job and run it here, with its progress on the terminal; print its result."""
    prepare()
    with acting_in(organization) as actor:
        document = _finished(kind, actor)
    typer.echo(json.dumps(document) if as_json else ", ".join(f"{n}: {v}" for n, v in document.items()))
    if document["state"] != "done":
        raise typer.Exit(1)


def _finished(kind: str, actor: Actor) -> dict[str, Any]:
    return finished_job(enqueue(kind, {}, by=actor).uid, actor.organization_id)


def finished_job(uid: str, organization_id: int) -> dict[str, Any]:
    """Run a queued job here, or wait for the worker that was first; return how it ended."""
    queued = Job.objects.get(uid=uid)
    with _shown_progress(uid, organization_id):
        ended = run_now(queued)
        while ended.state in {Job.State.WAITING, Job.State.RUNNING}:
            time.sleep(0.3)
            ended.refresh_from_db()
    return {"state": str(ended.state), **ended.result, **({"error": ended.error} if ended.error else {})}


@contextmanager
def _shown_progress(uid: str, organization_id: int) -> Iterator[None]:
    """Show on the terminal (not in what is printed) how far a job is, as its row tells."""
    ended = Event()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        watcher = Thread(target=_watch, args=(uid, organization_id, bar, ended))
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()


def _watch(uid: str, organization_id: int, bar: Progress, ended: Event) -> None:
    task = bar.add_task("", total=None)
    try:
        with organization_scope(organization_id):
            while not ended.wait(0.3):
                job = find(uid)
                bar.update(task, completed=job.done, total=job.total, description=job.message)
    finally:
        connection.close()
