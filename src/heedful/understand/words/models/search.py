from __future__ import annotations

from django.db import models

from heedful.platform.core.tenancy import TenantModel


class SearchChange(TenantModel):
    """A response whose comments the index of words is to take up anew: the row is the queue."""

    response = models.ForeignKey(
        "responses.Response",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )  # outlives a deleted response: that is a change too
