"""``heedful taxonomies``: what comments may speak of, as files, in and out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.understand.words.themes import queries, services
from heedful.understand.words.themes.documents import TaxonomyDocument
from heedful.understand.words.themes.industries import industries, industry_document, industry_keys
from heedful.understand.words.themes.types import TaxonomyFacts
from heedful.understand.words.themes.yaml_files import plain_of, read_taxonomy, write_taxonomy

app = typer.Typer()
taxonomies = typer.Typer(
    no_args_is_help=True, help="Themes that comments are read with: list, show, export, import, use."
)
app.add_typer(taxonomies, name="taxonomies")

TaxonomyArgument = Annotated[str, typer.Argument(help="Uid or name of a taxonomy, or an industry's key.")]
DraftOption = Annotated[bool, typer.Option("--draft", help="With the changes that are not applied.")]


@taxonomies.command("list")
def list_taxonomies(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """List your taxonomies, and the industries one can begin with."""
    with acting_in(organization, make_first=True):
        found = [_line(one) for one in queries.taxonomies()]
    shipped = [{"industry": one.key, "name": one.name, "themes": one.themes} for one in industries()]
    if as_json:
        _print_json({"taxonomies": found, "industries": shipped})
        return
    table = Table("Name", "Uid", "Version", "Themes", "Default", title="Your taxonomies")
    for line in found:
        number = f"{line['version'] or '–'}{' + draft' if line['has_draft'] else ''}"
        is_default = "yes" if line["is_default"] else ""
        table.add_row(line["name"], line["uid"], number, str(line["themes"]), is_default)
    others = Table("Industry", "Name", "Themes", title="Shipped: heedful taxonomies use INDUSTRY")
    for one in industries():
        others.add_row(one.key, one.name, str(one.themes))
    console = Console()
    if found:
        console.print(table)
    console.print(others)


@taxonomies.command()
def show(
    taxonomy: TaxonomyArgument,
    draft: DraftOption = False,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the themes of a taxonomy."""
    with acting_in(organization, make_first=True):
        document = _document(taxonomy, draft=draft)
    if as_json:
        _print_json(plain_of(document))
        return
    table = Table("Theme", "Key", "Phrases", "Rules", "Who acts", title=document.name)
    for theme in document.themes:
        name = f"  {theme.name}" if theme.parent else f"[bold]{theme.name}[/bold]"
        rules = len(theme.must) + len(theme.never)
        table.add_row(name, theme.key, str(len(theme.phrases) or ""), str(rules or ""), theme.owner)
    Console().print(table)


@taxonomies.command("export")
def export_taxonomy(
    taxonomy: TaxonomyArgument,
    out: Annotated[Path | None, typer.Option("--out", help="A file; else standard output.")] = None,
    draft: DraftOption = False,
    organization: OrganizationOption = None,
) -> None:
    """Write the themes of a taxonomy as YAML."""
    with acting_in(organization, make_first=True):
        text = write_taxonomy(_document(taxonomy, draft=draft))
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


@taxonomies.command("import")
def import_taxonomy(
    file: Annotated[Path, typer.Argument(help="YAML; - reads standard input.")],
    into: Annotated[str | None, typer.Option(help="Uid or name; else a new one of the file's name.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="At once; else it waits as a draft.")] = False,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Begin a taxonomy with a file, or put a file into the draft of one."""
    document = _read(file)
    with acting_in(organization, make_first=True) as by:
        if into is None:
            facts = services.create_taxonomy(document.name, by=by, document=document, is_applied=apply)
        else:
            facts = _named(into)
            services.import_themes(facts.uid, document, by=by)
            if apply and queries.draft(facts.uid):
                services.apply_draft(facts.uid, by=by)
            facts = queries.taxonomy(facts.uid)
    _tell(facts, as_json=as_json)


@taxonomies.command()
def use(
    taxonomy: TaxonomyArgument,
    survey: Annotated[str | None, typer.Option(help="Uid of a survey to read with it, only that.")] = None,
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read comments with a taxonomy: your own, or a copy of an industry's."""
    with acting_in(organization, make_first=True) as by:
        known = _found(taxonomy)
        if known is None and taxonomy in industry_keys():
            known = services.choose_industry(taxonomy, by=by, is_default=survey is None)
        facts = known or _named(taxonomy)
        if survey is not None:
            services.assign_survey(survey, facts.uid, by=by)
        else:
            services.use_taxonomy(facts.uid, by=by)
        facts = queries.taxonomy(facts.uid)
    _tell(facts, as_json=as_json)


def _document(named: str, *, draft: bool) -> TaxonomyDocument:
    facts = _found(named)
    if facts is None and named in industry_keys():
        return industry_document(named)
    facts = facts or _named(named)
    waiting = queries.draft(facts.uid) if draft or not facts.number else None
    return waiting.document if waiting else facts.document


def _found(named: str) -> TaxonomyFacts | None:
    return next((one for one in queries.taxonomies() if named in {one.uid, one.name}), None)


def _named(named: str) -> TaxonomyFacts:
    facts = _found(named)
    if facts is None:
        raise NotFound(f"No taxonomy {named!r}. See: heedful taxonomies list")
    return facts


def _read(file: Path) -> TaxonomyDocument:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidInput(Problem("file", f"{file} cannot be read: {error.strerror}")) from None
    except UnicodeDecodeError:
        raise InvalidInput(Problem("file", f"{file} is not UTF-8 text")) from None
    return read_taxonomy(text)


def _line(facts: TaxonomyFacts) -> dict[str, Any]:
    return {
        "uid": facts.uid,
        "name": facts.name,
        "industry": facts.industry,
        "version": facts.number,
        "has_draft": facts.has_draft,
        "is_default": facts.is_default,
        "themes": len(facts.document.leaves()),
    }


def _tell(facts: TaxonomyFacts, *, as_json: bool) -> None:
    if as_json:
        _print_json(_line(facts))
        return
    state = f"version {facts.number}" if facts.number else "a draft: apply it to read with it"
    typer.echo(f"{facts.name} ({facts.uid}): {len(facts.document.leaves())} themes, {state}")


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))  # noqa: T201 - a command's output
