from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.listen.fieldwork.types import Channel
from heedful.platform.core.tenancy import TenantModel, UidField


class InboxEntry(TenantModel):
    """What came in at the door, as it came: durable before it is acknowledged, worked off in order."""

    organization = models.ForeignKey(  # ``inbox_once`` begins with it
        "core.Organization", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    idempotency_key = models.CharField(max_length=200)
    body = models.BinaryField()  # JSON
    received_at = models.DateTimeField(default=timezone.now)
    actor_label = models.CharField(max_length=254)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)  # stored, or refused with a record of why
    error = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "idempotency_key"], name="inbox_once")]
        indexes = [
            models.Index(fields=["id"], name="inbox_waiting", condition=models.Q(settled_at__isnull=True))
        ]


class Response(TenantModel):
    """One person's answers to one version of a survey at one time."""

    class Status(models.TextChoices):
        PARTIAL = "partial"
        COMPLETED = "completed"

    uid = UidField("rsp")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("surveys.SurveyVersion", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "audiences.Contact", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    unit = models.ForeignKey("audiences.Unit", null=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.COMPLETED)
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    touchpoint = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    weight = models.FloatField(null=True)  # null: unweighted, counts as 1
    attributes = models.JSONField(default=dict)  # snapshot by attribute key, as it was when answered
    is_test = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    excluded_at = models.DateTimeField(null=True)
    excluded_reason = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=120)  # api, import:imp_…
    idempotency_key = models.CharField(max_length=200)
    checksum = models.CharField(max_length=32, blank=True)  # of what came in last: tells a retry from news
    duration = models.FloatField(null=True)  # seconds from the first question to the end, where that is known
    flags = models.CharField(max_length=120, blank=True)  # of quality, each between spaces; " speeder "
    raw = models.JSONField(null=True)  # as received; erased with the person

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "idempotency_key"], name="response_once")
        ]
        indexes = [
            models.Index(fields=["organization", "survey", "-answered_at"], name="response_by_survey"),
            models.Index(fields=["organization", "-answered_at"], name="response_by_time"),
            models.Index(fields=["contact"], name="response_by_contact"),
            models.Index(fields=["organization", "unit", "-answered_at"], name="response_by_unit"),
        ]


class Answer(TenantModel):
    """One answer to one question. An invalid one keeps what was said in ``text`` and counts as invalid.

    By far the largest table: the constraint and the index below serve every foreign key there is.
    """

    organization = models.ForeignKey(
        "core.Organization", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey(
        "surveys.Question", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    score = models.SmallIntegerField(null=True)
    number = models.FloatField(null=True)
    text = models.TextField(blank=True)
    choices = models.JSONField(null=True)
    is_invalid = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="answer_once")]
        indexes = [models.Index(fields=["question", "score"], name="answer_by_score")]


class OriginalText(TenantModel):
    """A comment as it was written, where the organisation keeps that beside the redacted one; encrypted."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey(
        "surveys.Question", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    token = models.TextField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="original_once")]


class Upload(TenantModel):
    """A file that a respondent gave as an answer. The answer holds the uid; the file lies in the instance.

    Until the response is stored it is known by the key that the response will come under.
    """

    uid = UidField("upl")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, null=True, on_delete=models.CASCADE, related_name="+")
    response_key = models.CharField(max_length=200)
    question_key = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)  # found in the content, never what was claimed
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "response_key"], name="upload_by_key")]


class Refusal(TenantModel):
    """Something that came in and was not stored, and why. Deleted when the same thing is accepted later."""

    source = models.CharField(max_length=120)
    row = models.BigIntegerField(null=True)  # line of the file, from 1
    field = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300)
    body = models.JSONField(null=True)
    idempotency_key = models.CharField(max_length=200, blank=True)
    survey = models.ForeignKey("surveys.Survey", null=True, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("surveys.Question", null=True, on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["organization", "source"], name="refusal_by_source"),
            models.Index(fields=["organization", "idempotency_key"], name="refusal_by_key"),
        ]


class ResponseChange(TenantModel):
    """The feed of changed responses: a row until every projection has taken it.

    ``batch`` is set by the projector that takes the row and names its commit, so that after a crash
    it is known whether the batch arrived. A response without a row here is in the warehouse as it is.
    """

    response = models.ForeignKey(
        Response, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )  # outlives a deleted response: that is a change too
    batch = models.BigIntegerField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "batch"], name="change_by_batch")]


class FeedMark(TenantModel):
    """How often the answers of the organisation have changed; pages that are open compare it."""

    mark = models.BigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="feed_mark_once")]


class ImportRun(TenantModel):
    """A file of answers on its way in: what it is, how its columns are read, how far it got."""

    uid = UidField("imp")
    file_name = models.CharField(max_length=254)
    file_sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=254)  # inside the instance's folder
    mapping = models.JSONField(default=dict)
    survey = models.ForeignKey("surveys.Survey", null=True, on_delete=models.SET_NULL, related_name="+")
    job_uid = models.CharField(max_length=40, blank=True)
    read = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    duplicates = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    created_by = models.CharField(max_length=254)
