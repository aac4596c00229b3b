from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField


class Organization(models.Model):
    """The tenant: whose surveys, people, answers and members these are."""

    uid = UidField("org")
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    is_demo = models.BooleanField(default=False)
    settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class AuditEntry(TenantModel):
    """Who did what to which thing, written in the transaction of the deed."""

    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=254)
    action = models.CharField(max_length=80)  # dotted: survey.published
    subject_uid = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["organization", "-at"], name="audit_by_time"),
            models.Index(fields=["organization", "subject_uid"], name="audit_by_subject"),
        ]


class OutboxMessage(TenantModel):
    """One event for one handler: written with the deed, delivered by the worker, deleted when heard."""

    event = models.CharField(max_length=80)
    handler = models.CharField(max_length=200)
    payload = models.JSONField()
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)  # given up; stays for a person to look at
    error = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["due_at"], name="outbox_due", condition=models.Q(failed_at__isnull=True))
        ]


class Job(TenantModel):
    """A long piece of work: the row is the queue, the progress and, after a crash, where to go on."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    uid = UidField("job")
    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    checkpoint = models.JSONField(default=dict)  # what a resumed run needs to go on
    result = models.JSONField(default=dict)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    requested_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["state", "due_at"], name="job_due")]


class Beat(models.Model):
    """When something that runs by itself last did: a loop of a worker, a function of the schedule.

    Moving ``at`` by a conditional update is how one of several workers wins the next run.
    """

    name = models.CharField(max_length=160, primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    detail = models.JSONField(default=dict)
