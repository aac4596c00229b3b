"""What the organisation in scope can be asked about: surveys, questions, attributes, units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from heedful.design.surveys.types import QuestionFacts, SurveyFacts
from heedful.listen.audiences.types import AttributeFacts, UnitFacts
from heedful.platform.core.types import OrganizationFacts


class Catalog:
    """Names and ids a query is resolved against; what a query does not name is not read."""

    def __init__(
        self,
        *,
        organization: OrganizationFacts,
        surveys: Callable[[], Sequence[SurveyFacts]],
        versions: Callable[[SurveyFacts], Mapping[int, frozenset[int]]],
        attributes: Callable[[], Mapping[str, AttributeFacts]],
        units: Callable[[], Mapping[int, UnitFacts]],
    ) -> None:
        self.organization = organization
        self._surveys, self._versions = surveys, versions
        self._attributes, self._units = attributes, units

    @cached_property
    def _survey_by_id(self) -> dict[int, SurveyFacts]:
        return {survey.id: survey for survey in self._surveys()}

    @cached_property
    def surveys(self) -> dict[str, int]:
        """Ids of the surveys by uid."""
        return {survey.uid: survey.id for survey in self._survey_by_id.values()}

    @cached_property
    def questions(self) -> dict[int, QuestionFacts]:
        return {one.id: one for survey in self._survey_by_id.values() for one in survey.questions}

    def versions(self, survey_id: int) -> Mapping[int, frozenset[int]]:
        """Ids of the questions of each version of a survey."""
        return self._versions(self._survey_by_id[survey_id])

    @cached_property
    def attributes(self) -> Mapping[str, AttributeFacts]:
        return self._attributes()

    @cached_property
    def units(self) -> Mapping[int, UnitFacts]:
        return self._units()

    @cached_property
    def question_by_uid(self) -> dict[str, QuestionFacts]:
        return {question.uid: question for question in self.questions.values()}

    @cached_property
    def survey_uids(self) -> dict[int, str]:
        return {survey_id: uid for uid, survey_id in self.surveys.items()}

    @cached_property
    def levels(self) -> frozenset[str]:
        return frozenset(unit.level for unit in self.units.values())

    @cached_property
    def _unit_ids_by_name(self) -> dict[str, int]:
        by_key = {unit.key: unit.id for unit in self.units.values()}
        return by_key | {unit.uid: unit.id for unit in self.units.values()}

    def unit_ids_named(self, names: Iterable[object]) -> frozenset[int]:
        """Return the units of the given keys or uids; unknown names are nobody's."""
        known = self._unit_ids_by_name
        return frozenset(known[str(name)] for name in names if str(name) in known)

    def subtree(self, unit_ids: Iterable[int]) -> frozenset[int]:
        """Return the units and all below them, as the tree is now."""
        wanted = frozenset(unit_ids)
        return frozenset(unit.id for unit in self.units.values() if wanted.intersection(unit.path_ids))

    def ancestors_at(self, level: str) -> dict[int, str]:
        """Return by unit id the key of its ancestor (or itself) at a level."""
        found = {}
        for unit in self.units.values():
            for step in unit.path_ids:
                ancestor = self.units.get(step)
                if ancestor is not None and ancestor.level == level:
                    found[unit.id] = ancestor.key
        return found
