"""Contacts, units and attributes over HTTP, as they come in and go out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from heedful.listen.audiences.types import (
    AttributeFacts,
    ContactFacts,
    NewContact,
    NewSuppression,
    NewUnit,
    UnitFacts,
)

type Value = str | int | float | bool | None


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class IdentityIn(_Strict):
    kind: Literal["email", "phone", "external_id", "device"]
    value: str = Field(max_length=254)


class ContactIn(_Strict):
    identities: list[IdentityIn] = Field(min_length=1, max_length=20)
    name: str = Field("", max_length=200)
    language: str = Field("", max_length=12)
    time_zone: str = Field("", max_length=64)
    attributes: dict[str, Value] = {}

    def new(self) -> NewContact:
        return NewContact(
            identities=tuple((one.kind, one.value) for one in self.identities),
            name=self.name,
            language=self.language,
            attributes=self.attributes,
            time_zone=self.time_zone,
        )


class ContactsIn(_Strict):
    contacts: list[ContactIn] = Field(min_length=1, max_length=1000)


class ContactChange(_Strict):
    name: str | None = Field(None, max_length=200)
    language: str | None = Field(None, max_length=12)
    time_zone: str | None = Field(None, max_length=64)
    attributes: dict[str, Value] | None = Field(None, description="Null removes an attribute.")
    identities: list[IdentityIn] | None = Field(None, max_length=20)


class MergeIn(_Strict):
    gone: str = Field(description="Uid of the contact that becomes part of this one.")


class ErasureIn(_Strict):
    delete_answers: bool = Field(
        default=False, description="Delete scores too, instead of keeping them without a name."
    )


class IdentityOut(Schema):
    kind: str
    value: str


class ContactOut(Schema):
    uid: str
    name: str
    language: str
    time_zone: str
    identities: list[IdentityOut]
    attributes: dict[str, Any]
    created_at: datetime
    erased_at: datetime | None


class UnitIn(_Strict):
    key: str = Field(max_length=120)
    name: str = Field("", max_length=200)
    level: str = Field("site", max_length=60)
    group: str = Field("", max_length=80)
    parent_key: str | None = Field(None, max_length=120)

    def new(self) -> NewUnit:
        return NewUnit(self.key, self.name, self.level, self.group, self.parent_key)


class UnitsIn(_Strict):
    units: list[UnitIn] = Field(min_length=1, max_length=10_000)


class UnitChange(_Strict):
    name: str | None = Field(None, min_length=1, max_length=200)
    level: str | None = Field(None, min_length=1, max_length=60)
    group: str | None = Field(None, max_length=80)


class UnitMove(_Strict):
    parent: str | None = Field(description="Uid of the unit to stand under; null for the top.")


class UnitClosing(_Strict):
    closed_on: date | None = Field(description="First day on which it is closed; null opens it again.")


class UnitOut(Schema):
    uid: str
    key: str
    name: str
    level: str
    group: str
    depth: int
    parent_uid: str | None
    closed_on: date | None


class SavedUnits(Schema):
    saved: int


class AttributeIn(_Strict):
    key: str = Field(min_length=1, max_length=80)
    kind: Literal["text", "number", "boolean", "date"]
    label: str = Field("", max_length=200)


class AttributeChange(_Strict):
    label: str | None = Field(None, min_length=1, max_length=200)
    is_personal: bool | None = None


class AttributeOut(Schema):
    key: str
    label: str
    kind: str
    is_personal: bool


def contact_out(facts: ContactFacts) -> ContactOut:
    return ContactOut(
        uid=facts.uid,
        name=facts.name,
        language=facts.language,
        time_zone=facts.time_zone,
        identities=[IdentityOut(kind=kind, value=value) for kind, value in facts.identities],
        attributes=dict(facts.attributes),
        created_at=facts.created_at,
        erased_at=facts.erased_at,
    )


def unit_out(facts: UnitFacts, uids: dict[int, str]) -> UnitOut:
    """``uids``: those of the units that may be seen, by id."""
    return UnitOut(
        uid=facts.uid,
        key=facts.key,
        name=facts.name,
        level=facts.level,
        group=facts.group,
        depth=facts.depth,
        parent_uid=uids.get(facts.parent_id) if facts.parent_id is not None else None,
        closed_on=facts.closed_on,
    )


def attribute_out(facts: AttributeFacts) -> AttributeOut:
    return AttributeOut(key=facts.key, label=facts.label, kind=facts.kind, is_personal=facts.is_personal)


class ConsentIn(_Strict):
    channel: Literal["email", "sms", "web", "mobile"]
    is_given: bool = True
    source: str = Field(min_length=1, max_length=120, description="Where it was said.")
    text: str = Field("", max_length=10_000, description="To what, word for word.")


class ConsentOut(Schema):
    channel: str
    is_given: bool
    source: str
    text: str
    at: datetime
    recorded_by: str


class OptOutIn(_Strict):
    channel: Literal["", "email", "sms", "web", "mobile"] = Field("", description="Empty: every channel.")
    topic: str = Field("", max_length=80, description="Empty: every topic.")
    source: str = Field(min_length=1, max_length=120, description="Where it was said.")


class OptOutOut(Schema):
    channel: str
    topic: str
    source: str
    at: datetime


class PermissionsOut(Schema):
    consents: list[ConsentOut] = Field(description="All that was said, newest first; the newest counts.")
    opt_outs: list[OptOutOut]
    forbidden: str = Field(description="Why a do-not-contact list names them; empty if none does.")


class SuppressionIn(_Strict):
    kind: Literal["email", "phone", "external_id", "device", "domain"]
    value: str = Field(min_length=1, max_length=254)
    reason: str = Field("", max_length=200)

    def new(self) -> NewSuppression:
        return NewSuppression(self.kind, self.value, self.reason)


class SuppressionsIn(_Strict):
    suppressions: list[SuppressionIn] = Field(min_length=1, max_length=10_000)


class SuppressionOut(Schema):
    uid: str
    kind: str
    value: str = Field(description="Of an erased person only a hash.")
    reason: str
    added_at: datetime
    added_by: str


class SavedSuppressions(Schema):
    received: int
    new: int
