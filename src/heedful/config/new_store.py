"""The tables of a store that is still empty, made in one go.

Applying the migrations one by one makes every model anew after each of them: ten seconds for what takes
one. Here they are added up first, and what they come to is written in one transaction. They stay the
truth: nothing is taken from the models.
"""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.state import ProjectState

# They mend rows, and a new store has none.
ON_ROWS_ONLY = {
    ("account", "0006_emailaddress_lower"),
    ("account", "0008_emailaddress_unique_primary_email_fixup"),
    ("auth", "0011_update_proxy_permissions"),
    ("contenttypes", "0002_remove_content_type_name"),
    ("warehouse", "0001_sets_as_texts"),
}


def fill_new_store(executor: MigrationExecutor) -> bool:
    """Make all tables at once; False when there are tables already, or a migration says more than tables."""
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if executor.loader.applied_migrations or not all(_says_all(migration) for migration in plan):
        return False
    state = ProjectState(real_apps=executor.loader.unmigrated_apps)
    for migration in plan:
        migration.mutate_state(state, preserve=False)
    with connection.schema_editor(atomic=True) as editor:
        if connection.introspection.table_names():
            return False  # another process was quicker
        executor.recorder.ensure_schema()
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration in plan:
            executor.record_migration(migration.app_label, migration.name)
    return True


def _says_all(migration: Migration) -> bool:
    """Say whether the state after a migration tells everything that it does to an empty database."""
    if (migration.app_label, migration.name) in ON_ROWS_ONLY:
        return True
    beyond = (RunPython, RunSQL, SeparateDatabaseAndState)
    return not any(isinstance(operation, beyond) for operation in migration.operations)
