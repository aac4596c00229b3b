"""A survey as data: what the file, the API, the import and the published version all mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Direction(StrEnum):
    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole steps from ``low`` to ``high``; ``top_box`` are the values that count as good."""

    low: int
    high: int
    direction: Direction = Direction.HIGHER_IS_BETTER
    top_box: tuple[int, ...] = ()
    labels: dict[int, str] = field(default_factory=dict)

    def holds(self, value: int) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: dict[str, str]  # by language


@dataclass(frozen=True, slots=True)
class QuestionDefinition:
    """A question of one version. ``key`` is its identity across versions of the survey."""

    key: str
    kind: str
    text: dict[str, str]  # by language
    required: bool = False
    scale: Scale | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyDefinition:
    name: str
    questions: tuple[QuestionDefinition, ...]
    language: str = "en"

    def question(self, key: str) -> QuestionDefinition | None:
        return next((question for question in self.questions if question.key == key), None)


@dataclass(frozen=True, slots=True)
class AnswerValue:
    """A checked answer, in the columns it is stored in. At most one of them is set, text beside any."""

    score: int | None = None  # a step of a scale
    number: float | None = None
    text: str = ""
    choices: tuple[str, ...] = ()  # option keys


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question as other modules see it."""

    id: int
    uid: str
    survey_id: int
    survey_uid: str
    key: str
    kind: str
    text: str
    scale: Scale | None
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """A survey as other modules see it; ``version_*`` are of the published version, if any."""

    id: int
    uid: str
    name: str
    language: str
    version_id: int | None
    version_number: int | None
    questions: tuple[QuestionFacts, ...]
