"""What the widget is given to show: the survey in one language, the words around it, the colours."""

from __future__ import annotations

from typing import Any

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.languages import chosen
from heedful.design.surveys.presenting import presented
from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.audiences import queries as audiences
from heedful.listen.channels.links import personal_url
from heedful.listen.channels.pages.look import colours
from heedful.listen.channels.widget.asking import Asking
from heedful.listen.channels.widget.types import PlacementFacts
from heedful.listen.channels.widget.words import words_in
from heedful.listen.fieldwork.experiments.queries import definition_for_ask
from heedful.listen.fieldwork.types import AskFacts
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


def placement_document(placement: PlacementFacts) -> dict[str, Any]:
    """Return where and when a survey is shown, as the script reads it."""
    look = surveys.published_definition(surveys.survey_head(uid=placement.survey_uid)).look
    return {
        "survey": placement.survey_uid,
        "shape": str(placement.shape),
        "position": str(placement.position),
        "pages": list(placement.pages),
        "hidden_pages": list(placement.hidden_pages),
        "event": placement.event,
        "delay": placement.delay_seconds,
        "scroll": placement.scroll_percent,
        "language": placement.language,
        "selector": placement.selector,
        "label": dict(placement.label),
        "colours": colours_of(look.accent),
        "theme": str(look.theme),
    }


def shown(asking: Asking, ask: AskFacts) -> dict[str, Any]:
    """Return the survey as this visitor sees it, with the ask that answers belong to."""
    definition = definition_for_ask(
        surveys.published_definition(asking.survey), ask.survey_id, ask.variant, ask.asked_at
    )
    found = survey_document(definition, _surroundings(asking, definition), seed=ask.uid)
    return found | {"ask": ask.uid, "url": personal_url(ask.uid)}


def survey_document(definition: SurveyDefinition, around: Surroundings, *, seed: str = "") -> dict[str, Any]:
    """Return a survey with the words around it."""
    survey = presented(definition, around, seed=seed)
    return {"survey": survey.as_json(), "words": words_in(survey.language)}


def _surroundings(asking: Asking, definition: SurveyDefinition) -> Surroundings:
    by = Actor.system(current_organization_id())
    known = audiences.contact_facts([asking.contact_id], by=by) if asking.contact_id is not None else {}
    contact = known.get(asking.contact_id or 0)
    house = organization()
    name = contact.name if contact else ""
    names = {
        "contact.name": name,
        "contact.first_name": name.split(" ")[0],
        "organization": house.name,
        "product": str(house.settings.get("product") or ""),
    }
    return Surroundings(
        language=chosen(definition, asking.language, contact.language if contact else ""),
        channel=str(asking.channel),
        attributes={**asking.visitor.attributes, **(contact.attributes if contact else {})},
        names={key: value for key, value in names.items() if value},
    )


def colours_of(accent: str) -> dict[str, str]:
    found = colours(accent or str(organization().settings.get("accent") or ""))
    if found is None:
        return {}
    return {
        "light": found.light,
        "light_ink": found.ink_on_light,
        "dark": found.dark,
        "dark_ink": found.ink_on_dark,
    }
