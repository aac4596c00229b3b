"""``heedful intake``: the bare door on a port of its own, for thousands of answers a second."""

from __future__ import annotations

from typing import Annotated

import typer
from django.conf import settings

from heedful.config.become import become_server, check_port
from heedful.config.instance import prepare

app = typer.Typer()


@app.command()
def intake(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = settings.ENVIRONMENT.host,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8001,
) -> None:
    """Serve POST /api/v1/responses and nothing else; `heedful up` or `heedful work` store what came in."""
    check_port(host, port)
    prepare()
    typer.echo(f"The bare door of {settings.HEEDFUL_HOME}: http://{host}:{port}/api/v1/responses")
    become_server("heedful.config.intake:application", host, port)
