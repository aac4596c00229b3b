from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField
from heedful.platform.messaging.types import MailState


class Mail(TenantModel):
    """A mail on its way; its words are deleted once it is sent."""

    uid = UidField("mal")
    to = models.JSONField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(
        max_length=8, choices=[(state, state) for state in MailState], default=MailState.WAITING
    )
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)


class MailAttachment(TenantModel):
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
