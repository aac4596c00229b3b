"""``heedful up``: everything in one go. Tables, the first organisation, the admin's link, the server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Annotated

import typer
from django.conf import settings

from heedful.config.become import become_server, check_port
from heedful.config.instance import prepare
from heedful.platform.accounts.services.links import first_admin_link

app = typer.Typer()


@app.command()
def up(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = settings.ENVIRONMENT.host,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = settings.ENVIRONMENT.port,
) -> None:
    """Serve this instance: pages, API and worker, in one process."""
    serve_instance(host, port)


def serve_instance(host: str, port: int) -> None:
    """Make the instance ready, say what a person needs to know, and become the server."""
    check_port(host, port)
    prepare()
    settings.BASE_URL = _base_url(host, port)
    link = first_admin_link()
    typer.echo(f"Heedful serves {settings.HEEDFUL_HOME}")
    typer.echo(f"URL: {settings.BASE_URL}")
    if link:
        typer.echo(f"Admin link, good once: {link}")
    for line in _switched_off():
        typer.echo(f"Not configured: {line}")
    os.environ["HEEDFUL_BASE_URL"] = settings.BASE_URL
    become_server("heedful.config.server:application", host, port)


def _base_url(host: str, port: int) -> str:
    if "base_url" in settings.ENVIRONMENT.model_fields_set:
        return str(settings.BASE_URL)
    reached_at = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    return f"http://{f'[{reached_at}]' if ':' in reached_at else reached_at}:{port}"


def _switched_off() -> Iterator[str]:
    if not settings.MAIL_IS_CONFIGURED:
        yield "mail (HEEDFUL_SMTP_URL). Invitations are shown as links, sign-in by mailed code is off."
    if "base_url" not in settings.ENVIRONMENT.model_fields_set:
        yield "the public address (HEEDFUL_BASE_URL). Links in mails lead to this machine only."
    if not settings.ENVIRONMENT.work_here:
        yield "a worker in this process (HEEDFUL_WORK_HERE). Answers wait until `heedful work` runs."
