"""``heedful themes``: learns themes from labelled rows of a file, and says how often it is right."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from heedful.config.command_scope import JsonOption
from heedful.listen.responses.imports.opening import open_table
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.model_files import models
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.themes.engine import ThemeFinder
from heedful.understand.words.themes.evaluating import Evaluation, evaluate_finder
from heedful.understand.words.themes.labelled_files import (
    LabelledRow,
    document_of,
    labelled_comments_of,
    labelled_rows,
)
from heedful.understand.words.themes.opening import open_finder
from heedful.understand.words.themes.yaml_files import read_taxonomy

app = typer.Typer()
group = typer.Typer(no_args_is_help=True, help="Themes learnt from labelled comments: fit, evaluate.")
app.add_typer(group, name="themes")

Rows = Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, JSONL or Parquet.", exists=True, dir_okay=False)]
Column = Annotated[str, typer.Option(help="Column of the comments.")]
Multi = Annotated[
    str | None, typer.Option(help="What stands between labels; left out: a comment has one, or none.")
]


@group.command()
def fit(
    file: Rows,
    column: Column,
    out: Annotated[Path, typer.Option(help="The file to write; `heedful read --themes` takes it.")],
    labels: Annotated[
        str | None, typer.Option(help="Column of the labels; an empty cell is none of these.")
    ] = None,
    multi: Multi = None,
    definitions: Annotated[
        Path | None,
        typer.Option(help="YAML of names, descriptions and phrases.", exists=True, dir_okay=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Learn themes from labelled rows, from definitions, or from both."""
    if labels is None and definitions is None:
        raise InvalidInput(Problem("--labels", "is needed, or --definitions, or both"))
    _need_a_model()
    rows = _rows(file, column, labels, multi)
    document = (
        read_taxonomy(definitions.read_text("utf-8-sig")) if definitions else document_of(rows, file.stem)
    )
    if not document.themes:
        raise InvalidInput(Problem("--labels", f"no row of {labels!r} has a label"))
    with _progress() as bar:
        task = bar.add_task("reading", total=1.0)
        finder = ThemeFinder.fit(
            document,
            folder=models_folder(),
            comments=[row.text for row in rows] if labels is None else (),
            labels=[] if labels is None else labelled_comments_of(rows, document),
            is_single=labels is not None and multi is None,
            told=lambda share, what: bar.update(task, completed=share, description=what),
        )
    _write(out, finder.to_bytes())
    _say_fitted(finder, len(rows), out, as_json=as_json)


@group.command()
def evaluate(
    themes: Annotated[str, typer.Argument(help="What `fit` wrote, a YAML file or an industry.")],
    file: Rows,
    column: Column,
    labels: Annotated[str, typer.Option(help="Column of the labels; an empty cell is none of these.")],
    multi: Multi = None,
    as_json: JsonOption = False,
) -> None:
    """Compare what is found in a file with its labels: precision, recall and F1 with 95 % intervals."""
    _need_a_model()
    finder = open_finder(themes, folder=models_folder(), field="THEMES")
    labelled = labelled_comments_of(_rows(file, column, labels, multi), finder.document)
    if not labelled:
        raise InvalidInput(Problem("file", "has no rows"))
    with _progress() as bar:
        task = bar.add_task("reading", total=len(labelled))
        found = evaluate_finder(
            finder, labelled, folder=models_folder(), told=lambda n: bar.update(task, completed=n)
        )
    _say_evaluated(found, as_json=as_json)


def _rows(file: Path, column: str, labels: str | None, multi: str | None) -> list[LabelledRow]:
    with open_table(file, file.name) as table:
        return list(labelled_rows(table, column=column, labels=labels, separator=multi))


def _need_a_model() -> None:
    if not any(models_folder().has(model) for model in models().values()):
        raise InvalidInput(Problem("models", "no model is installed: heedful models fetch"))


def _write(out: Path, held: bytes) -> None:
    part = out.with_name(f"{out.name}.part")
    part.write_bytes(held)
    part.replace(out)


def _say_fitted(finder: ThemeFinder, n: int, out: Path, *, as_json: bool) -> None:
    if as_json:
        qualities = [asdict(one) for one in finder.qualities]
        typer.echo(
            json.dumps({"file": str(out), "rows": n, "version": finder.version(), "themes": qualities})
        )
        return
    if finder.qualities:
        table = Table("Theme", "Labels", "Precision", "Recall", title="Each comment judged by the others")
        for one in finder.qualities:
            table.add_row(one.theme, str(one.n_labels), _share(one.precision), _share(one.recall))
        Console().print(table)
    typer.echo(f"Written: {out} ({len(finder.themes)} themes, {n:,} rows, {finder.version()})")


def _say_evaluated(found: Evaluation, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    table = Table("Theme", "Have it", "Found", "Precision", "Recall", "F1")
    for theme, one in found.themes.items():
        table.add_row(
            theme, str(one.n_true), str(one.n_found),
            _with_limits(one.precision, one.precision_limits),
            _with_limits(one.recall, one.recall_limits), _share(one.f1),
        )  # fmt: skip
    Console().print(table)
    for name, figure in found.figures.items():
        typer.echo(f"{name:20} {figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]")
    typer.echo(
        f"{'comments':20} {found.n:,} ({found.n_unread:,} could not be read: nothing was found in them)"
    )


def _with_limits(value: float | None, limits: Sequence[float] | None) -> str:
    return "–" if value is None or limits is None else f"{value:.3f} [{limits[0]:.3f}, {limits[1]:.3f}]"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
