"""``heedful why``: why somebody was asked, or would not be."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork.trace import queries, wording
from heedful.listen.fieldwork.trace.documents import trace_document
from heedful.listen.fieldwork.trace.types import Trace
from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Actor

app = typer.Typer()


@app.command()
def why(
    contact: Annotated[str, typer.Argument(help="Address, own id or uid of a contact, or device:KEY.")],
    survey: Annotated[str, typer.Argument(help="Name or uid of the survey.")],
    channel: Annotated[str, typer.Option(help="email, sms, web or mobile; left out: the usual one.")] = "",
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what every gate finds about a person and a survey now, and what was decided before."""
    with acting_in(organization) as actor:
        trace = _trace(contact, _survey_uid(survey), channel, actor)
    if as_json:
        typer.echo(json.dumps(trace_document(trace), ensure_ascii=False))
    else:
        _print(trace)


def _trace(named: str, survey_uid: str, channel: str, by: Actor) -> Trace:
    if named.startswith("device:"):
        return queries.trace_visitor(named.removeprefix("device:"), survey_uid, by=by, channel=channel)
    return queries.trace_contact(_contact_uid(named, by), survey_uid, by=by, channel=channel)


def _survey_uid(named: str) -> str:
    found = surveys.survey_by_name(named)
    return found.uid if found else surveys.survey(named).uid


def _contact_uid(named: str, by: Actor) -> str:
    if named.startswith("con_"):
        return named
    kinds = ["email"] if "@" in named else ["external_id"]
    if named.startswith("+"):
        kinds.insert(0, "phone")
    for kind in kinds:
        if found := audiences.contact_by_identity(kind, named, by=by):
            return found.uid
    raise NotFound(f"No contact is known as {named}.")


def _print(trace: Trace) -> None:
    decision, console = trace.decision, Console()
    console.print(f"[bold]{trace.who}[/bold] · {trace.survey_name} · {trace.channel}")
    console.print(wording.headline(decision.may_ask, trace.would_be, decision.closing, decision.until))
    table = Table(box=None, header_style="bold")
    for heading in ("gate", "", "why"):
        table.add_column(heading)
    for verdict in decision.verdicts:
        mark = "[green]open[/green]" if verdict.passed else "[red]closed[/red]"
        table.add_row(str(wording.GATE_LABELS[verdict.gate]), mark, wording.reason(verdict))
    console.print(table)
    for ask in trace.past[:10]:
        console.print(
            f"{ask.asked_at:%Y-%m-%d %H:%M} {ask.channel} {ask.disposition} {ask.reason}", style="dim"
        )
