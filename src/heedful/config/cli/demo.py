"""``heedful demo``: an organisation to look at, made up and removable."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, NoReturn

import typer
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from heedful.config.become import check_port
from heedful.platform.core.organizations import create_organization, organizations
from heedful.platform.core.types import OrganizationFacts

app = typer.Typer()


@app.command()
def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Serve the instance afterwards.")] = False,
    small: Annotated[bool, typer.Option("--small", help="Only a fiftieth of the answers.")] = False,
    truth: Annotated[bool, typer.Option("--truth", help="Print what was planted, and stop.")] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = settings.ENVIRONMENT.host,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = settings.ENVIRONMENT.port,
) -> None:
    """Build the demo organisation (60,000 responses over 18 months), once, and read what was written."""
    if truth:
        from heedful.config.demo.truth import truth_document

        typer.echo(truth_document(), nl=False)
        return
    if serve:
        check_port(host, port)  # rather now than in two minutes
    made = existing_demo()
    if made is None:
        _build(0.02 if small else 1.0)
        _start_over()
    typer.echo(f"The demo is there: {made.name}")
    _read(made)
    if serve:
        from heedful.config.cli.up import serve_instance

        serve_instance(host, port)


def existing_demo() -> OrganizationFacts | None:
    return next((one for one in organizations() if one.is_demo), None)


def _build(share: float) -> None:
    from heedful.config.demo.build import build_demo

    with _progress() as progress:
        build_demo(datetime.now(UTC).date(), _row(progress), share=share)
    if all(one.is_demo for one in organizations()):
        create_organization("My organisation")  # where one's own answers go; it stays when the demo goes


def _start_over() -> NoReturn:
    """Run the same command anew, which finds the demo: nothing of the building is left in memory."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - no shell is wanted


def _read(made: OrganizationFacts) -> None:
    from heedful.config.demo.reading import read_demo

    with _progress() as progress:
        left = read_demo(made.id, _row(progress))
    if left:
        typer.echo(f"{left:,} older comments are read while you look around.")


def _row(progress: Progress) -> Callable[[int, int, str], None]:
    """Return what shows a row once there is something to tell."""
    tasks: list[TaskID] = []

    def tell(done: int, total: int, what: str) -> None:
        if not tasks:
            tasks.append(progress.add_task(what))
        progress.update(tasks[0], completed=done, total=total, description=what)

    return tell


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
