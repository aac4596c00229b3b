"""An organisation, gone: its rows, and what other rooms keep of it outside the record store."""

from __future__ import annotations

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.models import Organization
from heedful.platform.core.organizations import cleaners
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.privacy.tables import tenant_tables


def delete_organization(*, by: Actor, typed_name: str) -> None:
    """Delete the organisation in scope for good. ``typed_name`` must be its name: there is no way back.

    No audit entry is left: the log of an organisation goes with it.
    """
    by.require(Permission.MANAGE_ORGANIZATION)
    organization = Organization.objects.get(pk=by.organization_id)
    if typed_name != organization.name:
        raise InvalidInput(Problem("name", f"type {organization.name!r} to confirm"))
    with writing():
        # Table by table from the leaves: Django's own cascade would load every answer to delete it.
        for table in reversed(tenant_tables()):
            rows = table.objects.all()
            rows._raw_delete(rows.db)
        Organization.objects.filter(pk=organization.pk).delete()
    for clean in cleaners():
        clean(organization.uid)
