"""Each type of question of Formbricks, as one or more of ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from heedful.design.surveys.exchange.foreign_text import key_from, sounds_like_recommending
from heedful.design.surveys.exchange.reading import Element, QuestionReader, Questions, Reading
from heedful.design.surveys.languages import default_language_text
from heedful.design.surveys.types import Condition, Option, QuestionDefinition, Scale

_DETAILS = {"firstName": "name", "lastName": "name", "email": "email", "phone": "phone", "company": "company"}


class FormbricksReading(Reading, Protocol):
    options: dict[str, dict[str, str]]  # our option keys by their choices, by their questions


def open_text(reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    written = element.get("inputType") or "text"
    if written == "number":
        yield replace(base, kind="number")
        return
    if written in {"email", "url", "phone"}:
        reading.report.say(base.key, f"the check that it is an {written}", "short texts are not checked so")
    limits = element.get("charLimit") or {}
    settings = {}
    is_long = bool(element.get("longAnswer", written == "text"))
    if limits.get("enabled") and isinstance(limits.get("max"), int) and limits["max"] >= 1:
        settings["longest"] = min(limits["max"], 20_000 if is_long else 500)
    yield replace(base, kind="long_text" if is_long else "short_text", settings=settings)


def choice(reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    kinds = {"multipleChoiceSingle": "single_choice", "multipleChoiceMulti": "multiple_choice"}
    options = _choices(reading, base.key, str(element.get("id")), element.get("choices"))
    settings: dict[str, Any] = {}
    if element.get("shuffleOption") in {"all", "exceptLast"}:
        settings["shuffle"] = True
    kind = kinds.get(str(element.get("type")), "ranking")
    if element.get("displayType") == "dropdown" and kind == "single_choice":
        settings["shown_as"] = "dropdown"
    yield replace(base, kind=kind, options=options, settings=settings)
    if any(option.key == "other" for option in options):
        label = next(option.label for option in options if option.key == "other")
        yield QuestionDefinition(
            key_from(f"{base.key}_other", taken=reading.keys.values()),
            "short_text",
            label,
            show_if=(Condition(f"answer.{base.key}", values=("other",)),),
        )


def _choices(reading: FormbricksReading, key: str, id_: str, choices: object) -> tuple[Option, ...]:
    options: list[Option] = []
    named = reading.options.setdefault(id_, {})
    for choice in choices if isinstance(choices, list) else []:
        label = reading.texts(choice.get("label") if isinstance(choice, dict) else choice, key)
        own = str(choice.get("id") or "") if isinstance(choice, dict) else ""
        first = default_language_text(label, reading.default, reading.default)
        option = key_from(own, first, taken=[one.key for one in options])
        named |= {own: option, first: option}
        options.append(Option(option, label or {reading.default: option}, own == "none"))
    return tuple(options)


def score(reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    low, high = (0, 10) if element.get("type") == "nps" else (1, int(element.get("range") or 5))
    labels = {
        step: words
        for step, name in ((low, "lowerLabel"), (high, "upperLabel"))
        if (words := reading.texts(element.get(name), base.key))
    }
    drawn = {"star": "stars", "smiley": "smileys"}.get(str(element.get("scale")), "rating")
    kind = "nps" if element.get("type") == "nps" else drawn
    if (kind, high) not in {("nps", 10), ("stars", 5), ("smileys", 5), ("smileys", 3)}:
        kind = "rating"
    top = {"nps": (9, 10)}.get(kind) or (tuple(range(max(low + 1, high - 1), high + 1)))
    if kind == "nps" and not sounds_like_recommending(default_language_text(base.text, reading.default, "")):
        reading.report.say(base.key, "nothing, but look at it", "it is NPS, and does not ask to recommend")
    yield replace(base, kind=kind, scale=Scale(low, high, top_box=top, labels=labels))


def matrix(reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    columns = _choices(reading, base.key, f"{element.get('id')} columns", element.get("columns"))
    rows = _choices(reading, base.key, str(element.get("id")), element.get("rows"))
    if len(columns) < 2 or not rows:
        reading.report.say(base.key, "a grid", "it needs rows and at least two columns")
        return
    labels = {step: column.label for step, column in enumerate(columns, 1)}
    reading.report.say(
        base.key, "columns of the grid as such", f"they are the steps 1 to {len(columns)} of a scale here"
    )
    settings = {"shuffle": True} if element.get("shuffleOption") not in {None, "none"} else {}
    scale = Scale(1, len(columns), labels=labels)
    yield replace(base, kind="matrix", scale=scale, options=rows, settings=settings)


def consent(reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    statement = reading.texts(element.get("label"), base.key)
    settings: dict[str, Any] = {"statement": statement} if statement else {}
    if base.required:
        settings["must_agree"] = True
    yield replace(base, kind="consent", settings=settings)


def statement(reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    if element.get("buttonUrl"):
        reading.report.say(base.key, f"its button to {element['buttonUrl']}", "only endings have buttons")
    yield replace(base, kind="statement", required=False)


def date(_reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    del element
    yield replace(base, kind="date")


def file(reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    if element.get("allowMultipleFiles"):
        reading.report.say(base.key, "several files at once", "one file is one answer here")
    largest = element.get("maxSizeInMB")
    settings = {"largest_megabytes": max(1, min(int(largest), 100))} if largest else {}
    yield replace(base, kind="file", settings=settings)


def details(reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    wanted = [
        ours
        for theirs, ours in _DETAILS.items()
        if (element.get(theirs) or {}).get("show", theirs in element)
    ]
    reading.report.say(base.key, "first and last name apart", "a name is one field here")
    settings = {"fields": list(dict.fromkeys(wanted))} if wanted else {}
    yield replace(base, kind="contact", settings=settings)


def address(reading: FormbricksReading, element: Element, base: QuestionDefinition) -> Questions:
    del element
    reading.report.say(base.key, "the parts of an address", "it is one text here")
    yield replace(base, kind="long_text")


READERS: dict[str, QuestionReader[FormbricksReading]] = {
    "openText": open_text,
    "multipleChoiceSingle": choice,
    "multipleChoiceMulti": choice,
    "ranking": choice,
    "nps": score,
    "rating": score,
    "csat": score,
    "ces": score,
    "matrix": matrix,
    "consent": consent,
    "cta": statement,
    "date": date,
    "fileUpload": file,
    "contactInfo": details,
    "address": address,
}
