"""``heedful contacts``: the do-not-contact list as a file, and events of contacts."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from itertools import batched
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.listen.audiences import services as audiences
from heedful.listen.audiences.forms import read_suppressions
from heedful.listen.fieldwork import services
from heedful.listen.fieldwork.tracking.files import event_from
from heedful.listen.fieldwork.types import NewEvent
from heedful.platform.core.errors import InvalidInput, Problem

AT_ONCE = 1_000
app = typer.Typer()
contacts = typer.Typer(
    no_args_is_help=True, help="People: the do-not-contact list, and what happened to them."
)
app.add_typer(contacts, name="contacts")

ListArgument = Annotated[
    Path, typer.Argument(help="CSV (kind, value, reason), or one a line; - reads standard input.")
]
EventsArgument = Annotated[
    Path,
    typer.Argument(help="JSONL as the API takes events, or CSV: name, email …, occurred_at, properties."),
]


@contacts.command()
def forbid(file: ListArgument, organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Put addresses, numbers and mail domains on the do-not-contact list; known ones stay as they are."""
    text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
    lines = read_suppressions(text)
    with acting_in(organization) as by:
        new = audiences.forbid_all(lines, by=by)
    _say({"received": len(lines), "new": new}, as_json=as_json)


@contacts.command()
def events(
    file: EventsArgument, organization: OrganizationOption = None, as_json: JsonOption = False
) -> None:
    """Tell what happened to contacts; the same file again changes nothing. Running plans look at news."""
    received = 0
    with acting_in(organization) as by:
        for some in batched(_events(file), AT_ONCE, strict=False):
            received += len(services.record_events(some, by=by))
    _say({"received": received}, as_json=as_json)


def _events(file: Path) -> Iterator[NewEvent]:
    now = timezone.now()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows: Iterator[Any]
        rows = (
            csv.DictReader(lines) if file.suffix.lower() == ".csv" else map(_object, filter(str.strip, lines))
        )
        for number, row in enumerate(rows, start=1):
            yield event_from(row, number, now)


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise InvalidInput(Problem("file", f"is no JSON: {line[:60]}")) from None


def _say(told: dict[str, int], *, as_json: bool) -> None:
    typer.echo(json.dumps(told) if as_json else ", ".join(f"{name}: {n:,}" for name, n in told.items()))
