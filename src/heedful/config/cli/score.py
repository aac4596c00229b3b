"""``heedful score``: one number from the command line, with its base and interval."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.design.surveys import queries as surveys
from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Actor
from heedful.understand.metrics import documents, queries
from heedful.understand.metrics.naming import Names, parse_condition
from heedful.understand.metrics.types import Repeats, ScoreRequest
from heedful.understand.warehouse.types import Filter, Grain

OVERLAP = (
    "An answer may stand in several groups: their n add up to more than the whole. "
    "● differs from all answers outside the group."
)

app = typer.Typer()


@app.command()
def score(
    metric: Annotated[str, typer.Argument(help="nps, enps, csat, ces, osat, mean, top_box, response_rate …")],
    survey: Annotated[str | None, typer.Option(help="Name or uid; left out: all that ask it.")] = None,
    question: Annotated[str | None, typer.Option(help="Key of a question.")] = None,
    by: Annotated[str | None, typer.Option(help="A field (country, unit …) or month, week …")] = None,
    filters: Annotated[
        list[str] | None, typer.Option("--filter", help="KEY=VALUE, also !=, >=, <=; several are and-ed.")
    ] = None,
    from_: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    to: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day.")] = None,
    weighted: Annotated[bool, typer.Option("--weighted", help="Use the weights of the answers.")] = False,
    interval: Annotated[str | None, typer.Option(help="Kind of interval; each metric has a default.")] = None,
    level: Annotated[float, typer.Option(min=0.5, max=0.9999, help="Confidence level.")] = 0.95,
    repeats: Annotated[Repeats, typer.Option(help="What several answers of a person mean.")] = Repeats.ALL,
    provenance: Annotated[bool, typer.Option("--provenance", help="Show where it comes from.")] = False,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute a score with its interval and base, for all or for every group."""
    with acting_in(organization) as actor:
        request = ScoreRequest(
            metric=metric,
            survey_uid=_survey_uid(survey),
            question_key=question,
            filter=_filter(filters or [], from_, to),
            weighted=weighted,
            interval=interval,
            level=level,
            repeats=repeats,
        )
        document = _document(request, by, provenance=provenance, actor=actor)
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False))
    else:
        _print(document)


def _survey_uid(named: str | None) -> str | None:
    if named is None:
        return None
    found = surveys.survey_by_name(named)
    if found is None and not named.startswith("svy_"):
        known = ", ".join(survey.name for survey in surveys.surveys())
        raise NotFound(f"No survey {named!r}; there are {known or 'none'}.")
    return found.uid if found else surveys.survey(named).uid


def _filter(texts: list[str], first: datetime | None, last: datetime | None) -> Filter:
    names = Names()
    return Filter(tuple(parse_condition(text, names) for text in texts), _day(first), _day(last))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _document(request: ScoreRequest, by: str | None, *, provenance: bool, actor: Actor) -> dict[str, Any]:
    if provenance:
        return documents.provenance_document(queries.provenance(request, by=actor))
    if by is None:
        return documents.score_document(queries.score(request, by=actor)) | {"rows": []}
    field = Names().field(by)
    if field.startswith("time."):
        trend = queries.trend(request, Grain(field.removeprefix("time.")), by=actor)
        return documents.trend_document(queries.score(request, by=actor), trend)
    return documents.breakdown_document(queries.breakdown(request, field, by=actor))


def _print(document: dict[str, Any]) -> None:
    if "score" in document:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    table = Table(box=None, header_style="bold")
    for heading in ("", "score", "interval", "n"):
        table.add_column(heading, justify="left" if not heading else "right")
    table.add_row(document["metric"], *_columns(document))
    for row in document["rows"]:
        mark = "  ●" if row.get("stands_out") else ""
        table.add_row(f"  {row['label']}{mark}", *_columns(row))
    console = Console()
    console.print(table)
    console.print(
        f"{document['method']}, {document['level']:.0%} interval; {document['n_missing']} without an answer, "
        f"{document['n_invalid']} refused as invalid",
        style="dim",
    )
    if document.get("overlaps"):
        console.print(OVERLAP, style="dim")


def _columns(document: dict[str, Any]) -> tuple[str, str, str]:
    if document["value"] is None:
        return "no score", "", f"{document['n']}"
    limits = "" if document["low"] is None else f"{document['low']:.2f} to {document['high']:.2f}"
    return f"{document['value']:.2f}", limits, f"{document['n']:,}"
