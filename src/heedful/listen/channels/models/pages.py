from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel


class PublicLink(TenantModel):
    """How a survey may be answered by those whom nobody asked by name. Without a row it is open to all."""

    survey = models.OneToOneField("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    is_open = models.BooleanField(default=True)
    closes_at = models.DateTimeField(null=True)
    max_answers = models.PositiveIntegerField(null=True)
    closed_text = models.JSONField(default=dict)  # by language
    frame_origins = models.JSONField(default=list)  # who may show it in a frame: https://shop.example, or *
    kiosk_seconds = models.PositiveSmallIntegerField(default=20)  # without a touch: back to the start
    changed_at = models.DateTimeField(auto_now=True)


class Vote(TenantModel):
    """A score that an opened link carried. It counts when a person has confirmed it, and else never."""

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)  # of the response it would belong to: the ask's uid, or the link's
    question_key = models.CharField(max_length=80)
    value = models.CharField(max_length=20)
    method = models.CharField(max_length=8)
    user_agent = models.CharField(max_length=300, blank=True)
    times = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    signals = models.JSONField(default=dict)  # what the page noticed of whoever opened it
    confirmed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key", "question_key", "value", "method", "user_agent"],
                name="vote_once",
            )
        ]
        indexes = [models.Index(fields=["organization", "confirmed_at", "-last_at"], name="vote_by_time")]
