"""A survey as a plan asks it of one person: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from heedful.design.surveys.types import Condition
from heedful.listen.fieldwork.rules.schedule import meets, turn_of
from heedful.listen.fieldwork.sampling import Method, Person, StratumHistory, is_open
from heedful.listen.fieldwork.types import AskedSurvey, AudienceKind, Candidate, PlanFacts

MAX_STRATUM = 200
_DRAWN_WHOLE = frozenset({Method.STRATIFIED, Method.QUOTA, Method.ADAPTIVE})


@dataclass(frozen=True, slots=True)
class Quota:
    """So many answers of a stratum are wanted in so many days."""

    stratum: str
    name: str
    wanted: int
    days: int


@dataclass(frozen=True, slots=True)
class Fielding:
    """A plan at one of its occasions: of a wave the draw is known, else everybody has their own lot."""

    plan: PlanFacts
    round: str = ""  # lots of a scheduled plan are drawn anew each time
    drawn: frozenset[str] | None = None  # keys of those drawn from the whole audience
    history: Mapping[str, StratumHistory] = field(default_factory=dict)

    @property
    def seed(self) -> str:
        return self.plan.definition.seed or self.plan.uid

    @property
    def draws_whole(self) -> bool:
        """Whether the sample can only be drawn from the audience as a whole."""
        sample = self.plan.definition.sample
        return sample is not None and (sample.size is not None or sample.method in _DRAWN_WHOLE)

    def turn_of(self, key: str, base: datetime) -> datetime:
        return turn_of(self.plan.definition, f"{self.seed}:{self.round}", key, base)

    def survey_for(
        self, survey: AskedSurvey, person: Candidate, *, is_inside: bool | None = None
    ) -> AskedSurvey:
        """Return the survey with what the plan says about this person; ``is_inside``: of a list or unit."""
        definition = self.plan.definition
        return replace(
            survey,
            priority=survey.priority if definition.priority is None else definition.priority,
            seed=self.seed,
            is_drawn=self.is_drawn(survey, person),
            fits_audience=self.fits(person, is_inside=is_inside),
            audience=audience_words(definition.audience.conditions) or definition.name,
        )

    def fits(self, person: Candidate, *, is_inside: bool | None) -> bool:
        audience = self.plan.definition.audience
        if audience.kind is AudienceKind.ALL:
            return True
        if audience.kind is AudienceKind.SEGMENT:
            return meets(audience.conditions, person.attributes, person.language)
        return bool(is_inside)

    def is_drawn(self, survey: AskedSurvey, person: Candidate) -> bool | None:
        """Whether the plan draws the person; None: it leaves that to the contact rules."""
        sample = self.plan.definition.sample
        if sample is None or (sample.method is Method.EVERYONE and survey.sample is not None):
            return None  # the channel has a share of its own, or the rules have
        if self.drawn is not None:
            return person.key in self.drawn
        if self.quota_of(person) is not None:
            return True if survey.sample is None else None  # the gate of quotas says when it is full
        return is_open(
            sample,
            seed=f"{sample.seed or self.seed}:{self.round}",
            purpose=survey.uid,
            person=Person(person.key, self.stratum_of(person)),
            history=self.history,
        )

    def stratum_of(self, person: Candidate) -> str:
        """Return the person's value of what the sample is divided by; empty if it is not, or not known."""
        sample = self.plan.definition.sample
        value = person.attributes.get(sample.by) if sample is not None and sample.by else None
        return "" if value is None else str(value)[:MAX_STRATUM]

    def quota_of(self, person: Candidate) -> Quota | None:
        """Return the quota that somebody who comes by alone counts for; of a wave they were drawn for it."""
        sample = self.plan.definition.sample
        if sample is None or sample.method is not Method.QUOTA or self.drawn is not None:
            return None
        stratum = self.stratum_of(person)
        wanted = sample.quotas.get(stratum, 0)
        return Quota(stratum, f"{sample.by} is {stratum}", wanted, sample.days) if wanted else None


def audience_words(conditions: tuple[Condition, ...]) -> str:
    """Return conditions as one reads them: ``plan is pro, gold; country is DE``."""
    return "; ".join(
        f"{one.field.partition('.')[2] or one.field} {one.comparison.replace('_', ' ')}"
        f" {', '.join(one.values)}".rstrip()
        for one in conditions
    )
