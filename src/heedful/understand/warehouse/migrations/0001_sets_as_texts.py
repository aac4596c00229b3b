"""What was written is kept as other columns: the tables of every organisation are made anew, by a worker."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def make_anew(apps: Any, _editor: Any) -> None:
    job = apps.get_model("core", "Job")
    for organization in apps.get_model("core", "Organization").objects.all():
        job.objects.create(organization=organization, kind="warehouse.rebuild", requested_by="Heedful")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
