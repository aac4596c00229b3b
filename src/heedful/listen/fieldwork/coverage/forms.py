from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heedful.listen.fieldwork.coverage.scene import Scene

_RATIO = _("1 means alike; 3 means three times the odds.")


class SceneForm(forms.Form):
    """The scene in words people use; empty fields keep the scene's own."""

    score_ratio = forms.FloatField(
        label=_("Promoters answer more readily than detractors, by"),
        min_value=0.1,
        max_value=10,
        required=False,
        help_text=_("1 means alike; 3 means three times the odds. Nobody can see this in their answers."),
    )
    age_ratio = forms.FloatField(
        label=_("The oldest answer more readily than the youngest, by"),
        min_value=0.1,
        max_value=10,
        required=False,
        help_text=_RATIO,
    )
    score_by_age = forms.FloatField(
        label=_("The oldest score higher than the youngest, by"),
        min_value=0.1,
        max_value=10,
        required=False,
        help_text=_RATIO,
    )
    response_rate = forms.FloatField(
        label=_("Per cent of those asked who answer"), min_value=1, max_value=99, required=False
    )
    asks = forms.IntegerField(label=_("People asked a time"), min_value=10, max_value=50_000, required=False)
    people = forms.IntegerField(
        label=_("People in all"), min_value=1_000, max_value=10_000_000, required=False
    )

    def scene(self) -> Scene:
        """Return the scene of a valid form."""
        given: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if value is not None
        }
        if "response_rate" in given:
            given["response_rate"] /= 100
        return Scene(**given)


def initial_of(scene: Scene) -> dict[str, Any]:
    return {
        "score_ratio": scene.score_ratio,
        "age_ratio": scene.age_ratio,
        "score_by_age": scene.score_by_age,
        "response_rate": round(100 * scene.response_rate, 1),
        "asks": scene.asks,
        "people": scene.people,
    }
