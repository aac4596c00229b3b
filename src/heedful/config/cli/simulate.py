"""``heedful simulate``: the next weeks as a dry run."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.listen.fieldwork.simulator import wording
from heedful.listen.fieldwork.simulator.scenario import USUAL_DAYS, trial_from
from heedful.platform.core.errors import InvalidInput, Problem

app = typer.Typer()


@app.command()
def simulate(
    days: Annotated[int, typer.Option(help="How many days ahead.")] = USUAL_DAYS,
    changes: Annotated[
        list[str] | None,
        typer.Option("--try", help="A rule to try beside today's, as NAME=VALUE; several go together."),
    ] = None,
    plans: Annotated[list[str] | None, typer.Option("--plan", help="Uid of a plan; all that run.")] = None,
    by: Annotated[str, typer.Option(help="Attribute by which people are shown apart.")] = "",
    seed: Annotated[str, typer.Option(help="Another seed, another luck.")] = "1",
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let the next days pass on the real people and rules; nothing is sent, nothing is written."""
    from heedful.listen.fieldwork.simulator.simulate import simulate as run

    wanted = {"name": "today", "changes": {}, "plans": plans or []}
    scenarios = [wanted, wanted | {"name": "tried", "changes": _changes(changes)}] if changes else [wanted]
    trial = trial_from({"days": days, "segment": by, "seed": seed, "scenarios": scenarios})
    with acting_in(organization) as actor, Progress(transient=True, disable=as_json) as progress:
        task = progress.add_task("Simulating", total=100)
        result = run(
            trial,
            by=actor,
            progress=lambda done, total, _what: progress.update(task, completed=done, total=total),
        )
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False))
    else:
        _print(result)


def _changes(given: list[str]) -> dict[str, Any]:
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise InvalidInput(Problem("--try", f"{one!r} is not NAME=VALUE"))
        found[name] = _value(value)
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text  # a time of day, for instance


def _print(result: dict[str, Any]) -> None:
    console = Console()
    console.print(wording.headline(result), style="bold")
    console.print(wording.because(result))
    scenarios = result["scenarios"]
    table = Table(box=None, header_style="bold")
    table.add_column("")
    for one in scenarios:
        table.add_column(one["name"], justify="right")
    table.add_row("asks", *(f"{one['asks']:,}" for one in scenarios))
    table.add_row("answers to be expected", *(f"{one['answers']['expected']:,.0f}" for one in scenarios))
    limits = (f"{one['answers']['low']:,.0f} to {one['answers']['high']:,.0f}" for one in scenarios)
    table.add_row("95 % interval", *limits)
    table.add_row("people asked", *(f"{one['reached']:,}" for one in scenarios))
    table.add_row("most asks of one", *(str(one["most_asks_of_one"]) for one in scenarios))
    for why in dict.fromkeys(each["why"] for one in scenarios for each in one["never_reached"]):
        counts = ({each["why"]: each["people"] for each in one["never_reached"]} for one in scenarios)
        label = f"never asked: {wording.why_label(why)}"
        table.add_row(label, *(f"{by_why.get(why, 0):,}" for by_why in counts))
    console.print(table)
    per_minute = 60 * result["decisions"] / max(result["seconds"], 0.01)
    console.print(
        f"{result['decisions']:,} decisions in {result['seconds']} s ({per_minute:,.0f} a minute);"
        " nothing was sent or written",
        style="dim",
    )
