"""A plan as a form: who is asked, upon what, when, how many."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _, gettext_lazy

from heedful.listen.audiences.types import NewContact
from heedful.listen.fieldwork.rules.condition_lines import conditions_in, lines_of
from heedful.listen.fieldwork.sampling.design import document_of
from heedful.listen.fieldwork.sentences import CHANNELS
from heedful.listen.fieldwork.types import Channel, PlanDefinition
from heedful.platform.core.errors import InvalidInput, Problem

MAX_FILE = 5 * 1024 * 1024
_UNITS = {"minutes": 1, "hours": 60, "days": 1_440}
_PLACES = {
    "trigger.kind": "kind",
    "trigger.event": "event",
    "trigger.conditions": "event_conditions",
    "trigger.attribute": "attribute",
    "trigger.day": "day",
    "audience.conditions": "audience_conditions",
    "audience.unit": "unit",
    "sample.share": "share",
    "sample.size": "size",
    "sample.by": "by",
    "sample.quotas": "quotas",
    "sample.allocation": "sample",
    "delay_minutes": "delay",
}
_FIELDABLE = ("email", "sms", "web", "mobile", "link", "qr", "kiosk")
_LINES = gettext_lazy("One a line: plan is pro, gold · age at least 18 · city known. All must hold.")


class PlanForm(forms.Form):
    """Every field of a plan; those that do not belong to what is chosen are not looked at."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), choices=[(one, CHANNELS[Channel(one)]) for one in _FIELDABLE]
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What sets it off"),
        choices=[
            ("wave", gettext_lazy("Once: a wave")),
            ("event", gettext_lazy("Something that happens to a person")),
            ("schedule", gettext_lazy("The calendar, again and again")),
            ("cohort", gettext_lazy("So many days after a date of each person")),
            ("always", gettext_lazy("Whoever comes along (widget, link, app)")),
        ],
    )
    wave_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Empty: as soon as the plan is started."),
    )
    event = forms.CharField(
        label=gettext_lazy("Name of the event"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("As the widget, the API or a file tells it: purchase, ticket closed …"),
    )
    event_conditions = forms.CharField(
        label=gettext_lazy("Only if its properties are"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: total at least 50 · store is Berlin, Hamburg. All must hold."),
    )
    every = forms.ChoiceField(
        label=gettext_lazy("How often"),
        required=False,
        choices=[
            ("month", gettext_lazy("every month")),
            ("quarter", gettext_lazy("every quarter")),
            ("week", gettext_lazy("every week")),
            ("day", gettext_lazy("every day")),
        ],
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekday"),
        required=False,
        coerce=int,
        choices=WEEKDAYS.items(),
        help_text=gettext_lazy("Of a weekly one."),
    )
    day = forms.IntegerField(
        label=gettext_lazy("Day of the month"),
        required=False,
        min_value=1,
        max_value=28,
        help_text=gettext_lazy("Of a monthly or quarterly one: 1 to 28."),
    )
    at = forms.TimeField(
        label=gettext_lazy("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    attribute = forms.CharField(
        label=gettext_lazy("Attribute with the date"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("signed_up_on, renewed_on, hired_on …"),
    )
    days_after = forms.IntegerField(
        label=gettext_lazy("Days after it"), required=False, min_value=0, max_value=36_500
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who"),
        choices=[
            ("all", gettext_lazy("Everybody")),
            ("segment", gettext_lazy("People with certain attributes")),
            ("list", gettext_lazy("A list of people")),
            ("unit", gettext_lazy("People met at a unit")),
        ],
    )
    audience_conditions = forms.CharField(
        label=gettext_lazy("Their attributes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_LINES,
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit, with all below it"), required=False)
    delay = forms.IntegerField(
        label=gettext_lazy("Wait afterwards"), required=False, min_value=0, max_value=525_600
    )
    delay_unit = forms.ChoiceField(
        label=gettext_lazy("Unit of time"),
        required=False,
        choices=[
            ("minutes", gettext_lazy("minutes")),
            ("hours", gettext_lazy("hours")),
            ("days", gettext_lazy("days")),
        ],
    )
    spread_days = forms.IntegerField(
        label=gettext_lazy("Spread over days"),
        required=False,
        min_value=0,
        max_value=366,
        help_text=gettext_lazy("Asks come evenly, each person on a day of their own. Empty: all at once."),
    )
    sample = forms.ChoiceField(
        label=gettext_lazy("How many of them"),
        choices=[
            ("everyone", gettext_lazy("All of them")),
            ("rules", gettext_lazy("The share of the contact rules")),
            ("random", gettext_lazy("A random sample")),
            ("stratified", gettext_lazy("A sample by strata")),
            ("quota", gettext_lazy("Until quotas are full")),
            ("adaptive", gettext_lazy("Most where least is known")),
        ],
    )
    share = forms.FloatField(
        label=gettext_lazy("Share in per cent"), required=False, min_value=0, max_value=100
    )
    size = forms.IntegerField(
        label=gettext_lazy("or number of people"), required=False, min_value=1, max_value=10**9
    )
    by = forms.CharField(label=gettext_lazy("Strata by attribute"), required=False, max_length=80)
    quotas = forms.CharField(
        label=gettext_lazy("Answers wanted"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: Berlin 100"),
    )
    reminders = forms.CharField(
        label=gettext_lazy("Reminders"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Days after the invitation, up to three: 3, 7. Only to those who are silent."),
    )
    priority = forms.IntegerField(
        label=gettext_lazy("Priority"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Of two surveys that could ask a person, the one with more goes first."),
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Anonymous: answers are let go from the person"), required=False
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *units]

    def document(self) -> dict[str, Any]:
        """Return the plan as plain data; raise naming fields of this form."""
        given = self.cleaned_data
        attributes = given["audience_conditions"] if given["audience"] == "segment" else ""
        return {
            "name": given["name"],
            "channel": given["channel"],
            "trigger": self._trigger(given),
            "audience": {
                "kind": given["audience"],
                "conditions": conditions_in(attributes, "attribute", "audience_conditions"),
                "unit": given["unit"] if given["audience"] == "unit" else "",
            },
            "delay_minutes": (given["delay"] or 0) * _UNITS[given["delay_unit"] or "minutes"],
            "spread_days": given["spread_days"] or 0,
            "sample": _sample(given),
            "reminders": _days(given["reminders"]),
            "priority": given["priority"],
            "is_anonymous": given["is_anonymous"],
        }

    def _trigger(self, given: dict[str, Any]) -> dict[str, Any]:
        kind = given["kind"]
        trigger: dict[str, Any] = {"kind": kind}
        if kind == "event":
            trigger["event"] = given["event"]
            trigger["conditions"] = conditions_in(given["event_conditions"], "property", "event_conditions")
        if kind == "wave" and given["wave_at"] is not None:
            trigger["wave_at"] = given["wave_at"].astimezone(UTC).isoformat()
        if kind == "cohort":
            trigger["attribute"] = given["attribute"]
            trigger["days_after"] = 30 if given["days_after"] is None else given["days_after"]
        if kind == "schedule":
            trigger |= {
                "every": given["every"] or "month",
                "weekday": given["weekday"] or 0,
                "day": given["day"] or 1,
            }
        if kind in {"schedule", "cohort"} and given["at"] is not None:
            trigger["at"] = f"{given['at']:%H:%M}"
        return trigger


def _sample(given: dict[str, Any]) -> dict[str, Any] | None:
    method = given["sample"]
    if method == "rules":
        return None
    document: dict[str, Any] = {"method": method}
    if method == "everyone":
        return document
    if given["share"] is not None and method != "quota":
        document["share"] = given["share"] / 100
    if given["size"] is not None:
        document["size"] = given["size"]
    if method != "random":
        document["by"] = given["by"]
    if method == "quota":
        document["quotas"] = _quotas(given["quotas"])
    return document


def _quotas(text: str) -> dict[str, int]:
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _space, number = line.rpartition(" ")
        if not name or not number.isdigit():
            raise InvalidInput(Problem("quotas", _("“%(line)s” needs a value and a number") % {"line": line}))
        found[name.strip()] = int(number)
    return found


def _days(text: str) -> list[int]:
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if any(not part.isdigit() for part in parts):
        raise InvalidInput(Problem("reminders", _("write days as numbers: 3, 7")))
    return [int(part) for part in parts]


def in_form(error: InvalidInput) -> InvalidInput:
    """Return the problems of a plan with the fields of the form that they are about."""
    return InvalidInput(
        *(Problem(_place(problem.field), problem.reason, problem.row) for problem in error.problems)
    )


def _place(field: str) -> str:
    for start, name in _PLACES.items():
        if field == start or field.startswith(f"{start}."):
            return name
    return field.partition(".")[0]


def initial_of(plan: PlanDefinition) -> dict[str, Any]:
    """Return what the form shows for a plan."""
    trigger, sample = plan.trigger, plan.sample
    document: dict[str, Any] = {"method": "rules"} if sample is None else document_of(sample)
    delay, unit = _delay(plan.delay_minutes)
    share = document.get("share")
    return {
        "name": plan.name,
        "channel": plan.channel,
        "kind": trigger.kind,
        "wave_at": trigger.wave_at and timezone.localtime(trigger.wave_at),
        "event": trigger.event,
        "event_conditions": lines_of(trigger.conditions),
        "every": trigger.every,
        "weekday": trigger.weekday,
        "day": trigger.day,
        "at": f"{trigger.at:%H:%M}",
        "attribute": trigger.attribute,
        "days_after": trigger.days_after,
        "audience": plan.audience.kind,
        "audience_conditions": lines_of(plan.audience.conditions),
        "unit": plan.audience.unit,
        "delay": delay or None,
        "delay_unit": unit,
        "spread_days": plan.spread_days or None,
        "sample": document["method"],
        "share": None if share is None else round(100 * share, 6),
        "size": document.get("size"),
        "by": document.get("by", ""),
        "quotas": "\n".join(f"{name} {n}" for name, n in document.get("quotas", {}).items()),
        "reminders": ", ".join(map(str, plan.reminders)),
        "priority": plan.priority,
        "is_anonymous": plan.is_anonymous,
    }


def _delay(minutes: int) -> tuple[int, str]:
    for unit in ("days", "hours"):
        if minutes and minutes % _UNITS[unit] == 0:
            return minutes // _UNITS[unit], unit
    return minutes, "minutes"


class MembersForm(forms.Form):
    """People for a list: addresses typed in, or a file of them."""

    addresses = forms.CharField(
        label=gettext_lazy("Addresses"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One a line: an e-mail address or a telephone number, then a comma and the name."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file with such lines"),
        required=False,
        help_text=gettext_lazy("At most 5 MB."),
    )

    def contacts(self) -> list[NewContact]:
        """Return the people named; a line is an address, and perhaps a name behind a comma."""
        found = [_contact(line) for line in self._text().splitlines() if line.strip()]
        people = [one for one in found if one is not None]
        if not people:
            raise InvalidInput(Problem("addresses", _("holds no address")))
        return people

    def _text(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return str(self.cleaned_data["addresses"])
        if file.size > MAX_FILE:
            raise InvalidInput(Problem("file", _("is larger than 5 MB")))
        try:
            return str(file.read().decode("utf-8-sig").replace("\x00", ""))
        except UnicodeDecodeError:
            raise InvalidInput(Problem("file", _("is not UTF-8 text"))) from None


def _contact(line: str) -> NewContact | None:
    address, _comma, name = line.replace(";", ",").replace("\t", ",").partition(",")
    address = address.strip().strip('"')
    if "@" in address:
        return NewContact((("email", address),), name=name.strip().strip('"')[:200])
    if any(sign.isdigit() for sign in address):
        return NewContact((("phone", address),), name=name.strip().strip('"')[:200])
    return None  # a header
