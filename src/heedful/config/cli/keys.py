"""``heedful keys``: what programs sign in with."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.platform.accounts.queries.keys import keys as all_keys
from heedful.platform.accounts.services.keys import create_key, revoke_key
from heedful.platform.core.pages import MAX_LIMIT
from heedful.platform.core.types import Permission

app = typer.Typer()
keys = typer.Typer(no_args_is_help=True, help="API keys of an organisation.")
app.add_typer(keys, name="keys")


@keys.command("list")
def list_keys(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Show the keys, never their secrets."""
    with acting_in(organization) as by:
        found = all_keys(by=by, limit=MAX_LIMIT).items
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], default=str, ensure_ascii=False))
        return
    table = Table("Id", "Used by", "Begins", "May", "Revoked")
    for one in found:
        table.add_row(
            one.uid, one.name, f"{one.prefix}…", ", ".join(one.scopes), "yes" if one.revoked_at else ""
        )
    Console().print(table)


@keys.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What will use it.")],
    scope: Annotated[
        list[str] | None, typer.Option(help=f"A permission; repeat for more. {', '.join(Permission)}")
    ] = None,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key and print it, this once; without --scope it may send answers and read scores."""
    scopes = scope or [Permission.WRITE_ANSWERS, Permission.READ_SCORES]
    with acting_in(organization) as by:
        made, secret = create_key(by=by, name=name, scopes=scopes)
    told = {"uid": made.uid, "name": made.name, "scopes": made.scopes, "secret": secret}
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else secret)


@keys.command("revoke")
def revoke(
    uid: Annotated[str, typer.Argument(help="Id of the key, from `heedful keys list`.")],
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key worthless."""
    with acting_in(organization) as by:
        revoke_key(uid, by=by)
    typer.echo(json.dumps({"revoked": uid}) if as_json else f"{uid} opens nothing any more.")
