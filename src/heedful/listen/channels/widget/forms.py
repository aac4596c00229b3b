from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heedful.listen.channels.widget.types import PlacementFacts, Position, Shape, SiteFacts, Untracked

SHAPES = {
    Shape.BAR: _("Bar at the edge of the page"),
    Shape.MODAL: _("Window over the page"),
    Shape.INLINE: _("Part of the page"),
    Shape.SIDE: _("Button at the side, for whoever wants to say something"),
}
POSITIONS = {Position.END: _("Below, or right"), Position.START: _("Above, or left")}
UNTRACKED = {
    Untracked.ANONYMOUS: _("Are asked without a name, and nothing that tells them apart is kept"),
    Untracked.NOTHING: _("See nothing"),
}


class SiteForm(forms.Form):
    """A site and who may use its key."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("For you: Shop, App, Intranet."))
    origins = forms.CharField(
        label=_("Addresses it may be used from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "https://www.example.com"}),
        help_text=_("One a line, without a path. Empty: every address, which is fine for a first try."),
    )


class SiteSettingsForm(SiteForm):
    """What a site believes and respects."""

    untracked = forms.ChoiceField(
        label=_("Visitors whose browser asks not to be tracked"), choices=UNTRACKED.items()
    )
    takes_unsigned = forms.BooleanField(
        label=_("Believe a page that says who its visitor is, without a signature"),
        required=False,
        help_text=_("Anybody can then answer in the name of anybody. Signed identities need no such trust."),
    )

    @classmethod
    def of(cls, site: SiteFacts, data: Any) -> SiteSettingsForm:
        initial = {
            "name": site.name,
            "origins": "\n".join(site.origins),
            "untracked": site.untracked,
            "takes_unsigned": site.takes_unsigned,
        }
        return cls(data, initial=initial)


class PlacementForm(forms.Form):
    """Where and when the widget shows a survey."""

    is_on = forms.BooleanField(label=_("Show this survey"), required=False)
    site_uid = forms.ChoiceField(label=_("On"), required=False)
    shape = forms.ChoiceField(label=_("As"), choices=SHAPES.items())
    position = forms.ChoiceField(label=_("Where"), choices=POSITIONS.items())
    selector = forms.CharField(
        label=_("Element it stands in"),
        required=False,
        max_length=200,
        help_text=_("Only for a part of the page: a CSS selector, such as #feedback."),
    )
    label = forms.CharField(
        label=_("Words on the button"), required=False, max_length=60, help_text=_("Empty: Feedback.")
    )
    pages = forms.CharField(
        label=_("On these pages"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "/pricing*"}),
        help_text=_("One a line; * stands for anything. Empty: on every page."),
    )
    hidden_pages = forms.CharField(
        label=_("Never on these"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "/checkout/*"}),
    )
    event = forms.CharField(
        label=_("After this event"),
        required=False,
        max_length=80,
        help_text=_("As the page tells it: heedful('track', 'order_placed'). Empty: none is needed."),
    )
    delay_seconds = forms.IntegerField(
        label=_("After so many seconds"), min_value=0, max_value=3_600, initial=0
    )
    scroll_percent = forms.IntegerField(
        label=_("When so much of the page was seen (%)"), min_value=0, max_value=100, initial=0
    )
    share = forms.FloatField(
        label=_("To this share of those who come along (%)"),
        required=False,
        min_value=0.01,
        max_value=100,
        help_text=_("Empty: what the contact rules say. How often anybody is asked is theirs to say anyway."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, sites: tuple[SiteFacts, ...], languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("site_uid", [("", _("Every site")), *((one.uid, one.name) for one in sites)])
        self._choose("language", [("", _("That of the page")), *((code, code) for code in languages)])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def placement(self, before: PlacementFacts, language: str) -> PlacementFacts:
        given: dict[str, Any] = self.cleaned_data
        words = given["label"].strip()
        label = {code: text for code, text in before.label.items() if code != language}
        return PlacementFacts(
            survey_uid=before.survey_uid,
            is_on=given["is_on"],
            site_uid=given["site_uid"],
            shape=Shape(given["shape"]),
            position=Position(given["position"]),
            pages=lines(given["pages"]),
            hidden_pages=lines(given["hidden_pages"]),
            event=given["event"].strip(),
            delay_seconds=given["delay_seconds"],
            scroll_percent=given["scroll_percent"],
            share=None if given["share"] is None else given["share"] / 100,
            language=given["language"],
            selector=given["selector"].strip(),
            label={language: words, **label} if words else label,
        )


def initial(placement: PlacementFacts, language: str) -> dict[str, Any]:
    """Return a placement as the form shows it."""
    return {
        "is_on": placement.is_on,
        "site_uid": placement.site_uid,
        "shape": placement.shape,
        "position": placement.position,
        "selector": placement.selector,
        "label": placement.label.get(language, ""),
        "pages": "\n".join(placement.pages),
        "hidden_pages": "\n".join(placement.hidden_pages),
        "event": placement.event,
        "delay_seconds": placement.delay_seconds,
        "scroll_percent": placement.scroll_percent,
        "share": None if placement.share is None else round(100 * placement.share, 4),
        "language": placement.language,
    }


def lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
