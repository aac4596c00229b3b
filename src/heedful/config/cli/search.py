"""``heedful search``: comments by words and by meaning; how the index is, making it anew."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from heedful.config.cli.warehouse import run_job
from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.config.instance import prepare
from heedful.understand.words.search import queries
from heedful.understand.words.search.addresses import read_search
from heedful.understand.words.search.types import CommentHit


class QueryOrCommand(TyperGroup):
    """What is no command of ours is what to search for."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            args = ["find", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer()
search = typer.Typer(
    cls=QueryOrCommand,
    no_args_is_help=True,
    help='Comments by words and meaning: heedful search "slow delivery". Also: status, rebuild.',
)
app.add_typer(search, name="search")


@search.command()
def find(
    query: Annotated[list[str], typer.Argument(help='Words, "phrases", -without, begin*, one OR another.')],
    mode: Annotated[str, typer.Option(help="words, meaning or both.")] = "both",
    sort: Annotated[str, typer.Option(help="best or newest.")] = "best",
    filter_by: Annotated[
        list[str] | None, typer.Option("--filter", help="As in addresses: theme:delivery, unit:north.")
    ] = None,
    survey: Annotated[str | None, typer.Option(help="Uid of a survey.")] = None,
    period: Annotated[str | None, typer.Option(help="last-90-days, this-year, all …")] = None,
    limit: Annotated[int, typer.Option(help="How many comments to show.")] = 10,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the comments that a search finds."""
    prepare()
    given = {"q": " ".join(query), "mode": mode, "sort": sort, "survey": survey, "period": period}
    lists = {name: [value] for name, value in given.items() if value} | {"f": filter_by or []}
    with acting_in(organization) as actor:
        found = queries.search_comments(read_search(lists).search(), None, limit, by=actor)
    if as_json:
        typer.echo(json.dumps([_document(hit) for hit in found.hits], ensure_ascii=False))
        return
    if found.without_meaning:
        typer.secho(f"Only words were searched. {found.without_meaning}", err=True)
    console = Console()
    for hit in found.hits:
        console.print(_head(hit))
        console.print(_marked(hit))
    if not found.hits:
        typer.echo("No comment fits.")


@search.command()
def status(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Show how large the index of words is and how many answers wait for it."""
    prepare()
    with acting_in(organization) as actor:
        document = asdict(queries.status(by=actor))
    if as_json:
        typer.echo(json.dumps(document))
        return
    table = Table(show_header=False, box=None)
    for name, value in document.items():
        table.add_row(name.replace("_", " "), f"{value:,}" if isinstance(value, int) else str(value))
    Console().print(table)


@search.command()
def rebuild(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Make the index anew from the record store; it is searched as before meanwhile."""
    run_job("words.search.rebuild", organization, as_json=as_json)


def _document(hit: CommentHit) -> dict[str, Any]:
    return {
        "response": hit.response_uid,
        "answered_at": hit.answered_at.isoformat(),
        "score": hit.score,
        "sentiment": hit.sentiment,
        "themes": list(dict.fromkeys(one.theme for one in hit.mentions)),
        "unit": hit.unit_name,
        "text": hit.text,
        "marks": [list(one) for one in hit.marks],
        "nearness": hit.nearness,
    }


def _head(hit: CommentHit) -> Text:
    parts = [f"{hit.answered_at:%Y-%m-%d}", hit.unit_name, "" if hit.score is None else str(hit.score)]
    return Text(" · ".join(part for part in (*parts, hit.response_uid) if part), style="dim")


def _marked(hit: CommentHit) -> Text:
    shown = Text(hit.text)
    for start, end in hit.marks:
        shown.stylize("bold reverse", start, end)
    return shown
