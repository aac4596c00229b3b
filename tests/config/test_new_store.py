"""A new store is made at once, and is what the migrations would have made one by one."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, migrations
from django.db.migrations.executor import MigrationExecutor
from tests.make.migrated import migrated_store

from heedful.config.new_store import ON_ROWS_ONLY, _says_all, fill_new_store

PREPARE = """
import django
django.setup()
from heedful.config import instance
from django.db.migrations.executor import MigrationExecutor
def refuse(*given, **named):
    raise AssertionError("one by one")
MigrationExecutor.apply_migration = refuse
print(instance.prepare(), instance.prepare())
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("new")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEEDFUL_")}
    given = {"HEEDFUL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "heedful.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PREPARE], env=kept | given, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["True", "False"], done.stderr
    return home / "heedful.sqlite3"


def described(path: Path) -> dict[tuple[str, str], object]:
    """Return tables by columns, references and constraints, whatever their order, and indexes as written."""
    store = sqlite3.connect(path)
    found: dict[tuple[str, str], object] = {}
    for kind, name, sql in store.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    ).fetchall():
        if kind != "table":
            found[kind, name] = sql
            continue
        columns = sorted(str(row[1:]) for row in store.execute(f'PRAGMA table_info("{name}")'))
        references = sorted(str(row[2:]) for row in store.execute(f'PRAGMA foreign_key_list("{name}")'))
        constraints = sorted(re.findall(r"CONSTRAINT .*?(?=, CONSTRAINT|\)$)", sql))
        found[kind, name] = (columns, references, constraints, "AUTOINCREMENT" in sql)
    store.close()
    return found


def test_it_is_what_the_migrations_make_one_by_one(made):
    at_once, one_by_one = described(made), described(migrated_store())
    assert at_once.keys() == one_by_one.keys()
    for name, what in one_by_one.items():
        assert at_once[name] == what, name


@pytest.mark.parametrize(
    "rows",
    [
        "SELECT app, name FROM django_migrations",
        "SELECT app_label, model FROM django_content_type",
        "SELECT codename FROM auth_permission",
    ],
)
def test_it_holds_the_rows_that_migrating_leaves(made, rows):
    at_once, one_by_one = (_rows(path, rows) for path in (made, migrated_store()))
    assert at_once == one_by_one != []


def _rows(path: Path, sql: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as store:
        return sorted(store.execute(sql).fetchall())


def test_a_store_with_tables_is_left_to_the_migrations(db):
    assert not fill_new_store(MigrationExecutor(connection))


def test_migrations_that_do_more_than_tables_are_applied_one_by_one():
    class Filling(migrations.Migration):
        operations = [migrations.RunPython(lambda apps, editor: None)]

    assert not _says_all(Filling("0009_filling", "surveys"))


def test_what_is_passed_over_is_there(db):
    assert set(MigrationExecutor(connection).loader.disk_migrations) >= ON_ROWS_ONLY
