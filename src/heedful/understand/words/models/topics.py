from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField


class Topic(TenantModel):
    """Something that comments speak of and no theme explains. It keeps its name as long as it is followed."""

    class State(models.TextChoices):
        NEW = "new"
        FOLLOWED = "followed"
        DISMISSED = "dismissed"
        PROMOTED = "promoted"  # became a theme

    uid = UidField("top")
    name = models.CharField(max_length=120)
    phrases = models.JSONField(default=list)
    centre = models.BinaryField()  # float32, where its comments lie
    model = models.CharField(max_length=80)  # whose numbers those are
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    theme = models.CharField(max_length=80, blank=True)
    first_on = models.DateField()
    created_at = models.DateTimeField(default=timezone.now)


class TopicWindow(TenantModel):
    """How often a topic came up in a window of days, against what was to be expected."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="windows")
    from_on = models.DateField()
    to_on = models.DateField()
    count = models.PositiveIntegerField()
    base = models.PositiveIntegerField()  # comments in the window
    expected = models.FloatField()
    p = models.FloatField()
    q = models.FloatField()  # after false-discovery control over all topics of the window
    facts = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["topic", "from_on", "to_on"], name="topic_window_once")
        ]


class TopicComment(TenantModel):
    """A comment that belongs to a topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="comments")
    response = models.ForeignKey("responses.Response", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("surveys.Question", on_delete=models.CASCADE, related_name="+")
    nearness = models.FloatField()  # to the topic's centre
    is_quote = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["topic", "response", "question"], name="topic_comment_once")
        ]


class Summary(TenantModel):
    """A summary that was written by an endpoint, kept so that the same comments are not sent twice."""

    uid = UidField("sum")
    key = models.CharField(max_length=64)  # sha256 of what was asked
    document = models.JSONField(default=dict)
    checks = models.JSONField(default=list)
    tokens = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="summary_once")]
