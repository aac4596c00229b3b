from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField


class Sender(TenantModel):
    """Who the organisation's invitations are from. What is empty is as the instance's settings say."""

    name = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=254, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    postal_address = models.CharField(max_length=300, blank=True)  # many countries want it beneath such mails
    sms_sender = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="sender_once")]


class Letter(TenantModel):
    """What the mails and SMS of a survey say, where it is not what they usually say."""

    survey = models.OneToOneField("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    texts = models.JSONField(default=dict)  # by occasion, language and part
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.CharField(max_length=254)


class SmsTalk(TenantModel):
    """A conversation by SMS about one ask: which question waits for a reply, what was replied so far."""

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    ask_uid = models.CharField(max_length=40)
    number = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    question_key = models.CharField(max_length=80, blank=True)  # empty: nothing is waited for any more
    answers = models.JSONField(default=dict)
    misunderstood = models.PositiveSmallIntegerField(default=0)  # in a row
    is_test = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "ask_uid"], name="sms_talk_once")]
        indexes = [models.Index(fields=["organization", "number"], name="sms_talk_by_number")]


class ErasureRequest(TenantModel):
    """Somebody wants to be forgotten; a member carries it out."""

    uid = UidField("fgt")
    contact = models.ForeignKey("audiences.Contact", on_delete=models.CASCADE, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=254, blank=True)
