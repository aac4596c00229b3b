"""``heedful backup`` and ``heedful restore``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from zipfile import is_zipfile

import typer

from heedful.config.backups import restore_backup, write_backup
from heedful.config.command_scope import JsonOption
from heedful.config.instance import prepare
from heedful.config.rebuilding import rebuild_all, rebuild_one
from heedful.platform.core.organizations import organizations
from heedful.platform.privacy import services as privacy

app = typer.Typer()


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="Where to; default: heedful-DATE.tar.gz here.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the whole instance (record store, secrets, files) into one file, while it goes on working."""
    target = file or Path(f"heedful-{datetime.now(UTC):%Y-%m-%d-%H%M}.tar.gz")
    _say(
        write_backup(target.resolve()),
        f"Written: {target}. It holds the secrets: keep it safe.",
        as_json=as_json,
    )


@app.command()
def restore(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A backup, or an organisation's archive.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Bring back a backup into an empty folder, or an organisation's archive into this instance."""
    if is_zipfile(file):
        organization_id = privacy.read_archive(file)
        name = next(one.name for one in organizations() if one.id == organization_id)
        rebuild_one(organization_id)
        _say({"organization": name}, f"{name} is back.", as_json=as_json)
        return
    manifest = restore_backup(file)
    prepare()
    rebuild_all()
    _say(manifest, f"Restored as of {manifest['written_at']}.", as_json=as_json)


def _say(document: dict[str, Any], words: str, *, as_json: bool) -> None:
    typer.echo(json.dumps(document) if as_json else words)
