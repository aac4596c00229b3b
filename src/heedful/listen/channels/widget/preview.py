"""The widget on a page that is none: what it will look like, with nothing asked and nothing stored."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.utils.csp import CSP

from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.languages import chosen
from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.channels.widget.showing import colours_of, survey_document
from heedful.listen.channels.widget.types import PlacementFacts, Shape
from heedful.platform.core.organizations import organization

POLICY = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


def preview_document(
    definition: SurveyDefinition, placement: PlacementFacts, asked: Mapping[str, str]
) -> str:
    """Return what the script reads instead of asking; the address may choose shape and language."""
    wanted = asked.get("shape", "")
    shape = Shape(wanted) if wanted in set(Shape) else placement.shape
    theme = asked.get("theme", "")
    language = chosen(definition, asked.get("lang", ""), placement.language)
    around = Surroundings(language, "web", {}, {"organization": organization().name})
    shown = {
        "survey": placement.survey_uid,
        "shape": str(shape),
        "position": str(placement.position),
        "selector": "#here",
        "colours": colours_of(definition.look.accent),
        "theme": theme if theme in {"light", "dark"} else str(definition.look.theme),
    }
    said = {"show": True, "ask": "", "url": "", "until": None, **survey_document(definition, around)}
    return json.dumps([shown, said])
