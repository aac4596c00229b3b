from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext

from heedful.platform.ui import languages, navigation
from heedful.platform.ui.icons import PATHS
from heedful.platform.ui.vega import bundle_name

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of ours; it says nothing to a screen reader, so put words beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        PATHS[name],
    )


@register.simple_tag(takes_context=True)
def rail(context: Context) -> tuple[navigation.Section, ...]:
    request = context.get("request")
    if request is None:
        return ()
    return navigation.sections(getattr(request, "actor", None), request.path)


@register.simple_tag(takes_context=True)
def top_search(context: Context) -> tuple[navigation.Label, str] | None:
    return navigation.search(getattr(context.get("request"), "actor", None))


@register.simple_tag
def form_field(bound: BoundField) -> SafeString:
    """Render one field of a form: label, hint, control and errors, tied together for screen readers."""
    described = [f"{bound.id_for_label}-{part}" for part in _described(bound)]
    attributes: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    content = render_to_string(
        "ui/parts/field.html", {"field": bound, "control": bound.as_widget(attrs=attributes)}
    )
    return mark_safe(content)  # noqa: S308 - rendered by a template, which escapes


def _described(bound: BoundField) -> list[str]:
    return [part for part, there in (("hint", bound.help_text), ("error", bound.errors)) if there]


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """Write ``36`` as +36 and ``-6`` with a true minus; nothing known is a dash."""
    if value is None:
        return "–"
    rounded = round(value, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + number_format(abs(rounded), decimals, use_l10n=True, force_grouping=True)


@register.filter
def plain(value: float | None, decimals: int = 0) -> str:
    """Write a number by locale, with a true minus; nothing known is a dash."""
    if value is None:
        return "–"
    sign = "−" if round(value, decimals) < 0 else ""
    return sign + number_format(abs(round(value, decimals)), decimals, use_l10n=True, force_grouping=True)


@register.filter
def percent(share: float | None, decimals: int = 0) -> str:
    """Write ``0.36`` as 36 %; nothing known is a dash."""
    return "–" if share is None else f"{plain(100 * share, decimals)} %"


@register.filter
def said(value: object) -> str:
    """Write the value of an attribute as people do: yes for True, 37 for 37.0."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@register.filter
def as_label(key: str) -> str:
    """Write a key that nobody named as words: ``monthly_revenue`` as Monthly revenue."""
    return key.replace("_", " ").capitalize() if key == key.lower() else key


@register.filter
def language_name(code: str) -> str:
    return languages.language_name(code)


@register.simple_tag
def vega_url() -> str:
    return reverse("ui:vega", args=[bundle_name()])


@register.filter
def short_since(moment: datetime) -> str:
    """Say how long ago in one unit: 7 hours, not 7 hours, 20 minutes."""
    return timesince(moment, depth=1)
