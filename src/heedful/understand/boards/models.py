from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.platform.core.tenancy import TenantModel, UidField


class Board(TenantModel):
    """Tiles in an order. Of one user, of a role, or (neither) of everyone in the organisation."""

    uid = UidField("brd")
    name = models.CharField(max_length=120)
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, blank=True)
    is_home = models.BooleanField(default=False)
    tiles = models.JSONField(default=list)
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "owner"],
                condition=models.Q(is_home=True, owner__isnull=False),
                name="board_home_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "role"],
                condition=models.Q(is_home=True, owner__isnull=True),
                name="board_home_once_for_role",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(role=""), name="board_one_audience"
            ),
        ]


class Segment(TenantModel):
    """A filter with a name, as the query string of the page it was saved on."""

    uid = UidField("seg")
    name = models.CharField(max_length=120)
    query = models.TextField()
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="segment_name_once")]


class Annotation(TenantModel):
    """What happened on a day, for everything or for one survey or unit."""

    uid = UidField("ann")
    on = models.DateField()
    text = models.CharField(max_length=200)
    survey = models.ForeignKey("surveys.Survey", null=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("audiences.Unit", null=True, on_delete=models.CASCADE, related_name="+")
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "on"], name="annotation_by_day")]


class MailSchedule(TenantModel):
    """A board by mail: what its maker would see is sent, at an hour of the organisation's time zone."""

    uid = UidField("mls")
    board = models.ForeignKey(Board, null=True, on_delete=models.CASCADE, related_name="+")  # null: home
    query = models.TextField(blank=True)
    recipients = models.JSONField(default=list)
    weekday = models.PositiveSmallIntegerField(null=True)  # 0 is Monday; null: every day
    hour = models.PositiveSmallIntegerField()
    next_at = models.DateTimeField()
    last_sent_at = models.DateTimeField(null=True)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["next_at"], name="board_mail_due")]
