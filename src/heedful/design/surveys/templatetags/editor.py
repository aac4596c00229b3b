from __future__ import annotations

from collections.abc import Iterable

from django import template

from heedful.design.surveys.editor.advice import Advice

register = template.Library()


@register.filter
def here(advice: Iterable[Advice], question: str) -> list[Advice]:
    """Return what is about this question, and what is about the survey as a whole."""
    return [one for one in advice if one.question in {question, ""}]


@register.filter
def elsewhere(advice: Iterable[Advice], question: str) -> list[Advice]:
    return [one for one in advice if one.question not in {question, ""}]
