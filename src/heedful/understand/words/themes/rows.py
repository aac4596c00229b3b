"""The rows that several deeds begin with."""

from __future__ import annotations

from heedful.platform.core.errors import Conflict, NotFound
from heedful.understand.words.models import Taxonomy, TaxonomyVersion


def taxonomy_row(uid: str) -> Taxonomy:
    """Return a taxonomy that may be changed, locked until the transaction ends."""
    row = Taxonomy.objects.select_for_update().filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No taxonomy {uid}.")
    if row.archived_at is not None:
        raise Conflict(f"{row.name} is archived; restore it first.")
    return row


def applied_row(row: Taxonomy) -> TaxonomyVersion | None:
    return TaxonomyVersion.objects.filter(taxonomy=row, is_draft=False).order_by("-number").first()


def draft_row(row: Taxonomy) -> TaxonomyVersion | None:
    return TaxonomyVersion.objects.filter(taxonomy=row, is_draft=True).first()
