"""How themes are written on pages."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from heedful.understand.boards.themes import wording
from heedful.understand.boards.wording import Tag
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.types import Unit, Verdict

register = template.Library()


@register.filter
def impact(value: float | None, unit: Unit) -> str:
    return wording.say_impact(value, unit)


@register.filter
def change_tag(verdict: Verdict | None) -> Tag | None:
    return wording.change_tag(verdict)


@register.filter
def tone(polarity: int | None) -> str:
    """Return better or worse, as a class of CSS."""
    return "" if not polarity else "better" if polarity > 0 else "worse"


@register.filter
def mood(polarity: int | None) -> str:
    """Say how somebody speaks of something, with a sign for who sees no colours."""
    if polarity is None:
        return _("mood not read")
    return {1: "+ " + _("positive"), 0: "○ " + _("neutral"), -1: "− " + _("negative")}[polarity]


@register.filter
def percent(share: float) -> str:
    return f"{100 * share:.0f}"


@register.filter
def named(theme: str, names: Names) -> str:
    return names.value_label("theme", theme)
