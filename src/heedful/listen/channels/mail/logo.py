"""Where a mail program finds the logo of a survey."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from heedful.design.surveys.types import SurveyDefinition


def logo_url(definition: SurveyDefinition) -> str:
    """Return the address of the survey's logo, empty where it has none."""
    if definition.look.logo is None:
        return ""
    try:
        return f"{settings.BASE_URL}{reverse('surveys:asset', args=[definition.look.logo.uid])}"
    except NoReverseMatch:
        return ""
