from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField
from heedful.platform.messaging.types import MailState, SmsState


class Mail(TenantModel):
    """A mail on its way; its words are deleted once it is sent."""

    uid = UidField("mal")
    to = models.JSONField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in MailState], default=MailState.WAITING
    )
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    sender = models.CharField(max_length=320, blank=True)  # empty: as the settings say
    reply_to = models.CharField(max_length=254, blank=True)
    headers = models.JSONField(default=dict)
    stream = models.CharField(max_length=40, blank=True)  # providers keep reputation by it
    reference = models.CharField(max_length=80, blank=True)  # what it was sent for: the uid of an ask
    forgets_address = models.BooleanField(default=False)  # once it is sent: for asks that promise anonymity
    provider_id = models.CharField(max_length=254, blank=True)  # how the provider will name it
    error = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(
                fields=["provider_id"], name="mail_by_provider", condition=~models.Q(provider_id="")
            ),
            models.Index(fields=["organization", "reference"], name="mail_by_reference"),
        ]


class MailAttachment(TenantModel):
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()


class Sms(TenantModel):
    """A short message, to somebody or from somebody; the words of those sent are deleted."""

    uid = UidField("sms")
    is_incoming = models.BooleanField(default=False)
    number = models.CharField(max_length=20)  # theirs, E.164
    sender = models.CharField(max_length=20, blank=True)  # ours
    text = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in SmsState], default=SmsState.QUEUED
    )
    segments = models.PositiveSmallIntegerField(default=1)
    price = models.DecimalField(max_digits=10, decimal_places=5, null=True)
    currency = models.CharField(max_length=3, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    forgets_address = models.BooleanField(default=False)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["organization", "provider_id"], name="sms_by_provider"),
            models.Index(fields=["organization", "reference"], name="sms_by_reference"),
            models.Index(fields=["organization", "number"], name="sms_by_number"),
        ]
