"""What is wrong around the questions: languages, texts, endings, look, topic; and limits of size."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from heedful.design.surveys.kind import shown
from heedful.design.surveys.languages import normal, texts_of
from heedful.design.surveys.types import Ending, Picture, SurveyDefinition
from heedful.platform.core.errors import Problem

MAX_ENDINGS = 50
MAX_LANGUAGES = 60
MAX_OPTIONS = 1_000
MAX_URL = 2_000
# The longest text at a place, by the last word of the place.
_LONGEST = {"title": 300, "intro": 10_000, "text": 10_000, "detail": 10_000, "button": 200, "help": 5_000}
_LONGEST_LABEL = 2_000
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8}){0,2}")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_UPLOAD = re.compile(r"[a-z]{2,5}_[0-9a-z]{26}")
_KEY = re.compile(r"[\w.\-]{1,80}")


def frame_problems(definition: SurveyDefinition) -> Iterable[Problem]:
    yield from _language_problems(definition)
    yield from _text_problems(definition)
    yield from _ending_problems(definition.endings)
    yield from _look_problems(definition)
    if len(definition.topic) > 80 or not definition.topic.isprintable():
        yield Problem("topic", "must have at most 80 characters")
    for number, question in enumerate(definition.questions):
        if len(question.options) > MAX_OPTIONS:
            yield Problem(f"questions[{number}].options", f"there are more than {MAX_OPTIONS:,}")
        if len(question.known_as) > 80 or not question.known_as.isprintable():
            yield Problem(f"questions[{number}].known_as", "is no key of an attribute")
        yield from _picture_problems(question.picture, f"questions[{number}].picture")


def _language_problems(definition: SurveyDefinition) -> Iterable[Problem]:
    if not is_language(definition.language):
        yield Problem("language", f"{shown(definition.language)} is no language such as de or pt-BR")
    if len(definition.languages) > MAX_LANGUAGES:
        yield Problem("languages", f"there are more than {MAX_LANGUAGES}")
    seen = {normal(definition.language)}
    for number, language in enumerate(definition.languages):
        if not is_language(language):
            yield Problem(f"languages[{number}]", f"{shown(language)} is no language such as de or pt-BR")
        elif normal(language) in seen:
            yield Problem(f"languages[{number}]", f"{language} stands there twice, or is the default one")
        seen.add(normal(language))


def is_language(code: str) -> bool:
    return len(code) <= 12 and _LANGUAGE.fullmatch(code) is not None


def _text_problems(definition: SurveyDefinition) -> Iterable[Problem]:
    for place, texts in texts_of(definition):
        longest = _LONGEST.get(place.rpartition(".")[2], _LONGEST_LABEL)
        for language, text in texts.items():
            if not is_language(language):
                yield Problem(place, f"{shown(language)} is no language such as de or pt-BR")
            if len(text) > longest:
                yield Problem(place, f"is {len(text):,} characters long; {longest:,} are allowed")


def _ending_problems(endings: tuple[Ending, ...]) -> Iterable[Problem]:
    if len(endings) > MAX_ENDINGS:
        yield Problem("endings", f"there are {len(endings)}; {MAX_ENDINGS} are allowed")
    seen: set[str] = set()
    for number, ending in enumerate(endings):
        place = f"endings[{number}]"
        if not _KEY.fullmatch(ending.key):
            yield Problem(f"{place}.key", f"{shown(ending.key)} is not 1–80 letters, digits, _, - or .")
        if ending.key in seen:
            yield Problem(f"{place}.key", f"{ending.key!r} stands there twice")
        seen.add(ending.key)
        if not any(text.strip() for text in ending.text.values()):
            yield Problem(f"{place}.text", "is empty")
        if reason := _url_problem(ending.url):
            yield Problem(f"{place}.url", reason)


def _url_problem(url: str) -> str:
    if not url:
        return ""
    if len(url) > MAX_URL or any(character.isspace() or not character.isprintable() for character in url):
        return f"must be an address of at most {MAX_URL:,} characters without spaces"
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "is no address"
    if parts.scheme not in {"https", "http"} or not host:
        return "must begin with https:// or http://"
    return "must not hold a user or password" if parts.username is not None else ""


def _look_problems(definition: SurveyDefinition) -> Iterable[Problem]:
    look = definition.look
    if look.accent and not _COLOUR.fullmatch(look.accent):
        yield Problem("look.accent", f"{shown(look.accent)} is no colour such as #0a5cd8")
    yield from _picture_problems(look.logo, "look.logo")


def _picture_problems(picture: Picture | None, place: str) -> Iterable[Problem]:
    if picture is not None and not _UPLOAD.fullmatch(picture.uid):
        yield Problem(f"{place}.uid", f"{shown(picture.uid)} is not the id of an upload")
