from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from heedful.design.surveys.files import Format, read_definition
from heedful.design.surveys.types import SurveyDefinition
from heedful.platform.core.errors import InvalidInput, Problem

MAX_FILE = 2 * 1024 * 1024
EXAMPLE = """\
name: Restaurant visit
language: en
questions:
  - key: nps
    kind: nps
    text: How likely are you to recommend us to a friend or colleague?
    required: true
  - key: why
    kind: long_text
    text: What is the most important reason for your score?
"""


class DefinitionForm(forms.Form):
    """A survey as YAML or JSON, typed or as a file."""

    file = forms.FileField(
        label=gettext_lazy("YAML or JSON file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json,.qsf"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip():
            self.add_error("text", _("Choose a file or type the survey."))
        return given

    def definition(self) -> SurveyDefinition:
        """Read what was given; raise naming line or place."""
        text = self.words()
        format_: Format = "json" if text.lstrip().startswith("{") else "yaml"
        return read_definition(text, format_)

    def words(self) -> str:
        """Return what was given as text."""
        file = self.cleaned_data.get("file")
        if file is None:
            return str(self.cleaned_data["text"])
        if file.size > MAX_FILE:
            raise InvalidInput(Problem("file", _("is larger than 2 MB")))
        try:
            file.seek(0)
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise InvalidInput(Problem("file", _("is not UTF-8 text"))) from None


class BeginningForm(DefinitionForm):
    """A survey to begin with: ours, or of another system."""

    file = forms.FileField(
        label=gettext_lazy("YAML or JSON, or a file of Qualtrics (.qsf), SurveyJS or Formbricks"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json,.qsf"}),
    )
