from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField


class Taxonomy(TenantModel):
    """A set of themes. One is the organisation's default; a survey can be read with another."""

    uid = UidField("tax")
    name = models.CharField(max_length=120)
    industry = models.CharField(max_length=40, blank=True)  # key of the shipped one it began as
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(is_default=True), name="taxonomy_default_once"
            ),
            models.UniqueConstraint(fields=["organization", "name"], name="taxonomy_name_once"),
        ]


class TaxonomyVersion(TenantModel):
    """An immutable state of a taxonomy. A draft is the one state that may still change."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()  # words.themes.documents
    is_draft = models.BooleanField(default=True)
    changes = models.JSONField(default=list)  # merged, split, renamed, added, removed: what led from the last
    fitted = models.BinaryField(null=True)  # what was learnt from labels, as .npz
    fitted_sha256 = models.CharField(max_length=64, blank=True)
    labels = models.JSONField(default=dict)  # theme -> how many labels it was learnt from
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=254)
    applied_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "number"], name="taxonomy_version_once"),
            models.UniqueConstraint(
                fields=["taxonomy"], condition=models.Q(is_draft=True), name="taxonomy_draft_once"
            ),
        ]


class SurveyTaxonomy(TenantModel):
    """A survey that is read with another taxonomy than the default."""

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="surveys")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["survey"], name="survey_taxonomy_once")]
