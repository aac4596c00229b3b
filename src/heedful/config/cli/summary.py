"""``heedful summary``: what most comments of a file say, in their own words."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from heedful.listen.responses.imports.format import Table
from heedful.listen.responses.imports.opening import open_table
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import models
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.summaries.files import FileSummary, summary_of_texts

app = typer.Typer()
FILE = typer.Argument(help="CSV, TSV, XLSX, JSONL or Parquet.", exists=True, dir_okay=False)


@app.command()
def summary(
    file: Annotated[Path, FILE],
    column: Annotated[str, typer.Option(help="Column of the comments.")],
    by: Annotated[
        str | None, typer.Option(help="Column of a group: a summary for each (theme, class).")
    ] = None,
    points: Annotated[int, typer.Option(help="How many points at most.", min=1, max=20)] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON a group.")] = False,
) -> None:
    """Choose sentences that cover most, without personal data, and say how many say each."""
    groups = _groups(file, column, by)
    folder = models_folder()
    encoder = Encoder(folder, models()["bge-small-en"])
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(file.name, total=len(groups))
        for group, texts in sorted(groups.items()):
            bar.update(task, description=group or file.name)
            made = summary_of_texts(texts, folder=folder, group=group, points=points, encoder=encoder)
            bar.advance(task)
            typer.echo(json.dumps(asdict(made), ensure_ascii=False) if as_json else _shown(made))


def _groups(file: Path, column: str, by: str | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with open_table(file, file.name) as table:
        text = _place(table, column, "--column")
        group = _place(table, by, "--by") if by else None
        for row in table.rows:
            said = _cell(row.cells, text)
            if said.strip():
                found.setdefault("" if group is None else _cell(row.cells, group), []).append(said)
    return found


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _place(table: Table, column: str, option: str) -> int:
    if column not in table.columns:
        raise InvalidInput(Problem(option, f"{column!r} is none of {', '.join(table.columns[:50])}"))
    return table.columns.index(column)


def _shown(made: FileSummary) -> str:
    head = f"{made.group or 'All'}: {made.of:,} comments"
    if made.of < made.n:
        head += f", drawn from {made.n:,}"
    lines = [f"{head}; these points speak for {made.covered:,}"]
    lines += [f"  said by {one.said_by} of {made.of}: “{one.text}”" for one in made.points]
    return "\n".join(lines if made.points else [*lines, "  no two of them say the same"])
