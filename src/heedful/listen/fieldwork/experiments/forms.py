from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.fieldwork.experiments.types import Arm, Changes, Outcome

OUTCOMES = {
    Outcome.RESPONSE: _("Response: answered, of those asked"),
    Outcome.COMPLETION: _("Completion: answered to the end, of those who began"),
    Outcome.SCORE: _("Score of the first scale question"),
}


class ExperimentForm(forms.Form):
    """Two arms: A is the survey as it stands, B has other words. More arms by the API."""

    name = forms.CharField(label=_("Name"), max_length=120)
    outcome = forms.ChoiceField(label=_("What decides"), choices=list(OUTCOMES.items()))
    share = forms.IntegerField(label=_("Per cent of people who get B"), min_value=1, max_value=99, initial=50)
    hold_out = forms.IntegerField(
        label=_("Per cent of people whom nobody asks while it runs"),
        required=False,
        min_value=0,
        max_value=90,
        help_text=_("Empty: everybody may be asked. Those left out tell later what asking itself does."),
    )
    question = forms.ChoiceField(label=_("In B, this question …"), required=False)
    wording = forms.CharField(
        label=_("… is worded like this"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    title = forms.CharField(label=_("Title in B"), required=False, max_length=300)
    intro = forms.CharField(
        label=_("Introduction in B"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    subject = forms.CharField(label=_("Subject of the mail in B"), required=False, max_length=200)

    def __init__(self, *args: Any, definition: SurveyDefinition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = definition.language
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)
        texts = [(one.key, one.text.get(definition.language, one.key)) for one in definition.questions]
        field.choices = [("", _("as it stands")), *texts]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("question") and not given.get("wording"):
            self.add_error("wording", _("Say how the question is worded in B."))
        return given

    def arms(self) -> tuple[Arm, Arm]:
        """Return the arms of a valid form."""
        given: dict[str, Any] = self.cleaned_data
        changes = Changes(
            questions={given["question"]: {self.language: given["wording"]}} if given["question"] else {},
            title=self._text("title"),
            intro=self._text("intro"),
            subject=self._text("subject"),
        )
        return Arm("A", 100 - given["share"]), Arm("B", given["share"], changes)

    def _text(self, name: str) -> dict[str, str]:
        text: str = self.cleaned_data[name]
        return {self.language: text} if text else {}
