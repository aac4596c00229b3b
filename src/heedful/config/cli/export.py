"""``heedful export``: answers out, or everything."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.design.surveys import queries as surveys
from heedful.listen.responses.exports.kind import formats
from heedful.listen.responses.exports.run import export_answers
from heedful.listen.responses.types import ResponseFilter
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.privacy import services as privacy

app = typer.Typer()


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; the ending says the format.")] = None,
    survey: Annotated[str | None, typer.Option(help="Name or uid; left out: all surveys.")] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="A ZIP with every table, which `heedful restore` reads.")
    ] = False,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write answers as CSV, XLSX, JSON lines or Parquet; or, with --everything, the whole organisation."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    target = file or Path(f"heedful-{day}.zip" if everything else f"answers-{day}.csv")
    with acting_in(organization) as actor:
        if everything:
            rows = sum(privacy.write_archive(target, by=actor).values())
        else:
            wanted = ResponseFilter(survey_uid=_survey_uid(survey))
            rows = export_answers(target, _format_of(target), wanted, by=actor)
    words = f"Written: {target} ({rows:,} rows)"
    typer.echo(json.dumps({"file": str(target), "rows": rows}) if as_json else words)


def _format_of(target: Path) -> str:
    ending = target.suffix.removeprefix(".").lower()
    if ending not in formats():
        endings = ", ".join(f".{key}" for key in sorted(formats()))
        raise InvalidInput(Problem("file", f"the ending must be one of {endings}"))
    return ending


def _survey_uid(named: str | None) -> str | None:
    if named is None:
        return None
    found = surveys.survey_by_name(named) or next((s for s in surveys.surveys() if s.uid == named), None)
    if found is None:
        raise NotFound(f"No survey {named!r}.")
    return found.uid
