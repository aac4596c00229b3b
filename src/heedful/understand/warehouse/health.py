from __future__ import annotations

from django.utils.translation import gettext as _, ngettext

from heedful.listen.responses.queries import pending_change_ids
from heedful.platform.core.health import Finding, bad, health_check, ok
from heedful.platform.core.organizations import organizations
from heedful.platform.core.scope import organization_scope

BACKLOG = 100_000


@health_check("warehouse")
def check_warehouse() -> Finding:
    """Look whether every organisation's table can be read and is not far behind."""
    from heedful.understand.warehouse.kind import engine
    from heedful.understand.warehouse.stores import responses_table

    rows = 0
    for organization in organizations():
        with organization_scope(organization.id):
            try:
                rows += responses_table().snapshot().rows
            except Exception as error:
                return _unreadable(organization.name, error)
            if len(pending_change_ids(limit=BACKLOG)) >= BACKLOG:
                return bad(
                    _("%(name)s is more than %(n)d changes behind.")
                    % {"name": organization.name, "n": BACKLOG},
                    how=_("After a large import this passes; else see whether a worker runs."),
                )
    says = ngettext("%(engine)s, %(n)d answer.", "%(engine)s, %(n)d answers.", rows)
    return ok(says % {"engine": engine().label, "n": rows})


def _unreadable(name: str, error: Exception) -> Finding:
    return bad(
        _("The table of %(name)s cannot be read: %(error)s") % {"name": name, "error": type(error).__name__},
        turns_off=_("Scores and boards of this organisation."),
        how=f"heedful warehouse rebuild --organization '{name}'",
    )
