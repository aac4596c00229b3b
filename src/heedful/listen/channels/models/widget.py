from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.listen.channels.widget.types import Position, Shape, Untracked
from heedful.platform.core.tenancy import TenantModel, UidField


class WidgetSite(TenantModel):
    """A web site or app that may show surveys. Its key is public, its secret signs who a visitor is."""

    uid = UidField("sit")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=40, unique=True)
    former_key = models.CharField(max_length=40, blank=True, db_index=True)
    former_key_until = models.DateTimeField(null=True)
    origins = models.JSONField(default=list)  # https://shop.example; none: any
    secret = models.CharField(max_length=300)  # encrypted: signatures are checked with it
    former_secret = models.CharField(max_length=300, blank=True)
    former_secret_until = models.DateTimeField(null=True)
    takes_unsigned = models.BooleanField(default=False)  # believes a page that says who its visitor is
    untracked = models.CharField(
        max_length=10, choices=[(each, each) for each in Untracked], default=Untracked.ANONYMOUS
    )
    created_at = models.DateTimeField(default=timezone.now)
    first_seen_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    last_origin = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="site_name_once")]


class Placement(TenantModel):
    """Where and when the widget shows a survey."""

    survey = models.OneToOneField("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(WidgetSite, null=True, on_delete=models.CASCADE, related_name="+")  # null: all
    is_on = models.BooleanField(default=False)
    shape = models.CharField(max_length=6, choices=[(each, each) for each in Shape], default=Shape.BAR)
    position = models.CharField(
        max_length=5, choices=[(each, each) for each in Position], default=Position.END
    )
    pages = models.JSONField(default=list)  # patterns of addresses; none: every page
    hidden_pages = models.JSONField(default=list)
    event = models.CharField(max_length=80, blank=True)  # shown when the page tells of it
    delay_seconds = models.PositiveIntegerField(default=0)
    scroll_percent = models.PositiveSmallIntegerField(default=0)
    share = models.FloatField(null=True)  # of those who come along; null: what the contact rules say
    language = models.CharField(max_length=12, blank=True)  # empty: the page's
    selector = models.CharField(max_length=200, blank=True)  # of an inline one: into which element
    label = models.JSONField(default=dict)  # of the side button, by language
    changed_at = models.DateTimeField(auto_now=True)
