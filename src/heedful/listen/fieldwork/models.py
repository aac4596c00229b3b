from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.listen.fieldwork.experiments.models import ExperimentRow
from heedful.listen.fieldwork.types import Channel, Disposition
from heedful.platform.core.tenancy import TenantModel, UidField

__all__ = [
    "AnswerUnasked",
    "Ask",
    "AskTally",
    "CountryException",
    "ExperimentRow",
    "FieldworkPlan",
    "PlanMember",
    "RuleSet",
    "TrackedEvent",
]


class FieldworkPlan(TenantModel):
    """How a survey is fielded: who is asked, by which channel, upon what, and when."""

    uid = UidField("pln")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    channel = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default="draft")
    document = models.JSONField(default=dict)  # trigger, audience, sample, reminders …: types.plans
    event_name = models.CharField(max_length=120, blank=True)  # of an event trigger: looked up by it
    next_at = models.DateTimeField(null=True)  # when its schedule, cohort or wave is due
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["state", "next_at"], name="plan_due"),
            models.Index(fields=["organization", "event_name"], name="plan_by_event"),
        ]


class PlanMember(TenantModel):
    """A contact on the list of a plan."""

    plan = models.ForeignKey(FieldworkPlan, on_delete=models.CASCADE, related_name="members")
    contact = models.ForeignKey("audiences.Contact", on_delete=models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "contact"], name="plan_member_once")]


class Ask(TenantModel):
    """One ask of one survey: whom, when, by which channel, what was decided, and what became of it."""

    uid = UidField("ask")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey("audiences.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey("audiences.Unit", null=True, on_delete=models.SET_NULL, related_name="+")
    plan = models.ForeignKey(FieldworkPlan, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    disposition = models.CharField(max_length=12, choices=[(step, step) for step in Disposition])
    asked_at = models.DateTimeField()  # when it was decided, as long as nobody was asked
    settled_at = models.DateTimeField(null=True)  # when the disposition was last changed
    due_at = models.DateTimeField(null=True)  # when a postponed one is decided anew, or a reminder is due
    reason = models.CharField(max_length=200, blank=True)
    gate = models.CharField(max_length=16, blank=True)  # which one was closed
    verdicts = models.JSONField(default=list)  # what every gate found
    variant = models.CharField(max_length=80, blank=True)
    stratum = models.CharField(max_length=200, blank=True)  # which of the plan's sample it counts for
    device = models.CharField(max_length=64, blank=True)  # of a visitor nobody knows
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    is_test = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)  # the contact is let go when the answer comes
    answer_key = models.CharField(max_length=40, blank=True)  # of an anonymous one, until it is answered
    source = models.CharField(max_length=120, blank=True)  # import:…, api, plan
    idempotency_key = models.CharField(max_length=200)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "idempotency_key"], name="ask_once")]
        indexes = [
            models.Index(fields=["organization", "survey", "asked_at"], name="ask_by_survey"),
            models.Index(fields=["organization", "asked_at"], name="ask_by_time"),
            models.Index(fields=["plan", "disposition"], name="ask_by_plan"),
            models.Index(
                fields=["plan", "stratum", "disposition", "asked_at"],
                name="ask_by_stratum",
                condition=~models.Q(stratum=""),
            ),
            models.Index(
                fields=["organization", "device"], name="ask_by_device", condition=~models.Q(device="")
            ),
            models.Index(
                fields=["organization", "answer_key"],
                name="ask_by_answer_key",
                condition=~models.Q(answer_key=""),
            ),
            models.Index(fields=["due_at"], name="ask_due", condition=models.Q(due_at__isnull=False)),
        ]


class AnswerUnasked(TenantModel):
    """An answer that no ask of ours led to: it starts the clocks, and counts in no rate of answers."""

    contact = models.ForeignKey("audiences.Contact", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField()
    key = models.CharField(max_length=40)  # of the response

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="answer_unasked_once")]


class AskTally(TenantModel):
    """How many were asked on a day, by organisation, channel and survey: what daily limits count."""

    day = models.DateField()  # of the organisation's time zone
    scope = models.CharField(max_length=40)  # "", "channel:sms", "survey:12"
    n = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "day", "scope"], name="ask_tally_once")
        ]


class RuleSet(TenantModel):
    """Contact rules that differ from the defaults: of the organisation, or of one survey."""

    survey = models.ForeignKey("surveys.Survey", null=True, on_delete=models.CASCADE, related_name="+")
    changes = models.JSONField(default=dict)  # only what differs
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.CharField(max_length=254)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "survey"], name="rule_set_once"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(survey__isnull=True),
                name="rule_set_once_organization",
            ),
        ]


class CountryException(TenantModel):
    """What a country asks of a channel, where the organisation sees it otherwise than our defaults."""

    country = models.CharField(max_length=2)
    channel = models.CharField(max_length=8)
    needs_consent = models.BooleanField()
    source = models.CharField(max_length=300)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "country", "channel"], name="country_rule_once")
        ]


class TrackedEvent(TenantModel):
    """Something that happened to a contact: a purchase, a call, a cancelled order."""

    uid = UidField("evt")
    contact = models.ForeignKey("audiences.Contact", null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    properties = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=120, blank=True)
    idempotency_key = models.CharField(max_length=200)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "idempotency_key"], name="tracked_event_once")
        ]
        indexes = [
            models.Index(fields=["organization", "-occurred_at"], name="tracked_event_by_time"),
            models.Index(fields=["organization", "name", "-occurred_at"], name="tracked_event_by_name"),
        ]
