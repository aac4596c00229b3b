from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField


class ThemeLabel(TenantModel):
    """A person's word on whether a comment speaks of a theme."""

    class Origin(models.TextChoices):
        EVIDENCE = "evidence"  # corrected where it was shown
        QUEUE = "queue"  # asked for
        IMPORT = "import"

    uid = UidField("lbl")
    taxonomy = models.ForeignKey("words.Taxonomy", on_delete=models.CASCADE, related_name="+")
    response = models.ForeignKey("responses.Response", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("surveys.Question", on_delete=models.CASCADE, related_name="+")
    theme = models.CharField(max_length=80, blank=True)  # "" : none of these
    is_present = models.BooleanField()
    polarity = models.SmallIntegerField(null=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    coder = models.CharField(max_length=254)  # label of the actor
    origin = models.CharField(max_length=10, choices=Origin)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["taxonomy", "response", "question", "theme", "coder"], name="label_once"
            )
        ]


class LabelTask(TenantModel):
    """A comment that somebody is asked to label, and why this one."""

    uid = UidField("lbt")
    taxonomy = models.ForeignKey("words.Taxonomy", on_delete=models.CASCADE, related_name="+")
    response = models.ForeignKey("responses.Response", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("surveys.Question", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20)  # random, uncertain, uncovered, second_coder
    probability = models.FloatField(null=True)  # of being drawn, where it was drawn at random: 1/weight
    order = models.FloatField(default=0.0)
    wanted_coders = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "response", "question"], name="label_task_once")
        ]


class DriftWatch(TenantModel):
    """How a week's reading compares with the reference: the mix of what is found, and where comments lie."""

    edition = models.ForeignKey("words.Edition", on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    n = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)  # statistic, p, threshold a measure
    is_alarm = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "from_on"], name="drift_once")]
