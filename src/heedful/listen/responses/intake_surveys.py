"""What the door knows of surveys, attributes and units: kept a moment, and looked up again before a refusal.

A row is never refused because of what was remembered. So what is remembered needs no invalidation to be
right: it can only let an answer to the version before pass, and it is stored as an answer to that version.
"""

from __future__ import annotations

import time
from typing import Any

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import Questionnaire, SurveyFacts
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import AttributeKind
from heedful.listen.responses.intake_glance import Glance
from heedful.platform.core.errors import Conflict, NotFound
from heedful.platform.core.scope import organization_scope

REMEMBERED_SECONDS = 5.0
MAX_REMEMBERED = 50_000


class Memory[K, V]:
    """A few things by key, each for some seconds."""

    def __init__(self) -> None:
        self._kept: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        found = self._kept.get(key)
        return found[1] if found is not None and found[0] > time.monotonic() else None

    def keep(self, key: K, value: V) -> V:
        if len(self._kept) >= MAX_REMEMBERED:
            self._kept.clear()
        self._kept[key] = (time.monotonic() + REMEMBERED_SECONDS, value)
        return value

    def clear(self) -> None:
        self._kept.clear()


_questionnaires: Memory[tuple[int, str, Any], Questionnaire] = Memory()
_attributes: Memory[int, dict[str, AttributeKind]] = Memory()
_units: Memory[tuple[int, str], bool] = Memory()
_glances: Memory[tuple[int, str, Any], Glance] = Memory()


def questionnaire(
    organization_id: int, reference: str, version: int | None, *, anew: bool = False
) -> Questionnaire | None:
    """Return what a survey asks, by its uid or name; none when there is none, or not this version."""
    key = (organization_id, reference, version)
    known = None if anew else _questionnaires.get(key)
    if known is not None:
        return known
    with organization_scope(organization_id):
        survey = _survey(reference)
        try:
            found = surveys.questionnaire(survey.id, version) if survey else None
        except (NotFound, Conflict):
            found = None
    return None if found is None else _questionnaires.keep(key, found)


def attribute_kinds(organization_id: int, *, anew: bool = False) -> dict[str, AttributeKind]:
    """Return the kind of every attribute of an organisation by key."""
    known = None if anew else _attributes.get(organization_id)
    if known is not None:
        return known
    with organization_scope(organization_id):
        found = {key: facts.kind for key, facts in audiences.attributes().items()}
    return _attributes.keep(organization_id, found)


def glance(organization_id: int, reference: str, version: int | None) -> Glance | None:
    """Return what tells the rows of a survey that are surely right; none when there is no such survey."""
    key = (organization_id, reference, version)
    known = _glances.get(key)
    if known is not None:
        return known
    found = questionnaire(organization_id, reference, version)
    return None if found is None else _glances.keep(key, Glance(found, attribute_kinds(organization_id)))


def is_unit(organization_id: int, key: str, *, anew: bool = False) -> bool:
    """Say whether a unit has this key."""
    if not anew and _units.get((organization_id, key)):
        return True
    with organization_scope(organization_id):
        return _units.keep((organization_id, key), bool(audiences.unit_ids_by_key([key])))


def forget() -> None:
    """Look everything up again at the next request."""
    _questionnaires.clear()
    _attributes.clear()
    _units.clear()
    _glances.clear()


def _survey(reference: str) -> SurveyFacts | None:
    if reference.startswith("svy_"):
        try:
            return surveys.survey(reference)
        except NotFound:
            pass  # a survey may well be named svy_…
    return surveys.survey_by_name(reference)
