from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.listen.fieldwork.experiments.types import Outcome, State
from heedful.platform.core.tenancy import TenantModel, UidField


class ExperimentRow(TenantModel):
    """An experiment on one survey; its arms never change once it has run."""

    uid = UidField("exp")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    arms = models.JSONField(default=list)
    hold_out = models.FloatField(default=0.0)
    outcome = models.CharField(max_length=12, choices=[(one, one) for one in Outcome])
    state = models.CharField(max_length=8, choices=[(one, one) for one in State], default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=254)
    started_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "fieldwork_experiment"
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="experiment_name_once"),
            # Two at a time would mix: what is seen could be of either.
            models.UniqueConstraint(
                fields=["organization", "survey"],
                condition=models.Q(state=State.RUNNING),
                name="experiment_runs_alone",
            ),
        ]
