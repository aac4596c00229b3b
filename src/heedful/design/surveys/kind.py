"""What a question kind is: how it is defined, and what counts as an answer to it.

Adding a kind is adding one file to ``kinds`` with a ``KIND``; the contract tests run over it at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from math import isfinite
from typing import Protocol

from heedful.design.surveys import kind_settings as setting
from heedful.design.surveys.kind_settings import SettingCheck
from heedful.design.surveys.types import AnswerValue, Direction, Option, QuestionDefinition, Scale
from heedful.platform.core.errors import PermanentError
from heedful.platform.core.kinds import load_kinds

_WHOLE = re.compile(r"[+-]?\d{1,9}(\.0+)?")


class InvalidAnswer(PermanentError):
    """No answer to this question; ``reason`` says why, to be read after the question's key."""

    status = 422
    code = "invalid-answer"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InvalidQuestion(PermanentError):
    """The question cannot be asked as defined."""

    status = 422
    code = "invalid-question"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a kind is shown, heard and summed up.

    ``input`` names the control a renderer draws, ``accessibility`` says how it is operated and announced,
    ``summary`` are the columns of a table of its answers, ``column`` is where an answer is stored,
    ``translated`` are the settings that are texts, ``is_basic`` says that it works without JavaScript.
    """

    input: str
    accessibility: str
    summary: tuple[str, ...] = ()
    column: str = ""
    translated: tuple[str, ...] = ()
    is_basic: bool = True


class QuestionKind(Protocol):
    """A kind of question. Attributes are read-only."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def default_scale(self) -> Scale | None: ...
    @property
    def metric_keys(self) -> tuple[str, ...]:
        """Keys of the metrics that read such answers, the usual one first."""
        ...

    @property
    def rendering(self) -> Rendering: ...

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        """Return the question with its defaults filled in; raise :class:`InvalidQuestion`."""
        ...

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        """Return what can be answered: the question itself, the rows of a matrix, nothing for a statement."""
        ...

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:
        """Return the answer in its columns, None where nothing was said; raise :class:`InvalidAnswer`."""
        ...


def kinds() -> dict[str, QuestionKind]:
    """Every question kind there is, by key."""
    return load_kinds("heedful.design.surveys.kinds")


@dataclass(frozen=True, slots=True)
class ScaleKind:
    """Whole steps of a scale. ``scales`` are the ends it may have; None allows any within ±1,000."""

    key: str
    label: str
    default_scale: Scale
    metric_keys: tuple[str, ...]
    scales: tuple[tuple[int, int], ...] | None = None
    input: str = "steps"

    @property
    def rendering(self) -> Rendering:
        return Rendering(
            self.input,
            "A group of radio buttons named by the question. Arrow keys move, space chooses. Each button is "
            "announced by its number and, where it has one, its label; both ends are labelled in words.",
            summary=("step", "label", "count", "share", "mean", "top_box"),
            column="score",
        )

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        scale = question.scale or self.default_scale
        self._check_ends(scale)
        refuse_options(question)
        check_settings(question, {})
        top_box = scale.top_box or _best(scale, len(self.default_scale.top_box))
        outside = [value for value in (*top_box, *scale.labels) if not scale.holds(value)]
        if outside:
            raise InvalidQuestion("scale", f"{outside[0]} is not between {scale.low} and {scale.high}")
        return replace(question, scale=replace(scale, top_box=tuple(sorted(set(top_box)))))

    def _check_ends(self, scale: Scale) -> None:
        if self.scales is not None and (scale.low, scale.high) not in self.scales:
            allowed = " or ".join(f"{low}–{high}" for low, high in self.scales)
            raise InvalidQuestion(
                "scale", f"{self.label} is asked from {allowed}, not {scale.low}–{scale.high}"
            )
        if not (-1_000 <= scale.low < scale.high <= 1_000):
            raise InvalidQuestion("scale", "low must be below high, both within ±1,000")

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue:
        scale = question.scale or self.default_scale
        step = value if type(value) is int else whole_number(value)
        if step is None or not scale.holds(step):
            raise InvalidAnswer(f"{shown(value)} is not a whole number from {scale.low} to {scale.high}")
        return _score(step)


@cache
def _score(step: int) -> AnswerValue:
    return AnswerValue(score=step)


def _best(scale: Scale, count: int) -> tuple[int, ...]:
    steps = range(scale.low, scale.high + 1)
    return tuple(steps[-count:] if scale.direction is Direction.HIGHER_IS_BETTER else steps[:count])


@dataclass(frozen=True, slots=True)
class ChoiceKind:
    """One or several of the question's options, given by key or by label."""

    key: str
    label: str
    several: bool
    settings: Mapping[str, SettingCheck] = field(default_factory=dict, hash=False)
    metric_keys: tuple[str, ...] = ()
    default_scale: Scale | None = None

    @property
    def rendering(self) -> Rendering:
        one = (
            "A group of radio buttons named by the question; arrow keys move, space chooses. As a dropdown "
            "it is the browser's own list, with the question as its label."
        )
        many = (
            "A group of check boxes named by the question; tab moves, space ticks. How many may be ticked is "
            "said before the first. Ticking an option that stands alone unticks the others, and is announced."
        )
        return Rendering(
            "checkboxes" if self.several else "radios",
            many if self.several else one,
            summary=("option", "count", "share"),
            column="choices",
        )

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        check_options(question)
        check_settings(question, self.settings)
        check_bounds(question, len(question.options))
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:
        given = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
        if not given:
            return None
        if len(given) > 1 and not self.several:
            raise InvalidAnswer(f"{len(given)} options given where one may be chosen")
        chosen = {option_of(question, one).key for one in given}
        picked = tuple(option for option in question.options if option.key in chosen)
        alone = [option.key for option in picked if option.is_exclusive]
        if alone and len(picked) > 1:
            raise InvalidAnswer(f"{shown(alone[0])} is chosen alone, not with others")
        if not alone:
            refuse_count(question, len(picked))
        return AnswerValue(choices=tuple(option.key for option in picked))


@dataclass(frozen=True, slots=True)
class TextKind:
    """Words, up to a length."""

    key: str
    label: str
    longest: int
    input: str = "paragraph"
    metric_keys: tuple[str, ...] = ()
    default_scale: Scale | None = None

    @property
    def rendering(self) -> Rendering:
        return Rendering(
            self.input,
            "A text field whose label is the question and whose description is the line beneath it. Nothing "
            "stands inside it before one writes; near the limit, what is left is announced.",
            summary=("text", "answered_at"),
            column="text",
        )

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        refuse_options(question)
        check_settings(question, {"longest": setting.whole(1, self.longest)})
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:
        return words(value, question.settings.get("longest", self.longest))


def option_of(question: QuestionDefinition, value: object) -> Option:
    """Return the option that is meant, by key or by label in any language."""
    text = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    for option in question.options:
        if text is not None and (text == option.key or text in option.label.values()):
            return option
    raise InvalidAnswer(f"{shown(value)} is none of its options")


def refuse_count(question: QuestionDefinition, count: int) -> None:
    """Refuse fewer or more options than the question's settings allow."""
    least, most = question.settings.get("at_least", 1), question.settings.get("at_most")
    if count < least:
        raise InvalidAnswer(f"{count} given where at least {least} are wanted")
    if most is not None and count > most:
        raise InvalidAnswer(f"{count} given where at most {most} are allowed")


def words(value: object, longest: int) -> AnswerValue | None:
    """Return a text answer, None for blank; refuse what is no text, too long or not storable."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value != value:  # noqa: PLR0124 - NaN
        raise InvalidAnswer(f"{shown(value)} is not text")
    text = str(value).strip()
    if len(text) > longest:
        raise InvalidAnswer(f"is {len(text):,} characters long; {longest:,} are allowed")
    if "\x00" in text:
        raise InvalidAnswer("holds a NUL character")
    return AnswerValue(text=text) if text else None


def whole_number(value: object) -> int | None:
    """Read a whole number (9, 9.0, "9"); None for anything else, true and false included."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and isfinite(value) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(float(value))
    return None


def shown(value: object) -> str:
    """Name a value in an error message, cut to what a person reads."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def check_settings(question: QuestionDefinition, known: Mapping[str, SettingCheck]) -> None:
    """Refuse settings the kind does not know, and values it cannot use."""
    for name, value in question.settings.items():
        if name not in known:
            named = f"known are {', '.join(sorted(known))}" if known else "this kind has none"
            raise InvalidQuestion(f"settings.{name}", f"is unknown here; {named}")
        if reason := known[name](value):
            raise InvalidQuestion(f"settings.{name}", reason)


def check_bounds(question: QuestionDefinition, count: int) -> None:
    """Refuse limits that no number of options can meet."""
    least, most = question.settings.get("at_least", 1), question.settings.get("at_most", count)
    if least > count:
        raise InvalidQuestion("settings.at_least", f"is {least}, and there are {count} options")
    if most < least:
        raise InvalidQuestion("settings.at_most", f"is {most}, less than at_least {least}")


def check_options(question: QuestionDefinition) -> None:
    if len(question.options) < 1:
        raise InvalidQuestion("options", "there are none to choose from")
    refuse_twins(question.options)


def refuse_twins(options: tuple[Option, ...]) -> None:
    keys = [option.key for option in options]
    twins = sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []
    if twins:
        raise InvalidQuestion("options", f"{twins[0]!r} stands there twice")


def refuse_options(question: QuestionDefinition) -> None:
    if question.options:
        raise InvalidQuestion("options", f"a question of the kind {question.kind} has none")


def refuse_scale(question: QuestionDefinition) -> None:
    if question.scale is not None:
        raise InvalidQuestion("scale", f"a question of the kind {question.kind} has none")


def text_in(texts: Mapping[str, str], language: str) -> str:
    """Return the text in a language, else in any; never nothing where there is something."""
    return texts.get(language) or next(iter(texts.values()), "")
