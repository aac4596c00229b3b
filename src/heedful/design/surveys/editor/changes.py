"""Changes of a draft: pure. Each says what it touches, so that two people collide only on the same thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from heedful.design.surveys.kind import kinds
from heedful.design.surveys.types import (
    Condition,
    Ending,
    Look,
    Option,
    QuestionDefinition,
    SurveyDefinition,
    Texts,
)
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem

_KEY = re.compile(r"[\w.\-]{1,80}")
_WORDS = re.compile(r"[a-z0-9]+")
_UNSAID = frozenset(
    "how what which when who where why is are was were do does did the a an of to our your you we us for in "
    "on with and or likely satisfied".split()
)


@dataclass(frozen=True, slots=True)
class Change:
    """``touched`` is what nobody else may have changed since; None where nothing can collide."""

    place: str
    apply: Callable[[SurveyDefinition], SurveyDefinition]
    touched: Callable[[SurveyDefinition], object] = lambda _definition: None


def question_of(definition: SurveyDefinition, key: str) -> QuestionDefinition:
    found = definition.question(key)
    if found is None:
        raise NotFound(f"There is no question {key!r}.")
    return found


def ending_of(definition: SurveyDefinition, key: str) -> Ending:
    found = next((ending for ending in definition.endings if ending.key == key), None)
    if found is None:
        raise NotFound(f"There is no ending {key!r}.")
    return found


def write_question(key: str, question: QuestionDefinition) -> Change:
    """Put a question in the place of one; with another key, all that refers to it follows."""

    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        question_of(definition, key)
        if question.key != key:
            _refuse_key(definition, question.key)
        written = tuple(question if each.key == key else each for each in definition.questions)
        changed = replace(definition, questions=written)
        return changed if question.key == key else _renamed(changed, key, question.key)

    return Change(f"questions.{key}", apply, lambda definition: definition.question(key))


def add_question(
    kind: str, *, after: str = "", text: str = "", known: frozenset[str] = frozenset()
) -> tuple[Change, Callable[[SurveyDefinition], str]]:
    """Return the change, and what tells the key of the new question. ``known`` are keys that had other
    kinds.
    """
    if kind not in kinds():
        raise InvalidInput(Problem("kind", f"{kind!r} is no kind of question"))

    def key(definition: SurveyDefinition) -> str:
        return free_key(definition, text or kind, taken=known)

    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        added = QuestionDefinition(
            key(definition),
            kind,
            {definition.language: text} if text else {},
            scale=kinds()[kind].default_scale,
            options=_first_options(kind, definition.language),
        )
        return replace(definition, questions=_inserted(definition.questions, added, after))

    return Change("questions", apply), key


def duplicate_question(key: str) -> Change:
    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        original = question_of(definition, key)
        copy = replace(original, key=free_key(definition, key))
        return replace(definition, questions=_inserted(definition.questions, copy, key))

    return Change("questions", apply)


def move_question(key: str, before: str) -> Change:
    """Move a question before another one; before "" is to the end."""

    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        moved = question_of(definition, key)
        rest = [each for each in definition.questions if each.key != key]
        at = next((number for number, each in enumerate(rest) if each.key == before), len(rest))
        return replace(definition, questions=(*rest[:at], moved, *rest[at:]))

    return Change("questions", apply)


def remove_question(key: str) -> Change:
    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        question_of(definition, key)
        return replace(definition, questions=tuple(each for each in definition.questions if each.key != key))

    return Change(f"questions.{key}", apply, lambda definition: definition.question(key))


def add_ending() -> Change:
    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        taken = {ending.key for ending in definition.endings}
        key = next(f"end_{number}" for number in range(1, 1_000) if f"end_{number}" not in taken)
        # Before the one that is for everybody, else it would never be reached.
        at = next(
            (n for n, each in enumerate(definition.endings) if not each.show_if), len(definition.endings)
        )
        endings = (*definition.endings[:at], Ending(key, {}), *definition.endings[at:])
        return replace(definition, endings=endings)

    return Change("endings", apply)


def write_ending(key: str, ending: Ending) -> Change:
    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        ending_of(definition, key)
        return replace(
            definition, endings=tuple(ending if each.key == key else each for each in definition.endings)
        )

    return Change(f"endings.{key}", apply, lambda definition: _ending_or_none(definition, key))


def remove_ending(key: str) -> Change:
    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        ending_of(definition, key)
        return replace(definition, endings=tuple(each for each in definition.endings if each.key != key))

    return Change(f"endings.{key}", apply, lambda definition: _ending_or_none(definition, key))


def move_ending(key: str, by: int) -> Change:
    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        moved = ending_of(definition, key)
        at = definition.endings.index(moved)
        rest = [each for each in definition.endings if each.key != key]
        rest.insert(max(0, at + by), moved)
        return replace(definition, endings=tuple(rest))

    return Change("endings", apply)


def write_look(look: Look) -> Change:
    return Change("look", lambda each: replace(each, look=look), lambda each: each.look)


def write_frame(*, name: str, title: Texts, intro: Texts, topic: str) -> Change:
    """Write what stands around the questions."""

    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        return replace(definition, name=name, title=title, intro=intro, topic=topic)

    return Change("frame", apply, lambda each: (each.name, each.title, each.intro, each.topic))


def write_languages(languages: tuple[str, ...]) -> Change:
    return Change(
        "languages",
        lambda definition: replace(
            definition, languages=tuple(each for each in languages if each != definition.language)
        ),
        lambda definition: definition.languages,
    )


def replace_all(written: SurveyDefinition) -> Change:
    """Put a whole definition in the place of the draft: from a file."""
    return Change("survey", lambda _definition: written, lambda definition: definition)


def free_key(definition: SurveyDefinition, wanted: str, *, taken: frozenset[str] = frozenset()) -> str:
    """Return a short key made of the words wanted, that no question has."""
    words = _WORDS.findall(wanted.lower())
    telling = [word for word in words if word not in _UNSAID] or words
    stem = "_".join(telling[:3])[:60] or "question"
    used = {question.key for question in definition.questions} | taken
    candidates = (stem, *(f"{stem}_{number}" for number in range(2, 2_000)))
    return next(candidate for candidate in candidates if candidate not in used)


def option_keys(options: tuple[Option, ...], language: str) -> tuple[Option, ...]:
    """Give every option without a key one made of its label, and none twice."""
    used = {option.key for option in options if option.key}
    keyed = []
    for number, option in enumerate(options, 1):
        key = option.key
        if not key:
            stem = (
                "_".join(_WORDS.findall(option.label.get(language, "").lower())[:4])[:60]
                or f"option_{number}"
            )
            key = next(each for each in (stem, *(f"{stem}_{n}" for n in range(2, 2_000))) if each not in used)
            used.add(key)
        keyed.append(replace(option, key=key))
    return tuple(keyed)


def _inserted(
    questions: tuple[QuestionDefinition, ...], added: QuestionDefinition, after: str
) -> tuple[QuestionDefinition, ...]:
    at = next((number for number, each in enumerate(questions, 1) if each.key == after), len(questions))
    return (*questions[:at], added, *questions[at:])


def _first_options(kind: str, language: str) -> tuple[Option, ...]:
    if kind not in {"single_choice", "multiple_choice", "ranking", "matrix"}:
        return ()
    return (Option("option_1", {language: ""}), Option("option_2", {language: ""}))


def _ending_or_none(definition: SurveyDefinition, key: str) -> Ending | None:
    return next((ending for ending in definition.endings if ending.key == key), None)


def _refuse_key(definition: SurveyDefinition, key: str) -> None:
    if not _KEY.fullmatch(key):
        raise InvalidInput(Problem("key", "has 1 to 80 letters, digits, _, - or ."))
    if sum(each.key == key for each in definition.questions):
        raise Conflict(f"Another question has the key {key!r}.")


def _renamed(definition: SurveyDefinition, old: str, new: str) -> SurveyDefinition:
    """Let conditions and gaps in texts follow a question to its new key."""
    return replace(
        definition,
        title=_regapped(definition.title, old, new),
        intro=_regapped(definition.intro, old, new),
        questions=tuple(
            replace(
                each,
                text=_regapped(each.text, old, new),
                help=_regapped(each.help, old, new),
                show_if=_refielded(each.show_if, old, new),
            )
            for each in definition.questions
        ),
        endings=tuple(
            replace(
                each,
                text=_regapped(each.text, old, new),
                detail=_regapped(each.detail, old, new),
                show_if=_refielded(each.show_if, old, new),
            )
            for each in definition.endings
        ),
    )


def _refielded(conditions: tuple[Condition, ...], old: str, new: str) -> tuple[Condition, ...]:
    fields = {f"{kind}.{old}": f"{kind}.{new}" for kind in ("answer", "class")}
    return tuple(replace(each, field=fields.get(each.field, each.field)) for each in conditions)


def _regapped(texts: Mapping[str, str], old: str, new: str) -> Texts:
    gap = re.compile(rf"\{{answer\.{re.escape(old)}(?=[|}}])")
    return {language: gap.sub(f"{{answer.{new}", text) for language, text in texts.items()}
