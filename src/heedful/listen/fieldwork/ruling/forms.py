"""Contact rules as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy

from heedful.listen.fieldwork.rules.changing import MOST_DAYS
from heedful.listen.fieldwork.sentences import CHANNELS
from heedful.listen.fieldwork.types import Channel, ContactRules

_OUT = ("email", "sms", "web", "mobile")


def _days(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_DAYS, help_text=help_text)


def _percent(label: Any, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, max_value=100, help_text=help_text)


def _cap(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=10**9, required=False, help_text=help_text)


class RulesForm(forms.Form):
    """What holds for the organisation, or, with ``of_survey``, for one survey of it."""

    first_after_days = _days(
        gettext_lazy("First survey after so many days"),
        gettext_lazy("Of account age, where it is known. 0: at once."),
    )
    again_after_answer_days = _days(gettext_lazy("The same survey again after an answer, days"))
    again_after_decline_days = _days(gettext_lazy("The same survey again after a decline, days"))
    again_after_silence_days = _days(gettext_lazy("The same survey again after silence, days"))
    any_survey_days = _days(
        gettext_lazy("Between any two surveys, days"), gettext_lazy("Whichever they are, by any channel.")
    )
    email_rest = _days(gettext_lazy("E-mail rests after an ask, days"))
    sms_rest = _days(gettext_lazy("SMS rests after an ask, days"))
    sample_known = _percent(gettext_lazy("Of known people, per cent"))
    sample_visitors = _percent(gettext_lazy("Of unknown visitors, per cent"))
    resample_days = forms.IntegerField(
        label=gettext_lazy("Lots are drawn anew every so many days"), min_value=1, max_value=MOST_DAYS
    )
    daily_cap = _cap(gettext_lazy("At most a day, in all"), gettext_lazy("Empty: no limit."))
    email_cap = _cap(gettext_lazy("At most a day by e-mail"))
    sms_cap = _cap(gettext_lazy("At most a day by SMS"))
    survey_cap = _cap(gettext_lazy("At most a day with this survey"), gettext_lazy("Empty: no limit."))
    opens_at = forms.TimeField(
        label=gettext_lazy("Messages from"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Where the person lives. The same time twice means any hour."),
    )
    closes_at = forms.TimeField(
        label=gettext_lazy("to"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"),
        coerce=int,
        choices=WEEKDAYS.items(),
        widget=forms.CheckboxSelectMultiple,
    )
    skips_holidays = forms.BooleanField(
        label=gettext_lazy("Not on public holidays of the person's country"), required=False
    )
    needs_consent = forms.MultipleChoiceField(
        label=gettext_lazy("Consent is needed for"),
        required=False,
        choices=[(one, CHANNELS[Channel(one)]) for one in _OUT],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Beside what the rules of countries say."),
    )
    patience_hours = forms.IntegerField(
        label=gettext_lazy("An ask waits at most so many hours"),
        min_value=0,
        max_value=24 * 60,
        help_text=gettext_lazy("What would have to wait longer is not asked."),
    )
    priority = forms.IntegerField(
        label=gettext_lazy("Priority"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Of two surveys that could ask a person, the one with more goes first."),
    )
    follows = forms.ChoiceField(label=gettext_lazy("Comes after the survey"), required=False)
    follows_days = _days(gettext_lazy("by so many days"))
    follows_answer = forms.BooleanField(
        label=gettext_lazy("It must have been answered, not only asked"), required=False
    )
    account_attribute = forms.CharField(
        label=gettext_lazy("Attribute with the day the account began"), max_length=80
    )
    country_attribute = forms.CharField(
        label=gettext_lazy("Attribute with the country"),
        max_length=80,
        help_text=gettext_lazy("Two letters (DE). Without it the telephone number tells."),
    )

    def __init__(self, *args: Any, surveys: list[tuple[str, str]] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _OF_SURVEY if surveys is None else _OF_ALL:
            del self.fields[name]
        if surveys is not None:
            field = self.fields["follows"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", gettext_lazy("no other one")), *surveys]

    def changes(self, before: ContactRules) -> dict[str, Any]:
        """Return the rules as the service takes them; channels the form does not show stay."""
        given = dict(self.cleaned_data)
        rests = {"email": given.pop("email_rest"), "sms": given.pop("sms_rest")}
        given["channel_days"] = _merged(before.channel_days, rests)
        if "email_cap" in given:
            caps = {"email": given.pop("email_cap"), "sms": given.pop("sms_cap")}
            given["channel_caps"] = _merged(before.channel_caps, caps, zero_counts=True)
        given["sample_known"] /= 100
        given["sample_visitors"] /= 100
        given["weekdays"] = list(given["weekdays"])
        return given


_OF_SURVEY = ("survey_cap", "priority", "follows", "follows_days", "follows_answer")
_OF_ALL = ("daily_cap", "email_cap", "sms_cap", "account_attribute", "country_attribute")


def _merged(before: Any, given: dict[str, int | None], *, zero_counts: bool = False) -> dict[str, int]:
    kept = {channel: n for channel, n in before.items() if channel not in given}
    return kept | {channel: n for channel, n in given.items() if n is not None and (n or zero_counts)}


def initial_of(rules: ContactRules) -> dict[str, Any]:
    """Return what the form shows for rules."""
    names = [name for name in RulesForm.base_fields if hasattr(rules, name)]
    return {name: getattr(rules, name) for name in names} | {
        "sample_known": round(100 * rules.sample_known, 6),
        "sample_visitors": round(100 * rules.sample_visitors, 6),
        "weekdays": sorted(rules.weekdays),
        "needs_consent": sorted(rules.needs_consent),
        "email_rest": rules.channel_days.get("email", 0),
        "sms_rest": rules.channel_days.get("sms", 0),
        "email_cap": rules.channel_caps.get("email"),
        "sms_cap": rules.channel_caps.get("sms"),
    }


class CountryRuleForm(forms.Form):
    country = forms.CharField(
        label=gettext_lazy("Country"), min_length=2, max_length=2, help_text=gettext_lazy("Two letters: DE")
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        choices=[(one, CHANNELS[Channel(one)]) for one in ("email", "sms")],
    )
    needs_consent = forms.BooleanField(label=gettext_lazy("Needs consent"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Where that is written"), max_length=300, help_text=gettext_lazy("Law or advice.")
    )
