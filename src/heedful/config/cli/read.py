"""``heedful read``: comments of a file read without a server, a line of JSON each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from heedful.listen.responses.imports.format import Table
from heedful.listen.responses.imports.opening import open_table
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.kind import readers
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.reading import Comment, Reading
from heedful.understand.words.themes.opening import open_finder

app = typer.Typer()


@app.command()
def read(
    file: Annotated[
        Path, typer.Argument(help="CSV, TSV, XLSX, JSONL or Parquet.", exists=True, dir_okay=False)
    ],
    column: Annotated[str, typer.Option(help="Column of the comments.")],
    language: Annotated[
        str, typer.Option(help="Language expected of short ones (en, de …), or auto.")
    ] = "auto",
    only: Annotated[list[str] | None, typer.Option(help="Only these readers: language, sentiment …")] = None,
    tier: Annotated[
        Literal["fast", "quality"], typer.Option(help="quality: slower, and right more often.")
    ] = "fast",
    aspect_column: Annotated[
        str, typer.Option(help="Column of words in the comment; how it is meant towards them is read too.")
    ] = "",
    themes: Annotated[
        str | None,
        typer.Option(help="Look for themes: an industry, a YAML file, or what `themes fit` wrote."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write here instead of the screen.")] = None,
) -> None:
    """Read comments: language, personal data, sentiment of each and of its clauses, in their order."""
    folder = models_folder()
    finders = {themes: open_finder(themes, folder=folder)} if themes else {}
    reading = Reading(folder, _readers(only), tier=tier, finders=finders)
    with open_table(file, file.name) as table, _sink(out) as sink, _progress() as bar:
        places = (_place(table, "--column", column), _aspect_place(table, aspect_column))
        task = bar.add_task(file.name, total=1.0)
        prior = "" if language == "auto" else language
        for document in reading.read(_comments(table, places, prior, themes or "")):
            sink.write(json.dumps(document, ensure_ascii=False) + "\n")
            bar.update(task, completed=table.read_share())
        bar.update(task, completed=1.0)


def _readers(only: list[str] | None) -> list[str]:
    unknown = [key for key in only or () if key not in readers()]
    if unknown:
        raise InvalidInput(Problem("--only", f"{unknown[0]!r} is none of {', '.join(readers())}"))
    return only or []


def _place(table: Table, option: str, column: str) -> int:
    if column not in table.columns:
        raise InvalidInput(Problem(option, f"{column!r} is none of {', '.join(table.columns[:50])}"))
    return table.columns.index(column)


def _aspect_place(table: Table, column: str) -> int | None:
    return _place(table, "--aspect-column", column) if column else None


def _comments(table: Table, places: tuple[int, int | None], language: str, themes: str) -> Iterator[Comment]:
    # A row that is broken or short is an empty comment: a line in, a line out.
    for row in table.rows:
        text, aspect = (_cell(row.cells, place) for place in places)
        yield Comment(text, language, aspect=aspect.strip(), taxonomy=themes)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


@contextmanager
def _sink(out: Path | None) -> Iterator[IO[str]]:
    if out is None:
        yield sys.stdout
        return
    part = out.with_name(f"{out.name}.part")
    with part.open("w", encoding="utf-8") as sink:
        yield sink
    part.replace(out)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
