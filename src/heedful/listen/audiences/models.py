from __future__ import annotations

from django.db import models
from django.utils import timezone

from heedful.listen.audiences.types import AttributeKind, IdentityKind
from heedful.platform.core.tenancy import TenantModel, UidField


class Contact(TenantModel):
    """Somebody who may be asked, or has answered under a name."""

    uid = UidField("con")
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    attributes = models.JSONField(default=dict)  # newest value by attribute key
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")


class Identity(TenantModel):
    """One way to recognise a contact; values are stored in their normal form."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in IdentityKind])
    value = models.CharField(max_length=254)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "value"], name="identity_once")
        ]


class Attribute(TenantModel):
    """A fact kept with responses (country, plan, tenure): its id names its column in the warehouse."""

    key = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in AttributeKind])
    is_personal = models.BooleanField(default=False)  # names a person: erased with them
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="attribute_key_once")]


class AttributeChange(TenantModel):
    """What was noted about a contact became something else; what it is now stands with the contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="attribute_changes")
    key = models.CharField(max_length=80)
    before = models.JSONField(null=True)  # null: nothing was known
    after = models.JSONField(null=True)  # null: it was taken away
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=254)


class Unit(TenantModel):
    """A place, team, agent, product or account; units form a tree."""

    uid = UidField("unt")
    key = models.CharField(max_length=120)  # the organisation's own code for it
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=60)  # country, region, site, agent …
    group = models.CharField(max_length=80, blank=True)  # corporate, franchise: like is compared with like
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=400)  # "/3/17/204/": own id last, so that a subtree is a prefix
    depth = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="unit_key_once")]
        indexes = [models.Index(fields=["organization", "path"], name="unit_by_path")]


class UnitGrant(TenantModel):
    """A manager's membership sees this unit and everything below it."""

    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="grants")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["membership", "unit"], name="unit_grant_once")]


class Meeting(TenantModel):
    """A contact was asked or answered at a unit: who sees the unit sees the contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="meetings", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="meetings")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["contact", "unit"], name="meeting_once")]


class Consent(TenantModel):
    """Consent to a channel as it was given or withdrawn; of several the newest counts."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    channel = models.CharField(max_length=8)
    is_given = models.BooleanField()
    source = models.CharField(max_length=120)  # where it was said: form, import, preference page
    text = models.TextField(blank=True)  # to what, word for word
    at = models.DateTimeField(default=timezone.now)
    recorded_by = models.CharField(max_length=254)


class OptOut(TenantModel):
    """A contact does not want to be asked: by a channel, about a topic; empty means all of them."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="opt_outs")
    channel = models.CharField(max_length=8, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["contact", "channel", "topic"], name="opt_out_once")]


class Suppression(TenantModel):
    """An address, person or whole mail domain that is not to be contacted, whoever has it."""

    uid = UidField("sup")
    kind = models.CharField(max_length=12)  # of an identity, or domain
    value = models.CharField(max_length=254)  # in normal form; of an erased person only its keyed hash
    reason = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=254)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "value"], name="suppression_once")
        ]
