from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heedful.design.programs.queries import goal_metrics
from heedful.design.programs.types import GoalDefinition, Pillar, ProgramDefinition, ProgramFacts
from heedful.design.surveys.queries import surveys

PILLARS = {
    Pillar.ACQUISITION: _("Acquisition"),
    Pillar.RETENTION: _("Retention"),
    Pillar.GROWTH: _("Cross-sell and upsell"),
    Pillar.COST: _("Cost reduction"),
}


class ProgramForm(forms.Form):
    """One business question, and who has to do with it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    business_question = forms.CharField(
        label=_("What are you solving for?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One question the business wants answered. Goals make it a number."),
    )
    audiences = forms.CharField(
        label=_("Whom is it worth listening to?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line."),
    )
    stakeholders = forms.CharField(
        label=_("Who has a stake in it?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line."),
    )
    survey_uids = forms.MultipleChoiceField(
        label=_("Surveys that listen for it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["survey_uids"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(facts.uid, facts.name) for facts in surveys()]

    def definition(self) -> ProgramDefinition:
        given: dict[str, Any] = self.cleaned_data
        return ProgramDefinition(
            given["name"],
            given["business_question"],
            _lines(given["audiences"]),
            _lines(given["stakeholders"]),
            tuple(given["survey_uids"]),
        )


class GoalForm(forms.Form):
    """A number to be reached by a day."""

    metric = forms.ChoiceField(label=_("Metric"))
    baseline = forms.FloatField(
        label=_("Where it stands"), required=False, help_text=_("Points or per cent.")
    )
    target = forms.FloatField(label=_("Where it should be"))
    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}))
    survey_uid = forms.ChoiceField(label=_("Survey"), required=False)
    segment = forms.CharField(
        label=_("For whom"),
        max_length=200,
        required=False,
        help_text=_("A filter as in the address of a board, for instance f=attribute.country:DE."),
    )
    owner = forms.CharField(label=_("Owner"), max_length=254, required=False)
    pillar = forms.ChoiceField(label=_("What it pays into"), choices=list(PILLARS.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("metric", [(key, key.replace("_", " ")) for key in goal_metrics()]),
            ("survey_uid", [("", _("All surveys")), *((facts.uid, facts.name) for facts in surveys())]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def definition(self) -> GoalDefinition:
        given: dict[str, Any] = self.cleaned_data
        return GoalDefinition(
            metric=given["metric"],
            target=given["target"],
            due_on=given["due_on"],
            pillar=Pillar(given["pillar"]),
            baseline=given["baseline"],
            segment=given["segment"],
            survey_uid=given["survey_uid"] or None,
            owner=given["owner"],
        )


def initial_of(facts: ProgramFacts) -> dict[str, Any]:
    """Return what the form shows of a programme."""
    return {
        "name": facts.name,
        "business_question": facts.business_question,
        "audiences": "\n".join(facts.audiences),
        "stakeholders": "\n".join(facts.stakeholders),
        "survey_uids": [uid for uid, _name in facts.surveys],
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
