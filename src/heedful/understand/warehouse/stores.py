"""Where the tables of the organisation in scope lie."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import SurveyFacts
from heedful.listen.audiences import queries as audiences
from heedful.platform.core.organizations import organization
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.columns import ASKS, MENTIONS, RESPONSES, TEXTS, response_columns
from heedful.understand.warehouse.configuration import configuration
from heedful.understand.warehouse.tables import Table, TableShape, table

RESPONSES_SHAPE = TableShape("responses", "response_id", ("survey_id", "day", "response_id"), RESPONSES)
ASKS_SHAPE = TableShape("asks", "ask_id", ("survey_id", "day", "ask_id"), ASKS)
MENTIONS_SHAPE = TableShape("mentions", "response_id", ("survey_id", "theme", "day", "response_id"), MENTIONS)
TEXTS_SHAPE = TableShape("texts", "response_id", ("survey_id", "day", "response_id", "question_id"), TEXTS)


def organization_folder(uid: str | None = None) -> Path:
    return configuration().folder / (organization().uid if uid is None else uid)


def responses_table(uid: str | None = None) -> Table:
    return table(organization_folder(uid) / "responses", RESPONSES_SHAPE)


def asks_table() -> Table:
    return table(organization_folder() / "asks", ASKS_SHAPE)


def mentions_table() -> Table:
    return table(organization_folder() / "mentions", MENTIONS_SHAPE)


def texts_table() -> Table:
    return table(organization_folder() / "texts", TEXTS_SHAPE)


def catalog() -> Catalog:
    """Return what the organisation in scope can be asked about."""
    own = organization()
    return Catalog(
        organization=own,
        surveys=lambda: _surveys(own.uid),
        versions=_versions,
        attributes=audiences.attributes,
        units=audiences.units,
    )


_known_surveys: dict[str, tuple[dict[int, int], tuple[SurveyFacts, ...]]] = {}
MOST_KNOWN = 256


def _surveys(uid: str) -> tuple[SurveyFacts, ...]:
    # What counting needs of a question never changes; a new one comes with a new version.
    newest = surveys.newest_versions()
    known = _known_surveys.get(uid)
    if known is not None and known[0] == newest:
        return known[1]
    found = surveys.surveys(include_archived=True)
    while len(_known_surveys) >= MOST_KNOWN:
        _known_surveys.pop(next(iter(_known_surveys)), None)
    _known_surveys[uid] = (newest, found)
    return found


def _versions(survey: SurveyFacts) -> dict[int, frozenset[int]]:
    if survey.version_number is None:
        return {}
    return _versions_until(survey.uid, survey.version_number, survey.id)


@lru_cache(maxsize=512)
def _versions_until(uid: str, newest: int, survey_id: int) -> dict[int, frozenset[int]]:
    # Versions never change, so a survey's are known by its uid and the number of the newest.
    assert uid
    assert newest
    return surveys.version_questions(survey_id)


def expected_types(known: Catalog) -> dict[str, pa.DataType]:
    """Return the columns the organisation's responses have by now."""
    depth = 1 + max((unit.depth for unit in known.units.values()), default=-1)
    return response_columns(known.attributes.values(), known.questions.values(), depth=depth)
