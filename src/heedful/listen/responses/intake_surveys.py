"""What the door knows of surveys, attributes and units: kept a moment, and looked up again before a refusal.

A row is never refused because of what was remembered. So what is remembered needs no invalidation to be
right: it can only let an answer to the version before pass, and it is stored as an answer to that version.
"""

from __future__ import annotations

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import Questionnaire, SurveyFacts
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import AttributeKind
from heedful.listen.responses.intake_glance import Glance
from heedful.platform.core.brief_memory import BriefMemory
from heedful.platform.core.errors import Conflict, NotFound
from heedful.platform.core.scope import organization_scope

type _Version = tuple[int, str, int | None]  # organisation, uid or name of the survey, number


def questionnaire(
    organization_id: int, reference: str, version: int | None, *, anew: bool = False
) -> Questionnaire | None:
    """Return what a survey asks, by its uid or name; none when there is none, or not this version."""
    return _questionnaires.find((organization_id, reference, version), anew=anew)


def glance(organization_id: int, reference: str, version: int | None) -> Glance | None:
    """Return what tells the rows of a survey that are surely right; none when there is no such survey."""
    return _glances.find((organization_id, reference, version))


def attribute_kinds(organization_id: int, *, anew: bool = False) -> dict[str, AttributeKind]:
    """Return the kind of every attribute of an organisation by key."""
    return _attributes.find(organization_id, anew=anew) or {}


def is_unit(organization_id: int, key: str, *, anew: bool = False) -> bool:
    """Say whether a unit has this key."""
    return _units.find((organization_id, key), anew=anew) or False


def forget() -> None:
    """Look everything up again at the next request."""
    for memory in (_questionnaires, _glances, _attributes, _units):
        memory.clear()


def _questionnaire(wanted: _Version) -> Questionnaire | None:
    organization_id, reference, version = wanted
    with organization_scope(organization_id):
        survey = _survey(reference)
        try:
            return surveys.questionnaire(survey.id, version) if survey else None
        except (NotFound, Conflict):
            return None


def _glance(wanted: _Version) -> Glance | None:
    found = questionnaire(*wanted, anew=True)
    return None if found is None else Glance(found, attribute_kinds(wanted[0], anew=True))


def _attribute_kinds(organization_id: int) -> dict[str, AttributeKind]:
    with organization_scope(organization_id):
        return {key: facts.kind for key, facts in audiences.attributes().items()}


def _is_unit(place: tuple[int, str]) -> bool | None:
    organization_id, key = place
    with organization_scope(organization_id):
        return bool(audiences.unit_ids_by_key([key])) or None


def _survey(reference: str) -> SurveyFacts | None:
    if reference.startswith("svy_"):
        try:
            return surveys.survey(reference)
        except NotFound:
            pass  # a survey may well be named svy_…
    return surveys.survey_by_name(reference)


_questionnaires = BriefMemory(_questionnaire)
_glances = BriefMemory(_glance)
_attributes = BriefMemory(_attribute_kinds)
_units = BriefMemory(_is_unit)
