from __future__ import annotations

from django.db import models

from heedful.listen.fieldwork.types import Channel, Disposition
from heedful.platform.core.tenancy import TenantModel, UidField


class Ask(TenantModel):
    """One ask of one survey: whom, when, by which channel, and what became of it."""

    uid = UidField("ask")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey("audiences.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey("audiences.Unit", null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    disposition = models.CharField(max_length=12, choices=[(step, step) for step in Disposition])
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # when the disposition was last changed
    reason = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=120, blank=True)  # import:…, api
    idempotency_key = models.CharField(max_length=200)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "idempotency_key"], name="ask_once")]
        indexes = [models.Index(fields=["organization", "survey", "asked_at"], name="ask_by_survey")]
