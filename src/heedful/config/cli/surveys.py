"""``heedful surveys``: surveys as files, in and out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.design.surveys import queries, services
from heedful.design.surveys.documents import document_of
from heedful.design.surveys.exchange import IN_FORMATS, OUT_FORMATS, Note, write_survey
from heedful.design.surveys.files import Format, read_definition
from heedful.design.surveys.library import templates
from heedful.design.surveys.linter import Severity, findings, measures
from heedful.design.surveys.types import SurveyDefinition, SurveyFacts
from heedful.platform.core.errors import InvalidInput, NotFound, Problem

app = typer.Typer()
surveys = typer.Typer(
    no_args_is_help=True, help="Surveys as files: list, show, lint, create, publish, export."
)
app.add_typer(surveys, name="surveys")

SurveyArgument = Annotated[str, typer.Argument(help="Uid or name of the survey.")]
FileArgument = Annotated[Path, typer.Argument(help="YAML or JSON; - reads standard input as YAML.")]
VersionOption = Annotated[int | None, typer.Option("--version", help="Its number; else the newest.")]


@surveys.command("list")
def list_surveys(
    archived: Annotated[bool, typer.Option("--archived", help="Archived ones too.")] = False,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """List surveys by name."""
    with acting_in(organization):
        found = queries.surveys(include_archived=archived)
        documents = [_document(facts) for facts in found] if as_json else []
    if as_json:
        _print_json(documents)
        return
    table = Table("Name", "Uid", "Version", "Questions")
    for facts in found:
        table.add_row(facts.name, facts.uid, str(facts.version_number or "–"), str(len(facts.questions)))
    Console().print(table)


@surveys.command()
def show(
    survey: SurveyArgument, organization: OrganizationOption = None, as_json: JsonOption = False
) -> None:
    """Show what a survey asks."""
    with acting_in(organization):
        facts = _named(survey)
        document = _document(facts)
    if as_json:
        _print_json(document)
        return
    table = Table("Key", "Kind", "Scale", "Question", title=f"{facts.name}, version {facts.version_number}")
    for question in facts.questions:
        scale = f"{question.scale.low}–{question.scale.high}" if question.scale else ""
        text = question.text if question.is_asked else f"{question.text} (no longer asked)"
        table.add_row(question.key, question.kind, scale, text)
    Console().print(table)


@surveys.command()
def create(file: FileArgument, organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Create a survey from a file and publish its first version."""
    definition = _read(file)
    with acting_in(organization, make_first=True) as actor:
        facts = services.create_survey(by=actor, definition=definition)
    _tell(facts, as_json=as_json)


@surveys.command()
def publish(
    file: FileArgument,
    survey: Annotated[str | None, typer.Option(help="Uid or name; else the name in the file.")] = None,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish a new version from a file; the same content again changes nothing."""
    definition = _read(file)
    with acting_in(organization) as actor:
        known = _named(survey or definition.name)
        facts = services.publish_survey(by=actor, survey_uid=known.uid, definition=definition)
    _tell(facts, as_json=as_json)


@surveys.command()
def new(
    template: Annotated[str, typer.Option(help="Its key; see: heedful surveys templates.")],
    name: Annotated[str, typer.Option(help="Otherwise that of the template.")] = "",
    language: Annotated[str, typer.Option(help="The default language.")] = "",
    languages: Annotated[str | None, typer.Option(help="Further ones, with commas; else all.")] = None,
    publish_now: Annotated[bool, typer.Option("--publish", help="Not only as a draft.")] = False,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Begin a survey with a template; it is a draft until it is published."""
    others = None if languages is None else tuple(one.strip() for one in languages.split(",") if one.strip())
    with acting_in(organization, make_first=True) as actor:
        facts = services.create_from_template(
            by=actor,
            template=template,
            name=name,
            language=language,
            languages=others,
            as_draft=not publish_now,
        )
    _tell(facts, as_json=as_json)


@surveys.command("templates")
def list_templates(as_json: JsonOption = False) -> None:
    """List the templates to begin with."""
    if as_json:
        _print_json([{"key": one.key, "label": one.label, "languages": one.languages} for one in templates()])
        return
    table = Table("Key", "Name", "For", "Languages")
    for one in templates():
        table.add_row(one.key, one.label["en"], one.audience, ", ".join(one.languages))
    Console().print(table)


@surveys.command("import")
def import_(
    file: FileArgument,
    format_: Annotated[
        str, typer.Option("--format", help=f"{', '.join(IN_FORMATS)}; else it is recognised.")
    ] = "",
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring in a survey of Qualtrics, SurveyJS or Formbricks as a draft, and say what was left out."""
    text = _text(file)
    with acting_in(organization, make_first=True) as actor:
        facts, notes = services.import_survey(by=actor, text=text, format=format_)
    if as_json:
        left_out = [{"question": one.question, "what": one.what, "why": one.why} for one in notes]
        _print_json({"uid": facts.uid, "name": facts.name, "left_out": left_out})
        return
    _tell(facts, as_json=False)
    _tell_left_out(notes)


@surveys.command()
def export(
    survey: SurveyArgument,
    version: VersionOption = None,
    to: Annotated[Path | None, typer.Option(help="File to write; else it is printed.")] = None,
    format_: Annotated[
        str, typer.Option("--format", help=f"{', '.join(OUT_FORMATS)}; else by the file's name, or yaml.")
    ] = "",
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a version as YAML, JSON, SurveyJS or QSF; what the format cannot say is told."""
    with acting_in(organization):
        facts = _named(survey)
        newest = version or facts.version_number
        if newest is None:
            raise NotFound(f"{facts.name} has no published version.")
        definition = queries.version(facts.uid, newest).definition
    named = to.suffix.removeprefix(".") if to is not None else ""
    wanted = format_ or ("json" if as_json else named if named in OUT_FORMATS else "yaml")
    written = write_survey(definition, wanted)
    if to is None:
        typer.echo(written.text, nl=False)
    else:
        to.write_text(written.text)
    _tell_left_out(written.notes)


def _tell_left_out(notes: tuple[Note, ...]) -> None:
    for note in notes:
        place = f"{note.question}: " if note.question else ""
        typer.echo(f"left out: {place}{note.what} ({note.why})", err=True)


@surveys.command()
def lint(file: FileArgument, as_json: JsonOption = False) -> None:
    """Say what could be asked better; ends with 1 where more than a hint is found."""
    definition = _read(file)
    found = findings(definition)
    taken = measures(definition)
    if as_json:
        told = [
            {
                "rule": each.rule,
                "place": each.place,
                "severity": str(each.severity),
                "why": each.why,
                "better": each.better,
            }
            for each in found
        ]
        _print_json({"findings": told, "minutes": round(taken.minutes, 1)})
    else:
        for each in found:
            typer.secho(f"{each.place}: {each.rule} ({each.severity})", bold=True)
            typer.echo(f"  {each.why}")
            for line in each.better.splitlines():
                typer.echo(f"  better: {line}")
        typer.echo(f"{len(found)} findings; about {max(1, round(taken.minutes))} min to answer.")
    if any(each.severity is not Severity.HINT for each in found):
        raise typer.Exit(1)


def _named(reference: str) -> SurveyFacts:
    found = queries.survey_by_name(reference)
    return found if found is not None else queries.survey(reference)


def _read(file: Path) -> SurveyDefinition:
    format_: Format = "json" if file.suffix == ".json" else "yaml"
    return read_definition(_text(file), format_)


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(Problem("file", f"{file} cannot be read: {error}")) from None


def _document(facts: SurveyFacts) -> dict[str, Any]:
    definition: dict[str, Any] = {}
    if facts.version_number is not None:
        definition = document_of(queries.version(facts.uid, facts.version_number).definition)
    return {
        "uid": facts.uid,
        "name": facts.name,
        "version": facts.version_number,
        "is_archived": facts.is_archived,
        "definition": definition,
    }


def _tell(facts: SurveyFacts, *, as_json: bool) -> None:
    if as_json:
        _print_json({"uid": facts.uid, "name": facts.name, "version": facts.version_number})
    elif facts.version_number is None:
        typer.echo(f"{facts.name} ({facts.uid}) is a draft.")
    else:
        typer.echo(f"{facts.name} ({facts.uid}) is published as version {facts.version_number}.")


def _print_json(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False))
