from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField


class Survey(TenantModel):
    uid = UidField("svy")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=12, default="en")
    draft = models.JSONField(null=True)  # a definition not yet published
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="survey_name_once")]


class SurveyVersion(TenantModel):
    """What was asked, word for word; never changed once published."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.CharField(max_length=254)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="version_once")]


class Question(TenantModel):
    """The identity of a question across the versions of its survey; the facts are of the newest one."""

    uid = UidField("qst")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    text = models.JSONField(default=dict)
    scale = models.JSONField(null=True)
    options = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    first_version = models.PositiveIntegerField(default=1)
    last_version = models.PositiveIntegerField(null=True)  # null: still asked

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="question_key_once")]


class DraftRevision(TenantModel):
    """What a draft was after one change: what undo goes back to, and what tells two editors apart.

    ``back`` and ``forward`` are the numbers of the states that undo and redo lead to.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="draft_revisions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    place = models.CharField(max_length=200)
    back = models.PositiveIntegerField(null=True)
    forward = models.PositiveIntegerField(null=True)
    changed_by = models.CharField(max_length=254)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="draft_revision_once")]


class SurveyAsset(TenantModel):
    """A logo or a picture of a question. It lies in the record store, so archives and backups hold it as
    well.
    """

    uid = UidField("ast")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "sha256"], name="asset_once")]
