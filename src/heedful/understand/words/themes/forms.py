"""Themes as forms: a phrase a line, as people type them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from heedful.understand.words.themes.changes import Part
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.limits import LONGEST_PHRASE
from heedful.understand.words.themes.wording import shown_name

LANGUAGES = ("de", "fr", "es")
MOST_PARTS = 4


class Lines(forms.CharField):
    """Several short texts, one a line."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "true"})
        super().__init__(required=False, max_length=20_000, widget=widget, **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in str(super().clean(value) or "").splitlines())
        found = tuple(dict.fromkeys(line for line in lines if line))
        if long := next((line for line in found if len(line) > LONGEST_PHRASE), ""):
            raise forms.ValidationError(f"“{long[:40]}…” is longer than {LONGEST_PHRASE} characters.")
        return found

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(value)


class ThemeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    parent = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    description = forms.CharField(
        label=gettext_lazy("What it is about"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One sentence. It is read like the phrases."),
    )
    phrases = Lines(
        label=gettext_lazy("Phrases"),
        rows=8,
        help_text=gettext_lazy("What people write who speak of it, one a line. Six to ten do well."),
    )
    suggested = forms.MultipleChoiceField(
        label=gettext_lazy("Add from labelled comments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    counter_phrases = Lines(
        label=gettext_lazy("Counter-phrases"), help_text=gettext_lazy("What sounds alike and is not it.")
    )
    must = Lines(
        label=gettext_lazy("Must-words"),
        rows=2,
        help_text=gettext_lazy("Wherever one of these words stands, the theme is meant."),
    )
    never = Lines(
        label=gettext_lazy("Never-words"),
        rows=2,
        help_text=gettext_lazy(
            "Where one of these stands in a part of a comment, the theme is not meant there."
        ),
    )
    owner = forms.CharField(
        label=gettext_lazy("Who acts"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Empty: we do. Else who does, for instance: carrier."),
    )
    name_de = forms.CharField(label=gettext_lazy("Name in German"), max_length=120, required=False)
    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=120, required=False)
    name_es = forms.CharField(label=gettext_lazy("Name in Spanish"), max_length=120, required=False)

    def __init__(
        self,
        *args: Any,
        document: TaxonomyDocument,
        key: str = "",
        suggested: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        groups = [(one.key, shown_name(one)) for one in document.themes if not one.parent and one.key != key]
        is_group = any(one.parent == key for one in document.themes if key)
        _choices(
            self, "parent", [("", gettext_lazy("none: on the first level")), *([] if is_group else groups)]
        )
        _choices(self, "suggested", [(one, one) for one in suggested])
        if not suggested:
            del self.fields["suggested"]

    def theme(self, before: Theme | None = None) -> Theme:
        """Return the theme that the form describes; names in languages it does not show stay."""
        given = self.cleaned_data
        names = {language: given[f"name_{language}"] for language in LANGUAGES}
        return Theme(
            key=before.key if before else "",
            name=given["name"],
            names={
                language: name
                for language, name in ({**(before.names if before else {}), **names}).items()
                if name
            },
            description=" ".join(given["description"].split()),
            phrases=tuple(dict.fromkeys((*given["phrases"], *given.get("suggested", ())))),
            counter_phrases=given["counter_phrases"],
            must=given["must"],
            never=given["never"],
            parent=given["parent"] or None,
            owner=given["owner"],
        )


def initial_of(theme: Theme) -> dict[str, Any]:
    names = {f"name_{language}": theme.names.get(language, "") for language in LANGUAGES}
    fields = ("name", "description", "phrases", "counter_phrases", "must", "never", "owner")
    return {name: getattr(theme, name) for name in fields} | names | {"parent": theme.parent or ""}


class MergeForm(forms.Form):
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("These themes"), widget=forms.CheckboxSelectMultiple
    )
    into = forms.ChoiceField(
        label=gettext_lazy("become part of"),
        help_text=gettext_lazy("It keeps its name and key, and is known by the phrases of all."),
    )

    def __init__(self, *args: Any, document: TaxonomyDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("themes", "into"):
            _choices(self, name, _leaf_choices(document))


class SplitForm(forms.Form):
    """Names of the parts, and for each phrase the part it goes to."""

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._phrases = theme.phrases
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=gettext_lazy("Part %(number)s") % {"number": number},
                max_length=120,
                required=number <= 2,
            )
        parts = [("", gettext_lazy("to none")), *((str(one), str(one)) for one in range(1, MOST_PARTS + 1))]
        for place, phrase in enumerate(theme.phrases):
            self.fields[f"phrase_{place}"] = forms.ChoiceField(
                label=phrase, choices=parts, required=False, initial="1"
            )

    def parts(self) -> list[Part]:
        given = self.cleaned_data
        return [
            Part(name, "", self._of(number))
            for number in range(1, MOST_PARTS + 1)
            if (name := " ".join(given[f"name_{number}"].split()))
        ]

    def _of(self, number: int) -> tuple[str, ...]:
        return tuple(
            phrase
            for place, phrase in enumerate(self._phrases)
            if self.cleaned_data[f"phrase_{place}"] == str(number)
        )


class BeginForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    file = forms.FileField(
        label=gettext_lazy("YAML file"),
        required=False,
        help_text=gettext_lazy("Themes from a file; without one it begins empty."),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("YAML file"), help_text=gettext_lazy("Its themes take the place of the draft's.")
    )


class TryForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("A comment"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _leaf_choices(document: TaxonomyDocument) -> list[tuple[str, str]]:
    parents = {theme.parent for theme in document.themes}
    names = {theme.key: shown_name(theme) for theme in document.themes}
    return [
        (one.key, f"{names[one.parent]} · {names[one.key]}" if one.parent else names[one.key])
        for one in document.themes
        if one.key not in parents
    ]
