from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.design.programs.types import Pillar
from heedful.platform.core.tenancy import TenantModel, UidField


class Program(TenantModel):
    """One business question and the goals that answer it."""

    uid = UidField("prg")
    name = models.CharField(max_length=200)
    business_question = models.TextField()  # what are we solving for?
    audiences = models.JSONField(default=list)  # names of those worth listening to
    stakeholders = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="program_name_once")]


class Goal(TenantModel):
    uid = UidField("gol")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="goals")
    metric = models.CharField(max_length=40)  # key of a metric kind
    survey = models.ForeignKey("surveys.Survey", null=True, on_delete=models.SET_NULL, related_name="+")
    segment = models.CharField(max_length=200, blank=True)  # a filter as it stands in addresses
    baseline = models.FloatField(null=True)
    target = models.FloatField()
    due_on = models.DateField()
    owner = models.CharField(max_length=254, blank=True)
    pillar = models.CharField(max_length=20, choices=[(pillar, pillar) for pillar in Pillar])
    created_at = models.DateTimeField(default=timezone.now)


class ProgramSurvey(TenantModel):
    """A survey that listens for a programme."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="program_surveys")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["program", "survey"], name="program_survey_once")]
