"""The instance as a folder: made ready before any command works in it."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from heedful.config.new_store import fill_new_store


def prepare() -> bool:
    """Bring the record store to this version's tables; say whether anything had to be done."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    fill_new_store(executor)
    # In a new store nothing is left to apply; who listens for the end of migrations hears it all the same.
    call_command("migrate", interactive=False, verbosity=0)
    return True
