"""Whom a message of an ask is for: the person, the survey in the words promised, and what fills its gaps."""

from __future__ import annotations

from dataclasses import dataclass

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.languages import chosen
from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.fieldwork.experiments.queries import arm_of_ask, definition_for_ask
from heedful.listen.fieldwork.types import AskFacts
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


@dataclass(frozen=True, slots=True)
class Addressee:
    ask: AskFacts
    contact: ContactFacts | None
    survey_uid: str
    definition: SurveyDefinition
    around: Surroundings
    subject: dict[str, str]  # by language: what an experiment puts in the place of the usual one

    def address(self, kind: str) -> str:
        """Return the first identity of a kind, empty where the contact has none."""
        known = self.contact.identities if self.contact else ()
        return next((value for each, value in known if each == kind), "")


def addressee_of(ask: AskFacts) -> Addressee:
    """Return whom an ask is for; raise :class:`Conflict` when the survey was never published."""
    survey_uid = surveys.survey_by_id(ask.survey_id).uid
    published = surveys.published(survey_uid).definition
    definition = definition_for_ask(published, ask.survey_id, ask.variant, ask.asked_at)
    arm = arm_of_ask(ask.survey_id, ask.variant, ask.asked_at)
    contact = _contact(ask.contact_id)
    return Addressee(
        ask=ask,
        contact=contact,
        survey_uid=survey_uid,
        definition=definition,
        around=surroundings(definition, contact, channel=str(ask.channel)),
        subject=dict(arm.changes.subject) if arm else {},
    )


def surroundings(
    definition: SurveyDefinition, contact: ContactFacts | None, *, channel: str, language: str = ""
) -> Surroundings:
    """Return what fills the gaps of texts for a person, or for nobody in particular."""
    house = organization()
    name = contact.name if contact else ""
    names = {
        "contact.name": name,
        "contact.first_name": name.split(" ")[0],
        "organization": house.name,
        "product": str(house.settings.get("product") or ""),
    }
    wanted = language or (contact.language if contact else "")
    return Surroundings(
        language=chosen(definition, wanted),
        channel=channel,
        attributes=dict(contact.attributes) if contact else {},
        names={key: value for key, value in names.items() if value},
    )


def house_surroundings(language: str, channel: str) -> Surroundings:
    """Return what fills the gaps of a text that is about no survey."""
    house = organization()
    return Surroundings(language or house.language, channel, {}, {"organization": house.name})


def _contact(contact_id: int | None) -> ContactFacts | None:
    if contact_id is None:
        return None
    by = Actor.system(current_organization_id())
    found = audiences.contact_facts([contact_id], by=by).get(contact_id)
    # An ask that goes out while two contacts become one is for the one that is left.
    return audiences.contact(found.uid, by=by) if found else None
