"""``heedful doctor``: what is configured, what is not, what is wrong."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer
from rich.console import Console
from rich.table import Table

from heedful.config.command_scope import JsonOption
from heedful.platform.core.health import Finding, State, findings
from heedful.platform.core.types import Actor

app = typer.Typer()
COLOURS = {State.OK: "green", State.OFF: "yellow", State.BAD: "red"}


@app.command()
def doctor(as_json: JsonOption = False) -> None:
    """Say how this instance is; ends with status 1 when something is wrong."""
    found = findings(by=Actor.system(0, label="command line"))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        Console().print(_table(found))
    if any(one.state is State.BAD for one in found):
        raise typer.Exit(1)


def _table(found: tuple[Finding, ...]) -> Table:
    table = Table("Part", "State", "Found", "Switched off by it", "How to set it up")
    for one in found:
        table.add_row(one.name, f"[{COLOURS[one.state]}]{one.state}[/]", one.says, one.turns_off, one.how)
    return table
