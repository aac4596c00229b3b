from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork.simulator.scenario import MAX_DAYS, USUAL_DAYS, Scenario, Trial
from heedful.listen.fieldwork.types import ContactRules, PlanFacts, PlanState

_AS_TODAY = gettext_lazy("Empty: as today")
DAYS = (
    ("first_after_days", gettext_lazy("Days of account age before the first survey")),
    ("again_after_answer_days", gettext_lazy("Days between an answer and the same survey")),
    ("again_after_decline_days", gettext_lazy("Days between a decline and the same survey")),
    ("any_survey_days", gettext_lazy("Days between any two surveys")),
)


class TrialForm(forms.Form):
    """How far to look, for which plans, and which rules to try beside those of today."""

    days = forms.IntegerField(
        label=gettext_lazy("Days ahead"), min_value=1, max_value=MAX_DAYS, initial=USUAL_DAYS
    )
    plans = forms.MultipleChoiceField(
        label=gettext_lazy("Plans"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: those that run. Drafts are tried as if they were started now."),
    )
    segment = forms.ChoiceField(
        label=gettext_lazy("Show apart by"),
        required=False,
        help_text=gettext_lazy("How sure will the score of each group be?"),
    )
    sample_known = forms.FloatField(
        label=gettext_lazy("Per cent of people in the sample"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=gettext_lazy("Empty: as today. Plans with a sample of their own keep it."),
    )
    daily_cap = forms.IntegerField(
        label=gettext_lazy("Asks a day at most"), min_value=0, required=False, help_text=_AS_TODAY
    )

    def __init__(self, *args: Any, plans: tuple[PlanFacts, ...], rules: ContactRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("plans", [(plan.uid, _plan_label(plan)) for plan in plans])
        labels = [(key, facts.label) for key, facts in audiences.attributes().items()]
        self._offer("segment", [("", _("nothing")), *labels])
        for name, label in DAYS:
            self.fields[name] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=3_650,
                required=False,
                help_text=_("Empty: as today (%(n)s)") % {"n": getattr(rules, name)},
            )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def trial(self) -> Trial:
        """Return what a valid form asks for: today's rules, and beside them the changed ones, if any."""
        given: dict[str, Any] = self.cleaned_data
        names = [*(name for name, _label in DAYS), "daily_cap"]
        changes = {name: given[name] for name in names if given[name] is not None}
        if given["sample_known"] is not None:
            changes["sample_known"] = given["sample_known"] / 100
        plans = tuple(given["plans"])
        scenarios = [Scenario(_("As today") if changes else "", plans=plans)]
        if changes:
            scenarios.append(Scenario(_("As proposed"), changes, plans))
        return Trial(tuple(scenarios), days=given["days"], segment=given["segment"])


def _plan_label(plan: PlanFacts) -> str:
    state = "" if plan.state is PlanState.RUNNING else f" ({plan.state})"
    return f"{plan.definition.name}{state}"
