"""Read an archive into this instance, as the organisation it came from."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from itertools import batched
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.db import models

from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, Problem
from heedful.platform.core.kept_files import kept_files
from heedful.platform.core.models import Organization
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.tenancy import TenantModel
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.platform.privacy.services.writing import FORMAT, Tell
from heedful.platform.privacy.tables import archived_tables, foreign_keys

type Row = dict[str, Any]
type NewIds = dict[type[models.Model], dict[int, int]]


def read_archive(path: Path, *, tell: Tell = lambda _done, _total, _what: None) -> int:
    """Make the archive's organisation with all its rows; return its id.

    There is no actor in an organisation that does not exist yet; the audit log names the system.
    """
    with _open(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        if manifest.get("format") != FORMAT:
            raise InvalidInput(Problem("archive", f"is not of the format {FORMAT}"))
        with writing():
            organization = _make_organization(manifest["organization"])
            with organization_scope(organization.pk):
                _fill(archive, sum(manifest["rows"].values()), tell)
                by = Actor.system(organization.pk)
                audit.record("organization.restored", by=by, subject_uid=organization.uid, file=path.name)
    return organization.pk


def _open(path: Path) -> ZipFile:
    try:
        archive = ZipFile(path)
    except BadZipFile as error:
        raise InvalidInput(Problem("archive", "is not a ZIP file")) from error
    if "manifest.json" not in archive.namelist():
        raise InvalidInput(Problem("archive", "holds no manifest.json, so it is not one of ours"))
    return archive


def _make_organization(facts: Row) -> Organization:
    if Organization.objects.filter(uid=facts["uid"]).exists():
        raise Conflict(f"{facts['name']} is already here; delete it first.")
    return Organization.objects.create(**facts)


def _fill(archive: ZipFile, total: int, tell: Tell) -> None:
    new_ids: NewIds = {}
    done = 0
    for table in archived_tables():
        name = f"{table._meta.label}.jsonl"
        if name not in archive.namelist():
            continue  # written by a version that did not have the table
        for rows in batched(_rows(archive, name), 2_000, strict=False):
            _insert(table, list(rows), new_ids)
            done += len(rows)
            tell(done, total, table._meta.verbose_name_plural.__str__())
        _point_at_own_rows(table, new_ids)
    _read_files(archive)


def _read_files(archive: ZipFile) -> None:
    """Put back the files that the rows name; what else the archive holds is left in it."""
    there = set(archive.namelist())
    for kept in kept_files():
        for name in kept.names():
            if (place := f"files/{kept.kind}/{name}") in there:
                with archive.open(place) as file, kept.path(name).open("wb") as copy:
                    shutil.copyfileobj(file, copy)


def _rows(archive: ZipFile, name: str) -> Iterator[Row]:
    with archive.open(name) as file:
        for line in file:
            yield json.loads(line)


def _insert(table: type[TenantModel], rows: list[Row], new_ids: NewIds) -> None:
    known = {field.attname: field for field in table._meta.concrete_fields}
    instances = [table(**_values(table, row, known, new_ids)) for row in rows]
    made = table.objects.bulk_create(instances)
    mine = new_ids.setdefault(table, {})
    mine.update({row["id"]: instance.pk for row, instance in zip(rows, made, strict=True)})


def _values(table: type[TenantModel], row: Row, known: Row, new_ids: NewIds) -> Row:
    kept = {name: value for name, value in row.items() if name in known and name != "id"}
    values = {name: _back(known[name], value) for name, value in kept.items()}
    for field in foreign_keys(table):
        if values.get(field.attname) is not None and field.related_model is not table:
            values[field.attname] = new_ids[field.related_model][values[field.attname]]
    return values


def _back(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"base64"} and isinstance(field, models.BinaryField):
        return base64.b64decode(value["base64"])
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def _point_at_own_rows(table: type[TenantModel], new_ids: NewIds) -> None:
    """Rows that point at rows of their own table, and paths made of ids, can be told only now."""
    own = [field for field in foreign_keys(table) if field.related_model is table]
    if not own:
        return
    mine = new_ids.get(table, {})
    moved = list(table.objects.all())
    names = [field.attname for field in own]
    for instance in moved:
        for name in names:
            old = getattr(instance, name)
            setattr(instance, name, None if old is None else mine[old])
        if hasattr(instance, "path"):
            steps = instance.path.split("/")
            instance.path = "/".join(str(mine[int(step)]) if step else "" for step in steps)
    changed = [*names, *(["path"] if moved and hasattr(moved[0], "path") else [])]
    table.objects.bulk_update(moved, changed, batch_size=500)
