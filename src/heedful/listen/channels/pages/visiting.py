"""What a page needs to know to go on with a visit: the survey's version, the language, the answers so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.flow import Surroundings, asked
from heedful.design.surveys.languages import chosen
from heedful.design.surveys.presenting import PresentedSurvey, presented
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.channels import answers
from heedful.listen.channels.pages.visits import Visit
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.experiments.queries import definition_for_ask
from heedful.listen.fieldwork.types import AskFacts
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import current_organization_id, organization_scope
from heedful.platform.core.types import Actor, OrganizationFacts


@dataclass(frozen=True, slots=True)
class Here:
    """A visit with all that belongs to it; ``answers`` are those to questions that are asked."""

    visit: Visit
    organization: OrganizationFacts
    definition: SurveyDefinition
    around: Surroundings
    answers: Mapping[str, object] = field(default_factory=dict)
    is_completed: bool = False
    is_begun: bool = False
    is_preview: bool = False

    @property
    def asked(self) -> tuple[QuestionDefinition, ...]:
        return asked(self.definition, self.answers, self.around)

    @property
    def order(self) -> Sequence[str]:
        return [question.key for question in self.definition.questions]

    @property
    def survey(self) -> PresentedSurvey:
        return presented(self.definition, self.around, self.answers, seed=self.visit.key)

    def question(self, key: str) -> QuestionDefinition | None:
        return next((question for question in self.definition.questions if question.key == key), None)

    def with_answers(self, given: Mapping[str, object]) -> Here:
        return replace(self, answers=dict(given))


@contextmanager
def visiting(organization_id: int, request: HttpRequest, visit: Visit) -> Iterator[Here]:
    """Enter the organisation and the language of a visit."""
    with organization_scope(organization_id):
        here = _here(request, visit, surveys.version(visit.survey_uid, visit.version).definition)
        with translation.override(here.around.language):
            yield here


@contextmanager
def previewing(request: HttpRequest, visit: Visit, definition: SurveyDefinition) -> Iterator[Here]:
    """Enter the language of a preview, of which nothing is stored."""
    around = Surroundings(
        chosen(definition, *_wanted(request, visit, None)), visit.channel, {}, _names(None, visit)
    )
    with translation.override(around.language):
        yield Here(visit, organization(), definition, around, is_preview=True)


def _here(request: HttpRequest, visit: Visit, published: SurveyDefinition) -> Here:
    ask = fieldwork.ask(visit.ask_uid) if visit.ask_uid else None
    contact = _contact(ask)
    definition = published
    if ask is not None:
        definition = definition_for_ask(published, ask.survey_id, ask.variant, ask.asked_at)
    so_far = answers.saved(visit.key)
    attributes = {**(dict(contact.attributes) if contact else {}), **visit.attributes}
    around = Surroundings(
        language=chosen(definition, *_wanted(request, visit, contact)),
        channel=visit.channel,
        attributes=attributes,
        names=_names(contact, visit),
    )
    return Here(
        visit=visit,
        organization=organization(),
        definition=definition,
        around=around,
        answers=so_far.answers if so_far else {},
        is_completed=so_far is not None and so_far.is_completed,
        is_begun=so_far is not None,
    )


def _contact(ask: AskFacts | None) -> ContactFacts | None:
    if ask is None or ask.contact_id is None:
        return None
    by = Actor.system(current_organization_id())
    return audiences.contact_facts([ask.contact_id], by=by).get(ask.contact_id)


def _names(contact: ContactFacts | None, visit: Visit) -> dict[str, str]:
    house = organization()
    name = contact.name if contact else str(visit.contact.get("name") or "")
    names = {
        "contact.name": name,
        "contact.first_name": name.split(" ")[0],
        "organization": house.name,
        "product": str(house.settings.get("product") or ""),
    }
    return {key: value for key, value in names.items() if value}


def _wanted(request: HttpRequest, visit: Visit, contact: ContactFacts | None) -> list[str]:
    """Return languages, the most wanted first: chosen here, the contact's, the browser's."""
    accepted = [
        code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    ]
    wanted = [request.GET.get("lang", ""), visit.language, contact.language if contact else "", *accepted]
    return [language for language in wanted if language and language != "*"]
