"""A survey as one respondent sees it: one language, what is fixed decided, what depends on answers left open.

Conditions on attributes, channel and language are decided here, so that no attribute leaves the server.
What remains are conditions on answers, which a page or the widget evaluates while it goes along. Texts
may fall back to another language: renderers set ``dir="auto"`` on each.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from heedful.design.surveys.flow import GAP, Facts, Surroundings, fill, questions_by_key, score_class
from heedful.design.surveys.kind import kinds
from heedful.design.surveys.languages import (
    chosen,
    default_language_text,
    direction,
    language_name,
    normal,
    offered,
)
from heedful.design.surveys.scale_words import ENDS
from heedful.design.surveys.thanks import THANKS
from heedful.design.surveys.types import (
    Condition,
    Direction,
    Ending,
    Option,
    Picture,
    QuestionDefinition,
    SurveyDefinition,
    Texts,
)


@dataclass(frozen=True, slots=True)
class PresentedLanguage:
    code: str
    name: str  # as it calls itself
    direction: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a scale. ``score_class`` is what conditions on class.KEY compare."""

    value: int
    label: str
    score_class: str


@dataclass(frozen=True, slots=True)
class PresentedOption:
    key: str
    label: str
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True)
class PresentedPicture:
    uid: str
    alternative: str


@dataclass(frozen=True, slots=True)
class PresentedQuestion:
    """``rows`` are what a matrix asks, each answered under its own key; ``input`` is the control to draw."""

    key: str
    kind: str
    input: str
    text: str
    help: str
    required: bool
    steps: tuple[Step, ...] = ()
    options: tuple[PresentedOption, ...] = ()
    rows: tuple[PresentedOption, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    picture: PresentedPicture | None = None
    show_if: tuple[Condition, ...] = ()

    @property
    def lowest(self) -> Step:
        return self.steps[0]

    @property
    def highest(self) -> Step:
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class PresentedEnding:
    key: str
    text: str
    detail: str
    button: str
    url: str
    show_if: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class PresentedLook:
    accent: str
    theme: str
    layout: str
    logo: PresentedPicture | None = None


@dataclass(frozen=True, slots=True)
class PresentedSurvey:
    language: str
    direction: str  # ltr or rtl
    languages: tuple[PresentedLanguage, ...]
    title: str
    intro: str
    questions: tuple[PresentedQuestion, ...]
    endings: tuple[PresentedEnding, ...]  # the last one has no conditions: nobody leaves without thanks
    look: PresentedLook

    def question(self, key: str) -> PresentedQuestion | None:
        return next((question for question in self.questions if question.key == key), None)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data, every field present."""
        return asdict(self)


def presented(
    definition: SurveyDefinition,
    around: Surroundings,
    answers: Mapping[str, object] | None = None,
    *,
    seed: str = "",
) -> PresentedSurvey:
    """Return what is shown to one respondent.

    Without ``answers``, gaps like {answer.KEY|…} stay for the page to fill as it goes; with them they are
    filled. ``seed`` (the session, say) gives shuffled options an order that stays.
    """
    return _Presenter(definition, around, answers, seed).survey()


class _Presenter:
    def __init__(
        self,
        definition: SurveyDefinition,
        around: Surroundings,
        answers: Mapping[str, object] | None,
        seed: str,
    ) -> None:
        self._definition = definition
        self._language = chosen(definition, around.language)
        self._facts = Facts(
            questions_by_key(definition), answers or {}, replace(around, language=self._language)
        )
        self._conditions = Facts(self._facts.questions, {}, around, self._facts.reached, self._facts.known)
        self._fills_answers = answers is not None
        self._seed = seed
        self._left_open: dict[str, tuple[Condition, ...]] = {}

    def survey(self) -> PresentedSurvey:
        self._leave_out()
        return PresentedSurvey(
            language=self._language,
            direction=direction(self._language),
            languages=tuple(
                PresentedLanguage(code, language_name(code), direction(code))
                for code in offered(self._definition)
            ),
            title=self._text(self._definition.title),
            intro=self._text(self._definition.intro),
            questions=tuple(
                self._question(question)
                for question in self._definition.questions
                if question.key in self._facts.reached
            ),
            endings=tuple(self._endings()),
            look=self._look(),
        )

    def _leave_out(self) -> None:
        for question in self._definition.questions:
            if question.known_as and self._conditions.of(f"attribute.{question.known_as}"):
                self._facts.known[question.key] = question.known_as
            elif self._may_hold(question.show_if):
                self._left_open[question.key] = self._open(question.show_if)
                self._facts.reached.add(question.key)

    def _may_hold(self, conditions: Iterable[Condition]) -> bool:
        return self._conditions.hold(one for one in conditions if not self._is_open(one.field))

    def _open(self, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(one for one in conditions if self._is_open(one.field))

    def _is_open(self, name: str) -> bool:
        """Say whether only the respondent's answers will tell."""
        kind, _dot, key = name.partition(".")
        question = self._facts.question(key)
        if kind not in {"answer", "class"} or question is None:
            return False
        return question.key in self._facts.reached

    def _text(self, texts: Texts | str) -> str:
        text = (
            texts
            if isinstance(texts, str)
            else default_language_text(texts, self._language, self._definition.language)
        )
        return GAP.sub(self._filled, text)

    def _filled(self, gap: re.Match[str]) -> str:
        if not self._fills_answers and gap[1].startswith("answer.") and self._is_open(gap[1]):
            return gap[0]
        return fill(self._facts, gap)

    def _question(self, question: QuestionDefinition) -> PresentedQuestion:
        kind = kinds()[question.kind]
        shown = self._shuffled(question)
        options = tuple(self._option(option, "") for option in shown)
        if is_matrix := question.kind == "matrix":
            options = tuple(self._option(option, f"{question.key}.") for option in shown)
        settings = {
            name: self._text(value) if name in kind.rendering.translated else value
            for name, value in question.settings.items()
        }
        return PresentedQuestion(
            key=question.key,
            kind=question.kind,
            input="select" if question.settings.get("shown_as") == "dropdown" else kind.rendering.input,
            text=self._text(question.text),
            help=self._text(question.help),
            required=question.required,
            steps=self._steps(question),
            options=() if is_matrix else options,
            rows=options if is_matrix else (),
            settings=settings,
            picture=self._picture(question.picture),
            show_if=self._left_open[question.key],
        )

    def _option(self, option: Option, prefix: str) -> PresentedOption:
        return PresentedOption(
            prefix + option.key, self._text(option.label) or option.key, option.is_exclusive
        )

    def _shuffled(self, question: QuestionDefinition) -> Sequence[Option]:
        if not self._seed or not question.settings.get("shuffle"):
            return question.options
        last = [one for one in question.options if one.is_exclusive or one.key == "other"]
        first = [one for one in question.options if one not in last]
        random.Random(f"{self._seed}\x1f{question.key}").shuffle(first)
        return [*first, *last]

    def _steps(self, question: QuestionDefinition) -> tuple[Step, ...]:
        scale = question.scale
        if scale is None or question.kind == "number":
            return ()
        ends = self._ends(question)
        return tuple(
            Step(
                step,
                self._text(scale.labels.get(step, {})) or ends.get(step, ""),
                score_class(question, step),
            )
            for step in range(scale.low, scale.high + 1)
        )

    def _ends(self, question: QuestionDefinition) -> dict[int, str]:
        scale, usual = question.scale, ENDS.get(question.kind)
        if scale is None or usual is None or scale.direction is Direction.LOWER_IS_BETTER:
            return {}
        by_language = [normal(self._language), normal(self._language).partition("-")[0]]
        low, high = next((usual[code] for code in by_language if code in usual), ("", ""))
        return {scale.low: low, scale.high: high}

    def _picture(self, picture: Picture | None) -> PresentedPicture | None:
        return PresentedPicture(picture.uid, self._text(picture.alternative)) if picture else None

    def _endings(self) -> Iterable[PresentedEnding]:
        for ending in (*self._definition.endings, THANKS):
            if not self._may_hold(ending.show_if):
                continue
            yield (made := self._ending(ending))
            if not made.show_if:
                return

    def _ending(self, ending: Ending) -> PresentedEnding:
        return PresentedEnding(
            key=ending.key,
            text=self._text(ending.text),
            detail=self._text(ending.detail),
            button=self._text(ending.button),
            url=ending.url,
            show_if=self._open(ending.show_if),
        )

    def _look(self) -> PresentedLook:
        look = self._definition.look
        return PresentedLook(look.accent, str(look.theme), str(look.layout), self._picture(look.logo))
