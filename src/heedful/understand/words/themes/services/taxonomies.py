"""Taxonomies as wholes: begun from an industry or a file, made the default, given to surveys, put away."""

from __future__ import annotations

from itertools import count

from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import SurveyTaxonomy, Taxonomy, TaxonomyVersion
from heedful.understand.words.themes import queries
from heedful.understand.words.themes.documents import TaxonomyDocument
from heedful.understand.words.themes.industries import industry_document
from heedful.understand.words.themes.rows import applied_row, taxonomy_row
from heedful.understand.words.themes.services.applying import read_again
from heedful.understand.words.themes.types import TaxonomyFacts
from heedful.understand.words.themes.yaml_files import stored_of


def choose_industry(industry: str, *, by: Actor, name: str = "", is_default: bool = True) -> TaxonomyFacts:
    """Begin with a shipped taxonomy: a copy, applied at once, the default unless said otherwise."""
    document = industry_document(industry)
    return create_taxonomy(
        name or _free_name(document.name), by=by, document=document, is_default=is_default, is_applied=True
    )


def create_taxonomy(
    name: str,
    *,
    by: Actor,
    document: TaxonomyDocument | None = None,
    is_default: bool | None = None,
    is_applied: bool = False,
) -> TaxonomyFacts:
    """Begin a taxonomy, empty or with the themes of a file; a draft unless it is to be applied at once.

    Without ``is_default`` it becomes the default where there is none.
    """
    by.require(Permission.WRITE_SURVEYS)
    themes = document or TaxonomyDocument(name, ())
    if is_applied and not themes.themes:
        raise InvalidInput(Problem("themes", "there is nothing to apply"))
    with writing():
        row = _created(name, themes.industry, is_default)
        TaxonomyVersion.objects.create(
            taxonomy=row,
            number=1,
            document=stored_of(themes),
            is_draft=not is_applied,
            created_by=by.label,
            applied_at=timezone.now() if is_applied else None,
        )
        audit.record(
            "taxonomy.created", by=by, subject_uid=row.uid, name=row.name, industry=row.industry,
            themes=len(themes.themes),
        )  # fmt: skip
        if is_applied:
            read_again(row, by=by)
    return queries.taxonomy(row.uid)


def rename_taxonomy(uid: str, name: str, *, by: Actor) -> TaxonomyFacts:
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = taxonomy_row(uid)
        before, row.name = row.name, _checked_name(name, but=row.pk)
        row.save(update_fields=["name"])
        audit.record("taxonomy.renamed", by=by, subject_uid=uid, before=before, after=row.name)
    return queries.taxonomy(uid)


def use_taxonomy(uid: str, *, by: Actor) -> TaxonomyFacts:
    """Make it the default: every survey without one of its own is read with it from now on."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = taxonomy_row(uid)
        if applied_row(row) is None:
            raise Conflict(f"Nothing of {row.name} was applied yet; apply its draft first.")
        if not row.is_default:
            _make_default(row)
            audit.record("taxonomy.made_default", by=by, subject_uid=uid)
            read_again(row, by=by)
    return queries.taxonomy(uid)


def assign_survey(survey_uid: str, taxonomy_uid: str | None, *, by: Actor) -> None:
    """Read a survey with a taxonomy of its own; None: with the default again."""
    by.require(Permission.WRITE_SURVEYS)
    survey = surveys.survey(survey_uid)
    with writing():
        row = taxonomy_row(taxonomy_uid) if taxonomy_uid else None
        if row and applied_row(row) is None:
            raise Conflict(f"Nothing of {row.name} was applied yet; apply its draft first.")
        before = SurveyTaxonomy.objects.filter(survey_id=survey.id).first()
        if (before.taxonomy_id if before else None) == (row.pk if row else None):
            return
        SurveyTaxonomy.objects.filter(survey_id=survey.id).delete()
        if row:
            SurveyTaxonomy.objects.create(survey_id=survey.id, taxonomy=row)
        audit.record("taxonomy.assigned", by=by, subject_uid=survey_uid, taxonomy=taxonomy_uid)
        read_again(row, by=by)


def archive_taxonomy(uid: str, *, by: Actor) -> None:
    """Put a taxonomy away: nothing is read with it any more; what was read stays."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = taxonomy_row(uid)
        if row.is_default and Taxonomy.objects.filter(archived_at=None).exclude(pk=row.pk).exists():
            raise Conflict(f"{row.name} is the default; make another one the default first.")
        is_read = row.is_default or SurveyTaxonomy.objects.filter(taxonomy=row).exists()
        SurveyTaxonomy.objects.filter(taxonomy=row).delete()
        Taxonomy.objects.filter(pk=row.pk).update(archived_at=timezone.now(), is_default=False)
        audit.record("taxonomy.archived", by=by, subject_uid=uid, name=row.name)
        if is_read:
            read_again(None, by=by)


def restore_taxonomy(uid: str, *, by: Actor) -> TaxonomyFacts:
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        if not Taxonomy.objects.filter(uid=uid).exclude(archived_at=None).update(archived_at=None):
            raise NotFound(f"No archived taxonomy {uid}.")
        audit.record("taxonomy.restored", by=by, subject_uid=uid)
    return queries.taxonomy(uid)


def _created(name: str, industry: str, is_default: bool | None) -> Taxonomy:
    row = Taxonomy.objects.create(name=_checked_name(name), industry=industry)
    has_default = Taxonomy.objects.filter(is_default=True).exists()
    if is_default or (is_default is None and not has_default):
        _make_default(row)
    return row


def _make_default(row: Taxonomy) -> None:
    Taxonomy.objects.filter(is_default=True).update(is_default=False)
    Taxonomy.objects.filter(pk=row.pk).update(is_default=True)


def _checked_name(name: str, *, but: int | None = None) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= 120 or "\0" in name:
        raise InvalidInput(Problem("name", "is needed; 120 characters at most"))
    if Taxonomy.objects.filter(name=name).exclude(pk=but or 0).exists():
        raise InvalidInput(Problem("name", f"there is a taxonomy {name} already"))
    return name


def _free_name(name: str) -> str:
    taken = set(Taxonomy.objects.values_list("name", flat=True))
    return next(
        one for number in count(1) if (one := name if number == 1 else f"{name} {number}") not in taken
    )
