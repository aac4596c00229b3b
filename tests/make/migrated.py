"""A record store with every migration applied, made once and copied from then on.

Migrating costs seconds, for every process of the run and for every instance that a test makes. What is
copied was made by the migrations themselves: other migrations make another copy.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from tests.make.once import FOLDER, ROOT, alone

MIGRATE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


def migrated_store() -> Path:
    """Return the file, after making it if these migrations have not been applied yet."""
    made = FOLDER / f"store-{_digest()}.sqlite3"
    with alone("store"):
        if not made.exists():
            for old in FOLDER.glob("store-*.sqlite3"):
                old.unlink()
            _make(made)
    return made


def copy_into(connection: sqlite3.Connection) -> None:
    """Fill an open database with it."""
    source = sqlite3.connect(f"file:{migrated_store()}?mode=ro", uri=True)
    source.backup(connection)
    source.close()


def _digest() -> str:
    told = hashlib.sha256()
    for name in ("django", "django-allauth"):
        told.update(version(name).encode())
    for path in sorted((ROOT / "src" / "heedful").rglob("migrations/*.py")):
        told.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return told.hexdigest()[:16]


def _make(path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEEDFUL_")}
    with tempfile.TemporaryDirectory() as home:
        given = {"HEEDFUL_HOME": home, "DJANGO_SETTINGS_MODULE": "heedful.config.settings"}
        command = [sys.executable, "-c", MIGRATE]
        done = subprocess.run(command, env=kept | given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        source, target = sqlite3.connect(Path(home) / "heedful.sqlite3"), sqlite3.connect(path)
        source.backup(target)  # with what still lies in the log beside it
        target.close()
        source.close()
