"""Texts in several languages: which is shown, which is missing, and in which direction it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from heedful.design.surveys.language_names import NAMES
from heedful.design.surveys.types import Ending, Picture, QuestionDefinition, SurveyDefinition, Texts

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Gap:
    """A text that one of the survey's languages lacks. ``place`` is as in errors: questions.nps.text."""

    place: str
    language: str
    text: str  # what is shown instead


def default_language_text(texts: Mapping[str, str], language: str, default: str) -> str:
    """Return the text in a language, else in its parent (de for de-AT), the default one, or any there is."""
    if not texts:
        return ""
    by_code = {normal(code): text for code, text in texts.items() if text.strip()}
    wanted = normal(language)
    for code in (wanted, wanted.partition("-")[0], normal(default)):
        if code in by_code:
            return by_code[code]
    return next(iter(by_code.values()), "")


def normal(language: str) -> str:
    return language.lower().replace("_", "-")


def direction(language: str) -> str:
    return "rtl" if normal(language).partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def language_name(language: str) -> str:
    """Return how a language calls itself, else its code."""
    wanted = normal(language)
    return NAMES.get(wanted) or NAMES.get(wanted.partition("-")[0]) or language


def offered(definition: SurveyDefinition) -> tuple[str, ...]:
    """Return the languages a survey can be answered in, the default one first.

    Where none are listed, those in which every question has a text.
    """
    if definition.languages:
        return tuple(dict.fromkeys((definition.language, *definition.languages)))
    found = [set(question.text) for question in definition.questions]
    complete = set.intersection(*found) if found else set()
    return (definition.language, *sorted(complete - {definition.language}))


def chosen(definition: SurveyDefinition, *wanted: str) -> str:
    """Return the first wanted language that the survey is offered in, else the default one."""
    by_code = {normal(code): code for code in offered(definition)}
    for language in wanted:
        code = normal(language)
        found = by_code.get(code) or by_code.get(code.partition("-")[0])
        if found:
            return found
    return definition.language


def texts_of(definition: SurveyDefinition) -> Iterator[tuple[str, Texts]]:
    """Yield every text a respondent may read, with its place; empty ones are left out."""
    for place, texts in _all_texts(definition):
        if any(text.strip() for text in texts.values()):
            yield place, texts


def translation_gaps(definition: SurveyDefinition) -> tuple[Gap, ...]:
    """Return the texts that one of the offered languages lacks, in the order they are read."""
    languages = offered(definition)
    return tuple(
        Gap(place, language, default_language_text(texts, language, definition.language))
        for place, texts in texts_of(definition)
        for language in languages
        if not texts.get(language, "").strip()
    )


type TextChange = Callable[[str, Texts], Texts]  # from a place and its texts to other texts


def with_texts(definition: SurveyDefinition, change: TextChange) -> SurveyDefinition:
    """Return the survey with every text changed; places are those of :func:`texts_of`."""
    look = definition.look
    return replace(
        definition,
        title=change("title", definition.title),
        intro=change("intro", definition.intro),
        look=replace(look, logo=_with_alternative(look.logo, "look.logo", change)),
        questions=tuple(_with_question_texts(question, change) for question in definition.questions),
        endings=tuple(_with_ending_texts(ending, change) for ending in definition.endings),
    )


def translated(definition: SurveyDefinition, language: str, texts: Mapping[str, str]) -> SurveyDefinition:
    """Return the survey with texts of one language set by place; an empty one takes the translation away."""

    def change(place: str, before: Texts) -> Texts:
        if place not in texts:
            return before
        rest = {code: text for code, text in before.items() if code != language}
        said = texts[place].strip()
        return (rest | {language: said}) if said else rest

    return with_texts(definition, change)


def _with_question_texts(question: QuestionDefinition, change: TextChange) -> QuestionDefinition:
    place, scale = f"questions.{question.key}", question.scale
    if scale:
        labels = {step: change(f"{place}.scale.labels.{step}", text) for step, text in scale.labels.items()}
        scale = replace(scale, labels=labels)
    settings = {
        name: change(f"{place}.settings.{name}", question.settings[name])
        for name in _translated_settings(question)
    }
    return replace(
        question,
        text=change(f"{place}.text", question.text),
        help=change(f"{place}.help", question.help),
        picture=_with_alternative(question.picture, f"{place}.picture", change),
        scale=scale,
        options=tuple(
            replace(option, label=change(f"{place}.options.{option.key}", option.label))
            for option in question.options
        ),
        settings=question.settings | settings,
    )


def _with_ending_texts(ending: Ending, change: TextChange) -> Ending:
    place = f"endings.{ending.key}"
    return replace(
        ending,
        text=change(f"{place}.text", ending.text),
        detail=change(f"{place}.detail", ending.detail),
        button=change(f"{place}.button", ending.button),
    )


def _with_alternative(picture: Picture | None, place: str, change: TextChange) -> Picture | None:
    if picture is None:
        return None
    return replace(picture, alternative=change(f"{place}.alternative", picture.alternative))


def _all_texts(definition: SurveyDefinition) -> Iterator[tuple[str, Texts]]:
    yield "title", definition.title
    yield "intro", definition.intro
    if definition.look.logo:
        yield "look.logo.alternative", definition.look.logo.alternative
    for question in definition.questions:
        yield from _question_texts(question)
    for ending in definition.endings:
        place = f"endings.{ending.key}"
        yield f"{place}.text", ending.text
        yield f"{place}.detail", ending.detail
        yield f"{place}.button", ending.button


def _question_texts(question: QuestionDefinition) -> Iterator[tuple[str, Texts]]:
    place = f"questions.{question.key}"
    yield f"{place}.text", question.text
    yield f"{place}.help", question.help
    if question.picture:
        yield f"{place}.picture.alternative", question.picture.alternative
    if question.scale:
        for step, label in sorted(question.scale.labels.items()):
            yield f"{place}.scale.labels.{step}", label
    for option in question.options:
        yield f"{place}.options.{option.key}", option.label
    for name in _translated_settings(question):
        yield f"{place}.settings.{name}", question.settings[name]


def _translated_settings(question: QuestionDefinition) -> list[str]:
    from heedful.design.surveys.kind import kinds

    kind = kinds().get(question.kind)
    names = kind.rendering.translated if kind else ()
    return [name for name in names if isinstance(question.settings.get(name), dict)]
