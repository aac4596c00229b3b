"""Plans as plain data: what the API and files give, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from heedful.design.surveys.types import Comparison, Condition
from heedful.listen.fieldwork.sampling.design import design_from, document_of
from heedful.listen.fieldwork.types import (
    MAX_REMINDERS,
    Audience,
    AudienceKind,
    Channel,
    Every,
    PlanDefinition,
    Trigger,
    TriggerKind,
)
from heedful.platform.core.errors import InvalidInput, Problem

MAX_CONDITIONS = 20


def plan_document(plan: PlanDefinition) -> dict[str, Any]:
    """Return the plan as plain data, all of it."""
    trigger, audience = plan.trigger, plan.audience
    return {
        "name": plan.name,
        "channel": str(plan.channel),
        "trigger": {
            "kind": str(trigger.kind),
            "event": trigger.event,
            "conditions": [_condition(one) for one in trigger.conditions],
            "every": str(trigger.every),
            "weekday": trigger.weekday,
            "day": trigger.day,
            "at": f"{trigger.at:%H:%M}",
            "attribute": trigger.attribute,
            "days_after": trigger.days_after,
            "wave_at": trigger.wave_at and trigger.wave_at.isoformat(),
        },
        "audience": {
            "kind": str(audience.kind),
            "conditions": [_condition(one) for one in audience.conditions],
            "unit": audience.unit,
        },
        "delay_minutes": plan.delay_minutes,
        "spread_days": plan.spread_days,
        "sample": None if plan.sample is None else document_of(plan.sample),
        "seed": plan.seed,
        "reminders": list(plan.reminders),
        "priority": plan.priority,
        "is_anonymous": plan.is_anonymous,
    }


def _condition(one: Condition) -> dict[str, Any]:
    return {"field": one.field, "comparison": str(one.comparison), "values": list(one.values)}


def plan_from(document: object) -> PlanDefinition:
    """Read a plan from plain data; raise :class:`InvalidInput` naming every fault by its field."""
    reader = _Reader()
    plan = reader.plan(document)
    reader.problems += plan_faults(plan)
    if reader.problems:
        raise InvalidInput(*reader.problems)
    return plan


def plan_faults(plan: PlanDefinition) -> list[Problem]:
    """Return what does not fit together."""
    trigger, found = plan.trigger, []
    is_sent = plan.channel in {Channel.EMAIL, Channel.SMS}
    if not plan.name.strip():
        found.append(Problem("name", "is empty"))
    if (trigger.kind is TriggerKind.ALWAYS) == is_sent:
        says = "e-mail and SMS need a trigger that says when" if is_sent else _WITH_US
        found.append(Problem("trigger.kind", says))
    if trigger.kind is TriggerKind.EVENT and not trigger.event:
        found.append(Problem("trigger.event", "name the event that is waited for"))
    if trigger.kind is TriggerKind.COHORT and not trigger.attribute:
        found.append(Problem("trigger.attribute", "name the attribute that holds the date"))
    if plan.audience.kind is AudienceKind.SEGMENT and not plan.audience.conditions:
        found.append(Problem("audience.conditions", "say at least one condition"))
    if plan.audience.kind is AudienceKind.UNIT and not plan.audience.unit:
        found.append(Problem("audience.unit", "choose a unit"))
    if plan.reminders and not is_sent:
        found.append(Problem("reminders", "can be sent by e-mail and SMS only"))
    if list(plan.reminders) != sorted(set(plan.reminders)):
        found.append(Problem("reminders", "each must come later than the one before"))
    return found


_WITH_US = "people come along by themselves in this channel: the trigger is always"


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def plan(self, document: object) -> PlanDefinition:
        given = self._object(document, "plan")
        return PlanDefinition(
            name=self._text(given, "name", 200),
            channel=Channel(self._one_of(given, "channel", Channel, Channel.EMAIL)),
            trigger=self._trigger(self._object(given.get("trigger", {}), "trigger")),
            audience=self._audience(self._object(given.get("audience", {}), "audience")),
            delay_minutes=self._whole(given, "delay_minutes", 0, 60 * 24 * 365, 0),
            spread_days=self._whole(given, "spread_days", 0, 366, 0),
            sample=self._sample(given),
            seed=self._text(given, "seed", 80),
            reminders=self._reminders(given.get("reminders") or []),
            priority=None if given.get("priority") is None else self._whole(given, "priority", 0, 100, 50),
            is_anonymous=bool(given.get("is_anonymous", False)),
        )

    def _trigger(self, given: Mapping[str, Any]) -> Trigger:
        usual, at = Trigger(), "trigger."
        return Trigger(
            kind=TriggerKind(self._one_of(given, "kind", TriggerKind, TriggerKind.WAVE, at)),
            event=self._text(given, "event", 120, at),
            conditions=self._conditions(given.get("conditions") or [], "trigger.conditions", "property."),
            every=Every(self._one_of(given, "every", Every, Every.MONTH, at)),
            weekday=self._whole(given, "weekday", 0, 6, 0, at),
            day=self._whole(given, "day", 1, 28, 1, at),
            at=self._read(given, "at", time.fromisoformat, usual.at, "must be a time of day (HH:MM)", at),
            attribute=self._text(given, "attribute", 80, at),
            days_after=self._whole(given, "days_after", 0, 36_500, 30, at),
            wave_at=self._read(given, "wave_at", _moment, None, "must be a moment with its time zone", at),
        )

    def _audience(self, given: Mapping[str, Any]) -> Audience:
        at = "audience."
        return Audience(
            kind=AudienceKind(self._one_of(given, "kind", AudienceKind, AudienceKind.ALL, at)),
            conditions=self._conditions(given.get("conditions") or [], "audience.conditions", "attribute."),
            unit=self._text(given, "unit", 60, at),
        )

    def _conditions(self, given: object, at: str, prefix: str) -> tuple[Condition, ...]:
        if not isinstance(given, list) or len(given) > MAX_CONDITIONS:
            self._wrong(at, f"must be a list of at most {MAX_CONDITIONS} conditions")
            return ()
        return tuple(self._condition(one, f"{at}.{number}", prefix) for number, one in enumerate(given))

    def _condition(self, given: object, at: str, prefix: str) -> Condition:
        one = self._object(given, at)
        name = self._text(one, "field", 100, f"{at}.")
        if not (name.startswith(prefix) and len(name) > len(prefix)) and name != "language":
            self._wrong(f"{at}.field", f"must begin with {prefix}")
        comparison = Comparison(self._one_of(one, "comparison", Comparison, Comparison.IS, f"{at}."))
        values = one.get("values", [])
        if not isinstance(values, list) or len(values) > 200:
            self._wrong(f"{at}.values", "must be a list of at most 200 values")
            values = []
        if not values and comparison not in {Comparison.KNOWN, Comparison.UNKNOWN}:
            self._wrong(f"{at}.values", "are missing")
        return Condition(name, comparison, tuple(str(value)[:200].replace("\x00", "") for value in values))

    def _sample(self, given: Mapping[str, Any]) -> Any:
        document = given.get("sample", {"method": "everyone"})
        if document is None:
            return None
        try:
            return design_from(document)
        except InvalidInput as error:
            self.problems += error.problems
            return None

    def _reminders(self, given: object) -> tuple[int, ...]:
        if not isinstance(given, list | tuple) or len(given) > MAX_REMINDERS:
            self._wrong("reminders", f"must be a list of at most {MAX_REMINDERS}")
            return ()
        if any(isinstance(day, bool) or not isinstance(day, int) or not 1 <= day <= 90 for day in given):
            self._wrong("reminders", "must be days after the invitation, from 1 to 90")
            return ()
        return tuple(given)

    def _object(self, given: object, at: str) -> Mapping[str, Any]:
        if isinstance(given, Mapping):
            return given
        self._wrong(at, "must be an object")
        return {}

    def _one_of(
        self,
        given: Mapping[str, Any],
        name: str,
        known: type[StrEnum],
        otherwise: str,
        at: str = "",
    ) -> str:
        value = given.get(name, otherwise)
        if value not in set(known):
            self._wrong(f"{at}{name}", f"must be one of {', '.join(known)}")
            return otherwise
        return str(value)

    def _text(self, given: Mapping[str, Any], name: str, most: int, at: str = "") -> str:
        value = given.get(name) or ""
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            self._wrong(f"{at}{name}", f"must be text of at most {most} characters")
            return ""
        return value.strip()

    def _whole(
        self, given: Mapping[str, Any], name: str, least: int, most: int, otherwise: int, at: str = ""
    ) -> int:
        value = given.get(name, otherwise)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self._wrong(f"{at}{name}", f"must be a whole number from {least} to {most}")
            return otherwise
        return value

    def _read[T](
        self,
        given: Mapping[str, Any],
        name: str,
        read: Callable[[str], T],
        otherwise: T,
        says: str,
        at: str,
    ) -> T:
        value = given.get(name)
        if value in (None, ""):
            return otherwise
        try:
            return read(str(value))
        except ValueError:
            self._wrong(f"{at}{name}", says)
            return otherwise

    def _wrong(self, at: str, says: str) -> None:
        self.problems.append(Problem(at, says))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("needs its time zone")
    return moment
