"""The whole instance in one file, and back: record store, secrets, kept files. The warehouse is rebuilt."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from heedful import __version__
from heedful.platform.core.errors import Conflict, InvalidInput, PermanentError, Problem

FORMAT = "heedful-backup-1"
KEPT_FOLDERS = ("uploads", "imports", "files")  # what people brought; all else can be made again


class ToolMissing(PermanentError):
    """A program this needs is not installed."""

    code = "tool-missing"


def write_backup(target: Path) -> dict[str, Any]:
    """Write a consistent copy of this instance while it goes on working; only its owner may read it."""
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "record_store": connection.vendor,
        "written_at": datetime.now(UTC).isoformat(),
    }
    draft = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        store = _copy_record_store(Path(folder))
        (Path(folder) / "manifest.json").write_text(json.dumps(manifest, indent=2))
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(descriptor, "wb") as file,
            tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar,
        ):
            tar.add(Path(folder) / "manifest.json", "manifest.json")
            tar.add(store, store.name)
            tar.add(settings.HEEDFUL_HOME / "secrets.json", "secrets.json")
            for name in KEPT_FOLDERS:
                if (settings.HEEDFUL_HOME / name).exists():
                    tar.add(settings.HEEDFUL_HOME / name, name)
    draft.replace(target)
    return manifest | {"file": str(target), "bytes": target.stat().st_size}


def _copy_record_store(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        return _copy_sqlite(folder / "heedful.sqlite3")
    return _dump_postgres(folder / "heedful.pgdump")


def _copy_sqlite(copy: Path) -> Path:
    # SQLite's own backup: consistent although the instance goes on writing.
    source = sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)
    target = sqlite3.connect(copy)
    try:
        source.backup(target, pages=4_096)
    finally:
        source.close()
        target.close()
    return copy


def _dump_postgres(copy: Path) -> Path:
    _run_tool("pg_dump", "--format=custom", f"--file={copy}")
    return copy


def _run_tool(name: str, *arguments: str) -> None:
    if shutil.which(name) is None:
        raise ToolMissing(f"{name} is not installed; it comes with PostgreSQL's client programs.")
    database = settings.DATABASES["default"]
    environment = os.environ | {
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"] or 5432),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    done = subprocess.run([name, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - fixed programs
    if done.returncode:
        raise PermanentError(f"{name} failed: {done.stderr.strip()[-500:]}")


def restore_backup(source: Path) -> dict[str, Any]:
    """Fill this instance's empty folder from a backup. An instance with users is never overwritten."""
    manifest = _manifest(source)
    if manifest["record_store"] != connection.vendor:
        raise Conflict(
            f"The backup holds {manifest['record_store']}, this instance runs on {connection.vendor}. "
            "Set HEEDFUL_DATABASE_URL as it was, or take `heedful export` to change the record store."
        )
    _refuse_used()
    home: Path = settings.HEEDFUL_HOME
    connection.close()
    with tempfile.TemporaryDirectory(dir=home) as folder, tarfile.open(source) as tar:
        tar.extractall(folder, filter="data")
        _put_record_store(Path(folder))
        (Path(folder) / "secrets.json").replace(home / "secrets.json")
        for name in KEPT_FOLDERS:
            if (Path(folder) / name).exists():
                shutil.copytree(Path(folder) / name, home / name, dirs_exist_ok=True)
    shutil.rmtree(home / "warehouse", ignore_errors=True)
    return manifest


def _put_record_store(folder: Path) -> None:
    if connection.vendor == "sqlite":
        target = Path(settings.DATABASES["default"]["NAME"])
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        (folder / "heedful.sqlite3").replace(target)
    else:
        dump = str(folder / "heedful.pgdump")
        _run_tool(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            f"--dbname={settings.DATABASES['default']['NAME']}",
            dump,
        )


def _refuse_used() -> None:
    from heedful.platform.accounts.models import User

    if User.objects.exclude(password="").exists() or _has_answers():
        raise Conflict(
            "This instance is in use. Restore into a new folder: HEEDFUL_HOME=… heedful restore FILE"
        )


def _has_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM responses_response)")
        row = cursor.fetchone()
    return bool(row and row[0])


def _manifest(source: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as tar:
            file = tar.extractfile("manifest.json")
            manifest: dict[str, Any] = json.loads(file.read()) if file else {}
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise InvalidInput(Problem("file", "is not a backup of Heedful")) from error
    if manifest.get("format") != FORMAT:
        raise InvalidInput(Problem("file", f"is not of the format {FORMAT}"))
    return manifest
