"""The tables of an organisation, in an order in which they can be filled."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from heedful.platform.core.tenancy import TenantModel

# Who may sign in belongs to an instance, not to an archive; queues are work, not data.
NOT_ARCHIVED = frozenset(
    {
        "accounts.Membership",
        "accounts.Invitation",
        "accounts.ApiKey",
        "channels.WidgetSite",  # a key and a secret, like those above
        "channels.Placement",  # says where on such a site
        "core.OutboxMessage",
        "core.Job",
        "responses.InboxEntry",
        "responses.OriginalText",  # encrypted with this instance's key
        "responses.ResponseChange",
        "words.SearchChange",
        "words.WaitingText",
    }
)


def tenant_tables() -> list[type[TenantModel]]:
    """Return every table of an organisation, each after those it points to."""
    waiting = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    ordered: list[type[TenantModel]] = []
    while waiting:
        ready = [model for model in waiting if not _targets(model) & set(waiting) - {model}]
        if not ready:
            raise RuntimeError(f"Tables point at each other in a circle: {waiting}")
        ordered += ready
        waiting = [model for model in waiting if model not in ready]
    return ordered


def archived_tables() -> list[type[TenantModel]]:
    """Return the tables an archive holds: not those that point to tables it does not hold."""
    left_out = {model for model in tenant_tables() if model._meta.label in NOT_ARCHIVED}
    for model in tenant_tables():
        if _targets(model) & left_out:
            left_out.add(model)
    return [model for model in tenant_tables() if model not in left_out]


def foreign_keys(model: type[models.Model]) -> list[models.ForeignKey[models.Model, models.Model]]:
    """Return the columns that point to another table of the organisation."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.name != "organization"
    ]


def _targets(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in foreign_keys(model) if isinstance(field.related_model, type)}
