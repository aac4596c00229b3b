"""Which themes there are, for whom, and how they came to be."""

from __future__ import annotations

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from heedful.platform.core.errors import NotFound
from heedful.understand.words.models import SurveyTaxonomy, Taxonomy, TaxonomyVersion
from heedful.understand.words.themes.changes import Change, followers
from heedful.understand.words.themes.documents import TaxonomyDocument
from heedful.understand.words.themes.types import TaxonomyFacts, VersionFacts
from heedful.understand.words.themes.yaml_files import document_from


def taxonomy_for(survey_id: int) -> TaxonomyFacts | None:
    """Return what a survey is read with: its own, else the default; None where nothing is applied."""
    own = SurveyTaxonomy.objects.filter(survey_id=survey_id, taxonomy__archived_at=None).first()
    rows = _rows().filter(archived_at=None)
    row = rows.filter(pk=own.taxonomy_id).first() if own else rows.filter(is_default=True).first()
    facts = _facts(row) if row else None
    return facts if facts and facts.number else None


def active_taxonomies() -> tuple[TaxonomyFacts, ...]:
    """Return those that read: the default and those of surveys, each with its applied version."""
    found = [_facts(row) for row in _rows().filter(archived_at=None)]
    return tuple(one for one in found if one.number and (one.is_default or one.survey_ids))


def taxonomies(*, include_archived: bool = False) -> tuple[TaxonomyFacts, ...]:
    """Return all, the default first."""
    rows = _rows() if include_archived else _rows().filter(archived_at=None)
    return tuple(_facts(row) for row in rows)


def taxonomy(uid: str) -> TaxonomyFacts:
    """Return one in its newest applied version."""
    row = _rows().filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No taxonomy {uid}.")
    return _facts(row)


def taxonomy_at(uid: str, number: int) -> TaxonomyFacts:
    """Return one as it was in a version: what an old reading was read with."""
    row = _rows(number).filter(uid=uid).first()
    facts = _facts(row) if row else None
    if facts is None or not facts.number:
        raise NotFound(f"Taxonomy {uid} has no version {number}.")
    return facts


def draft(uid: str) -> VersionFacts | None:
    """Return what was changed and is not applied."""
    row = _versions(uid).filter(is_draft=True).first()
    return _version(row) if row else None


def versions(uid: str) -> tuple[VersionFacts, ...]:
    """Return what was applied, the newest first."""
    return tuple(_version(row) for row in _versions(uid).filter(is_draft=False).order_by("-number"))


def version(uid: str, number: int) -> VersionFacts:
    row = _versions(uid).filter(number=number).first()
    if row is None:
        raise NotFound(f"Taxonomy {uid} has no version {number}.")
    return _version(row)


def changes_between(uid: str, after: int, up_to: int) -> tuple[Change, ...]:
    """Return what led from one version to another, in order."""
    rows = _versions(uid).filter(number__gt=after, number__lte=up_to, is_draft=False).order_by("number")
    return tuple(change for row in rows.only("changes") for change in row.changes)


def succession(uid: str, after: int, up_to: int) -> dict[str, tuple[str, ...]]:
    """Return under which keys each theme of an old version is found in a newer one.

    A merged theme has one follower, a split one several, a removed one none: history is compared by it.
    """
    steps = changes_between(uid, after, up_to)
    return {theme.key: followers(theme.key, steps) for theme in version(uid, after).document.themes}


def _rows(number: int | None = None) -> QuerySet[Taxonomy]:
    applied = TaxonomyVersion.objects.filter(is_draft=False)
    newest = applied.filter(taxonomy=OuterRef("taxonomy")).order_by("-number").values("pk")[:1]
    shown = applied.filter(pk=Subquery(newest)) if number is None else applied.filter(number=number)
    drafts = TaxonomyVersion.objects.filter(is_draft=True).only("taxonomy_id", "number")
    return (
        Taxonomy.objects.order_by("-is_default", "name")
        .prefetch_related(Prefetch("versions", shown, to_attr="shown"))
        .prefetch_related(Prefetch("versions", drafts, to_attr="drafts"))
        .prefetch_related(Prefetch("surveys", SurveyTaxonomy.objects.order_by("survey_id")))
    )


def _facts(row: Taxonomy) -> TaxonomyFacts:
    shown: list[TaxonomyVersion] = row.shown  # type: ignore[attr-defined]  # prefetched by _rows
    drafts: list[TaxonomyVersion] = row.drafts  # type: ignore[attr-defined]  # likewise
    newest = shown[0] if shown else None
    return TaxonomyFacts(
        id=row.pk,
        uid=row.uid,
        name=row.name,
        industry=row.industry,
        is_default=row.is_default,
        is_archived=row.archived_at is not None,
        number=newest.number if newest else 0,
        document=document_from(newest.document) if newest else TaxonomyDocument(row.name, ()),
        fitted=bytes(newest.fitted) if newest and newest.fitted else None,
        fitted_sha256=newest.fitted_sha256 if newest else "",
        has_draft=bool(drafts),
        survey_ids=tuple(one.survey_id for one in row.surveys.all()),
    )


def _versions(uid: str) -> QuerySet[TaxonomyVersion]:
    if not Taxonomy.objects.filter(uid=uid).exists():
        raise NotFound(f"No taxonomy {uid}.")
    return TaxonomyVersion.objects.filter(taxonomy__uid=uid)


def _version(row: TaxonomyVersion) -> VersionFacts:
    return VersionFacts(
        number=row.number,
        is_draft=row.is_draft,
        document=document_from(row.document),
        changes=tuple(row.changes),
        created_at=row.created_at,
        created_by=row.created_by,
        applied_at=row.applied_at,
        fitted_sha256=row.fitted_sha256,
        labels=row.labels,
    )
