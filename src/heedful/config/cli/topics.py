"""``heedful topics``: what the newest comments of a file speak of that older ones do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table as Shown

from heedful.listen.responses.imports.format import Table
from heedful.listen.responses.imports.opening import open_table
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.mentions import Finder
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.topics.files import DatedText, FileFinding, dated, topics_of, window_of
from heedful.understand.words.topics.finding import WINDOW_DAYS, FoundTopic

app = typer.Typer()

Rows = Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, JSONL or Parquet.", exists=True, dir_okay=False)]
Past = Annotated[Path | None, typer.Option(help="File of what was said before.", exists=True, dir_okay=False)]


@app.command()
def topics(
    file: Rows,
    column: Annotated[str, typer.Option(help="Column of the comments.")],
    time: Annotated[str, typer.Option(help="Column of the days or times.")],
    history: Past = None,
    window: Annotated[
        int | None,
        typer.Option(help=f"Newest days to look at; {WINDOW_DAYS}, with --history all of FILE.", min=1),
    ] = None,
    themes: Annotated[
        str | None,
        typer.Option(help="Leave out what themes explain: an industry, a YAML file or a fitted file."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write a line of JSON a topic here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON a topic on the screen.")] = False,
    seed: Annotated[int, typer.Option(help="Of the draw, where there are too many comments.")] = 0,
) -> None:
    """Find what is said more than before: a name, how often against expected, q, quotes."""
    rows, undated = dated(list(_rows(file, history, column, time)), time)
    days = window if window is not None or history else WINDOW_DAYS
    with _progress() as bar:
        task = bar.add_task(file.name, total=None)
        found = topics_of(
            rows,
            window_of(rows, days),
            folder=models_folder(),
            finder=_finder(themes),
            told=lambda done, total, what: bar.update(task, completed=done, total=total, description=what),
            undated=undated,
            seed=seed,
        )
    _say(found, out, as_json=as_json)


def _rows(file: Path, history: Path | None, column: str, time: str) -> Iterator[DatedText]:
    for path, is_past in ((history, True), (file, False)):
        if path is not None:
            with open_table(path, path.name) as table:
                text, when = _place(table, column, "--column"), _place(table, time, "--time")
                for row in table.rows:
                    yield DatedText(_cell(row.cells, text), _cell(row.cells, when), is_past)


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _place(table: Table, column: str, option: str) -> int:
    if column not in table.columns:
        raise InvalidInput(Problem(option, f"{column!r} is none of {', '.join(table.columns[:50])}"))
    return table.columns.index(column)


def _finder(named: str | None) -> Finder | None:
    """Return what finds the themes of an industry, of a YAML file, or as they were fitted."""
    if named is None:
        return None
    from heedful.understand.words.themes.engine import ThemeFinder
    from heedful.understand.words.themes.industries import industry_document, industry_keys
    from heedful.understand.words.themes.yaml_files import read_taxonomy

    path = Path(named)
    if named in industry_keys():
        return ThemeFinder.fit(industry_document(named), folder=models_folder())
    if not path.is_file():
        raise InvalidInput(
            Problem("--themes", f"{named!r} is no file and none of {', '.join(industry_keys())}")
        )
    if path.suffix in {".yaml", ".yml"}:
        return ThemeFinder.fit(read_taxonomy(path.read_text(encoding="utf-8")), folder=models_folder())
    return ThemeFinder.from_bytes(path.read_bytes())


def _say(found: FileFinding, out: Path | None, *, as_json: bool) -> None:
    console = Console(stderr=True)
    lines = [json.dumps(_document(found, topic), ensure_ascii=False) for topic in found.finding.topics]
    if out is not None:
        part = out.with_name(f"{out.name}.part")
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        part.replace(out)
    elif as_json:
        typer.echo("\n".join(lines), nl=bool(lines))
    elif lines:
        Console().print(_table(found))
    console.print(_basis(found))


def _document(found: FileFinding, topic: FoundTopic) -> dict[str, Any]:
    group = topic.group
    return {
        "name": topic.name,
        "phrases": list(topic.phrases),
        "count": group.count,
        "of": found.finding.window,
        "expected": _rounded(group.expected, 2),
        "low": group.low,
        "high": group.high,
        "before": group.before,
        "p": group.p,
        "q": group.q,
        "quotes": [found.remarks[place].text for place in topic.quotes],
    }


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def _table(found: FileFinding) -> Shown:
    table = Shown("Topic", "Comments", "Expected", "q", "In their words")
    for topic in found.finding.topics:
        group = topic.group
        expected = "–" if group.expected is None else f"{group.expected:.1f}"
        q = "–" if group.q is None else "< 0.001" if group.q < 0.001 else f"{group.q:.3f}"
        quote = " ".join(found.remarks[topic.quotes[0]].text.split()) if topic.quotes else ""
        table.add_row(topic.name, str(group.count), expected, q, quote[:200])
    return table


def _basis(found: FileFinding) -> str:
    finding, window = found.finding, found.window
    if finding.why_not:
        return f"Nothing was looked for: {finding.why_not}."
    said = f"{finding.window:,} comments of {window.from_on} to {window.to_on}"
    against = f"against {finding.past:,} from before; {finding.tested:,} groups tested"
    if not finding.past:
        against = "with nothing from before to compare with: the largest groups, no test"
    left = f"; {found.explained:,} left out, because themes explain them" if found.explained else ""
    undated = f"; {found.undated:,} without a time that can be read" if found.undated else ""
    none = "" if finding.topics else " Nothing is said more than before."
    return f"{said}, {against}{left}{undated}. Read by {found.model}.{none}"


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield bar
