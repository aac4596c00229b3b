"""``heedful demo``: an organisation to look at, made up and removable."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

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
    """Build the demo organisation (about 60,000 responses over 18 months), once."""
    if truth:
        from heedful.config.demo.truth import truth_document

        typer.echo(truth_document(), nl=False)
        return
    made = _ensure_demo(0.02 if small else 1.0)
    typer.echo(f"The demo is there: {made.name}")
    if serve:
        from heedful.config.cli.up import serve_instance

        serve_instance(host, port)


def _ensure_demo(share: float) -> OrganizationFacts:
    from heedful.config.demo.build import TOTAL, build_demo, existing_demo

    found = existing_demo()
    if found is None:
        with _progress() as progress:
            task = progress.add_task("Building the demo", total=round(TOTAL * share))
            found = build_demo(
                datetime.now(UTC).date(),
                lambda done, _total, what: progress.update(task, completed=done, description=what),
                share=share,
            )
    if all(one.is_demo for one in organizations()):
        create_organization("My organisation")  # where one's own answers go; it stays when the demo goes
    return found


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
