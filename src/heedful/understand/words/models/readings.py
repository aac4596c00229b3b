from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField


class Edition(TenantModel):
    """What reads: the version of every reader and of the themes. What it read stays under it.

    One edition is current: new answers are read with it, and pages show it. Another is read beside it,
    over the whole history, until somebody makes it current.
    """

    class State(models.TextChoices):
        READING = "reading"  # on its way through the history
        CURRENT = "current"
        RETIRED = "retired"  # was current; its readings stay, so that an old chart can be drawn again

    uid = UidField("edn")
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    tier = models.CharField(max_length=10, default="fast")
    versions = models.JSONField(default=dict)  # reader key -> version
    taxonomy_versions = models.JSONField(default=dict)  # taxonomy uid -> number of its version
    job_uid = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=254)
    current_from = models.DateTimeField(null=True)
    current_until = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(state="current"),
                name="edition_current_once",
            )
        ]


class Reading(TenantModel):
    """What one edition read in one written answer."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+", db_index=False)
    response = models.ForeignKey("responses.Response", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(
        "surveys.Question", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    text_sha256 = models.CharField(max_length=64)  # of the text that was read: tells news from a retry
    language = models.CharField(max_length=12, blank=True)
    sentiment = models.SmallIntegerField(null=True)  # -1, 0, 1; null: was not read, see ``skipped``
    sentiment_score = models.FloatField(null=True)  # -1 … 1
    emotion = models.CharField(max_length=20, blank=True)
    types = models.CharField(max_length=120, blank=True)  # each between spaces; " problem thanks "
    document = models.JSONField(default=dict)  # the whole reading, positions in the stored text
    skipped = models.JSONField(default=dict)  # reader -> why it read nothing
    read_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "response", "question"], name="reading_once")
        ]


class Mention(TenantModel):
    """A theme in a written answer: where, how spoken of, how sure, and by what it was found."""

    class Source(models.TextChoices):
        MODEL = "model"
        RULE = "rule"  # a must-word of the theme
        LABEL = "label"  # a person said so

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="mentions")
    response = models.ForeignKey("responses.Response", on_delete=models.CASCADE, related_name="+")
    theme = models.CharField(max_length=80)  # key, unique in its taxonomy
    start = models.PositiveIntegerField()  # characters of the stored answer
    end = models.PositiveIntegerField()
    polarity = models.SmallIntegerField(null=True)  # -1, 0, 1; null: the language is not read
    confidence = models.FloatField()
    source = models.CharField(max_length=8, choices=Source, default=Source.MODEL)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "theme"], name="mention_by_theme")]


class WaitingText(TenantModel):
    """A response whose words are to be read: the row is the queue. Live before history, new before old."""

    response = models.ForeignKey(
        "responses.Response", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.CASCADE, related_name="+"
    )  # null: the current one, whichever that is then
    is_history = models.BooleanField(default=False)
    answered_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["is_history", "-answered_at"], name="waiting_text_in_order")]
