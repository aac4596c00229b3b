"""A survey as data: what the file, the API, the import and the published version all mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

type Texts = dict[str, str]  # one text by language

SEVERAL = frozenset({"multiple_choice", "ranking"})  # kinds whose answers hold several options


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
    labels: dict[int, Texts] = field(default_factory=dict)

    def holds(self, value: int) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: Texts
    is_exclusive: bool = False  # "none of these": chosen alone


class Comparison(StrEnum):
    IS = "is"  # any of the values
    IS_NOT = "is_not"  # none of them; holds as well where nothing is known
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    KNOWN = "known"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact against values.

    Fields: answer.KEY, class.KEY (the class of its score), attribute.KEY, language, channel.
    """

    field: str
    comparison: Comparison = Comparison.IS
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """An uploaded image and what it shows, in words."""

    uid: str
    alternative: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionDefinition:
    """A question of one version. ``key`` is its identity across versions of the survey."""

    key: str
    kind: str
    text: Texts
    required: bool = False
    scale: Scale | None = None
    options: tuple[Option, ...] = ()
    help: Texts = field(default_factory=dict)  # a line beneath the question
    show_if: tuple[Condition, ...] = ()  # all must hold
    known_as: str = ""  # attribute that answers it: not asked where the attribute is known
    picture: Picture | None = None
    settings: dict[str, Any] = field(default_factory=dict)  # what only this kind knows, checked by the kind


@dataclass(frozen=True, slots=True)
class Ending:
    """What is said at the end: of several the first whose conditions hold."""

    key: str
    text: Texts
    detail: Texts = field(default_factory=dict)  # what happens next
    button: Texts = field(default_factory=dict)
    url: str = ""  # where the button leads
    show_if: tuple[Condition, ...] = ()


class Layout(StrEnum):
    ONE_BY_ONE = "one_by_one"
    ALL = "all"


class Theme(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    accent: str = ""  # #rrggbb; empty: the organisation's, else the house's
    logo: Picture | None = None
    theme: Theme = Theme.AUTO
    layout: Layout = Layout.ONE_BY_ONE


@dataclass(frozen=True, slots=True)
class SurveyDefinition:
    """``name`` is for those who run it; respondents see ``title`` and ``intro``."""

    name: str
    questions: tuple[QuestionDefinition, ...]
    language: str = "en"  # the default one: whatever is not translated is shown in it
    languages: tuple[str, ...] = ()  # further ones it is offered in
    title: Texts = field(default_factory=dict)
    intro: Texts = field(default_factory=dict)
    endings: tuple[Ending, ...] = ()
    look: Look = field(default_factory=Look)
    topic: str = ""  # what one opts out of; empty: surveys in general

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
    is_asked: bool = True  # in the published version; the answers of a retired question stay

    @property
    def takes_several(self) -> bool:
        """Say whether an answer may hold several options at once."""
        return self.kind in SEVERAL


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """A survey as other modules see it; ``version_*`` are of the published version, if any."""

    id: int
    uid: str
    name: str
    language: str
    version_id: int | None
    version_number: int | None
    questions: tuple[QuestionFacts, ...]  # those asked now in their order, then retired ones
    is_archived: bool = False
    has_draft: bool = False  # something is being worked on that is not published

    def question(self, key: str) -> QuestionFacts | None:
        return next((question for question in self.questions if question.key == key), None)


@dataclass(frozen=True, slots=True)
class SurveyHead:
    """A survey without its questions, which is all that asking looks at."""

    id: int
    uid: str
    name: str
    version_id: int | None
    version_number: int | None
    published_at: datetime | None
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class VersionFacts:
    id: int
    number: int
    checksum: str
    published_at: datetime
    published_by: str
    definition: SurveyDefinition


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that can be answered, as one version asks it: rows of a matrix stand alone here."""

    id: int
    uid: str
    definition: QuestionDefinition


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One published version as answers are checked against it."""

    survey_id: int
    survey_uid: str
    version_id: int
    number: int
    language: str
    questions: Mapping[str, AskedQuestion]  # by key
    matrices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # key of a matrix: its rows' keys
    has_required: bool = False
    definition: SurveyDefinition | None = None  # where given, what its flow does not ask is not missing


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    question_id: int
    key: str
    value: AnswerValue
    is_invalid: bool = False  # ``value.text`` is what was said


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """Why an answer is refused. ``question_id`` is None when no such question is asked."""

    key: str
    reason: str
    question_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    answers: tuple[ReadAnswer, ...]
    problems: tuple[AnswerProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """What changed for one question between two versions."""

    key: str
    change: str  # added, removed, changed
    fields: tuple[str, ...] = ()  # of a changed one: text, scale, options, required, position
    before: QuestionDefinition | None = None
    after: QuestionDefinition | None = None


@dataclass(frozen=True, slots=True)
class FrameDifference:
    """What changed around the questions: name, languages, title, look, an ending; as plain data."""

    place: str  # "intro", "look", "endings.promoters"
    before: Any = None
    after: Any = None
