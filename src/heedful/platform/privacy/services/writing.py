"""Everything of an organisation in one file: a ZIP of JSON lines, a file a table."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone

from heedful import __version__
from heedful.platform.core import audit
from heedful.platform.core.kept_files import kept_files
from heedful.platform.core.models import Organization
from heedful.platform.core.tenancy import TenantModel
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.privacy.tables import archived_tables

FORMAT = "heedful-archive-1"

type Tell = Callable[[int, int, str], None]


def write_archive(path: Path, *, by: Actor, tell: Tell = lambda _done, _total, _what: None) -> dict[str, int]:
    """Write the organisation in scope to ``path``; return the rows by table."""
    by.require(Permission.MANAGE_ORGANIZATION)
    tables = archived_tables()
    total = sum(table.objects.count() for table in tables)
    counts: dict[str, int] = {}
    draft = path.with_suffix(".part")
    with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        for table in tables:
            counts[table._meta.label] = _write_table(archive, table, sum(counts.values()), total, tell)
        _write_files(archive)
        archive.writestr("manifest.json", json.dumps(_manifest(by, counts), indent=2))
    draft.replace(path)
    with writing():
        audit.record("organization.exported", by=by, rows=sum(counts.values()))
    return counts


def _manifest(by: Actor, counts: dict[str, int]) -> dict[str, Any]:
    organization = Organization.objects.get(pk=by.organization_id)
    return {
        "format": FORMAT,
        "version": __version__,
        "written_at": timezone.now().isoformat(),
        "organization": {
            "uid": organization.uid,
            "name": organization.name,
            "time_zone": organization.time_zone,
            "language": organization.language,
            "is_demo": organization.is_demo,
            "settings": organization.settings,
        },
        "rows": counts,
    }


def _write_table(archive: ZipFile, table: type[TenantModel], before: int, total: int, tell: Tell) -> int:
    columns = [field.attname for field in table._meta.concrete_fields if field.name != "organization"]
    count = 0
    with archive.open(f"{table._meta.label}.jsonl", "w") as file:
        for row in table.objects.order_by("pk").values(*columns).iterator(chunk_size=2_000):
            file.write(json.dumps(row, default=_plain, ensure_ascii=False).encode() + b"\n")
            count += 1
            if count % 2_000 == 0:
                tell(before + count, total, table._meta.verbose_name_plural.__str__())
    return count


def _write_files(archive: ZipFile) -> None:
    for kept in kept_files():
        for name in kept.names():
            if (path := kept.path(name)).exists():
                archive.write(path, f"files/{kept.kind}/{name}")


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    raise TypeError(f"{type(value).__name__} has no place in an archive")
