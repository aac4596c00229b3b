"""Each type of question of SurveyJS, as one or more of ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from heedful.design.surveys.exchange.foreign_text import key_from, plain, sounds_like_recommending
from heedful.design.surveys.exchange.reading import Element, QuestionReader, Questions, Reading
from heedful.design.surveys.flow import as_number
from heedful.design.surveys.kind import whole_number
from heedful.design.surveys.types import Condition, Option, QuestionDefinition, Scale

_CHOICES = {
    "radiogroup": "single_choice",
    "dropdown": "single_choice",
    "buttongroup": "single_choice",
    "checkbox": "multiple_choice",
    "tagbox": "multiple_choice",
    "ranking": "ranking",
}


def text(reading: Reading, element: Element, base: QuestionDefinition) -> Questions:
    written = str(element.get("inputType") or "text")
    if written in {"number", "range"}:
        low, high = whole_number(element.get("min")), whole_number(element.get("max"))
        scale = Scale(low, high) if low is not None and high is not None and low < high else None
        yield replace(base, kind="number", scale=scale)
        return
    if written == "date":
        yield replace(base, kind="date")
        return
    if written not in {"text", "email", "tel", "url", "search"}:
        reading.report.say(base.key, f"an input of the type {written}", "it is a short text here")
    yield replace(base, settings=_longest(element, 500))


def comment(_reading: Reading, element: Element, base: QuestionDefinition) -> Questions:
    yield replace(base, kind="long_text", settings=_longest(element, 20_000))


def texts_in_a_row(reading: Reading, element: Element, base: QuestionDefinition) -> Questions:
    for item in element.get("items") or []:
        name = str(item.get("name") if isinstance(item, dict) else item)
        title = reading.texts(item.get("title") if isinstance(item, dict) else None) or {
            reading.default: name
        }
        key = key_from(f"{base.key}_{name}", taken=reading.keys.values())
        reading.keys[f"{element.get('name')}.{name}"] = key
        yield QuestionDefinition(key, "short_text", title or {reading.default: name}, required=base.required)
    reading.report.say(base.key, "several texts in one question", "each is a question of its own here")


def choice(reading: Reading, element: Element, base: QuestionDefinition) -> Questions:
    kind = _CHOICES[str(element.get("type"))]
    options = _options(reading, element, base.key)
    if not options:
        reading.report.say(base.key, "a choice without options", "there is nothing to choose from")
        return
    settings: dict[str, Any] = {}
    if element.get("type") == "dropdown":
        settings["shown_as"] = "dropdown"
    if element.get("choicesOrder") == "random":
        settings["shuffle"] = True
    if kind == "multiple_choice":
        for theirs, ours in (("minSelectedChoices", "at_least"), ("maxSelectedChoices", "at_most")):
            if isinstance(element.get(theirs), int) and 1 <= element[theirs] <= len(options):
                settings[ours] = element[theirs]
    yield replace(base, kind=kind, options=options, settings=settings)
    if any(option.key == "other" for option in options) and _has_other(element):
        yield QuestionDefinition(
            key_from(f"{base.key}_other", taken=reading.keys.values()),
            "short_text",
            next(option.label for option in options if option.key == "other"),
            show_if=(Condition(f"answer.{base.key}", values=("other",)),),
        )


def _options(reading: Reading, element: Element, question: str, name: str = "choices") -> tuple[Option, ...]:
    options: list[Option] = []
    for choice in element.get(name) or []:
        value = choice.get("value") if isinstance(choice, dict) else choice
        label = reading.texts(choice.get("text") if isinstance(choice, dict) else None, question)
        key = str(value)[:80] if value not in (None, "") else key_from("option")
        options.append(
            Option(
                key,
                label or {reading.default: plain(str(value))},
                isinstance(choice, dict) and choice.get("isExclusive") is True,
            )
        )
    if _has_other(element) and name == "choices":
        label = reading.texts(element.get("otherText")) or {reading.default: "Other"}
        options.append(Option("other", label))
    if element.get("hasNone") or element.get("showNoneItem"):
        options.append(
            Option("none", reading.texts(element.get("noneText")) or {reading.default: "None"}, True)
        )
    unique = {option.key: option for option in options}
    return tuple(unique.values())


def rating(reading: Reading, element: Element, base: QuestionDefinition) -> Questions:
    values = element.get("rateValues") or []
    steps = [whole_number(one.get("value") if isinstance(one, dict) else one) for one in values]
    whole = [step for step in steps if step is not None]
    low, high = _number(element, "rateMin", 1), _number(element, "rateMax", _number(element, "rateCount", 5))
    if values:
        if len(whole) != len(values) or whole != list(range(min(whole), max(whole) + 1)):
            reading.report.say(base.key, "a rating whose steps are no row of numbers", "it is a choice here")
            yield replace(
                base, kind="single_choice", options=_options(reading, element, base.key, "rateValues")
            )
            return
        low, high = whole[0], whole[-1]
    labels = {
        step: words
        for step, one in zip(whole, values, strict=False)
        if isinstance(one, dict) and (words := reading.texts(one.get("text"), base.key))
    }
    for step, name in ((low, "minRateDescription"), (high, "maxRateDescription")):
        if words := reading.texts(element.get(name), base.key):
            labels[step] = words
    kind = _kind_of_rating(reading, element, base, low, high)
    top = (9, 10) if kind == "nps" else ()
    yield replace(base, kind=kind, scale=Scale(low, high, top_box=top, labels=labels))


def _kind_of_rating(reading: Reading, element: Element, base: QuestionDefinition, low: int, high: int) -> str:
    drawn = str(element.get("rateType") or element.get("rateDisplayMode") or "")
    if (low, high) == (0, 10):
        asks = sounds_like_recommending(" ".join(base.text.values()))
        what, why = ("a rating from 0 to 10", "it asks to recommend, so it is taken as NPS")
        if asks and "heedful" not in element:
            reading.report.say(base.key, what, why)
        return "nps" if asks else "rating"
    if drawn == "stars" and (low, high) == (1, 5):
        return "stars"
    if drawn == "smileys" and (low, high) in {(1, 5), (1, 3)}:
        return "smileys"
    return "rating"


def boolean(reading: Reading, element: Element, base: QuestionDefinition) -> Questions:
    yes = reading.texts(element.get("labelTrue"), base.key) or {reading.default: "Yes"}
    no = reading.texts(element.get("labelFalse"), base.key) or {reading.default: "No"}
    values = [
        str(element.get("valueTrue", "true")).lower(),
        str(element.get("valueFalse", "false")).lower(),
    ]
    yield replace(base, kind="single_choice", options=(Option(values[0], yes), Option(values[1], no)))


def matrix(reading: Reading, element: Element, base: QuestionDefinition) -> Questions:
    rows = _options(reading, element, base.key, "rows")
    columns = _options(reading, element, base.key, "columns")
    if not rows or len(columns) < 2:
        reading.report.say(base.key, "a grid", "it needs rows and at least two columns")
        return
    numbers = [as_number(column.key) for column in columns]
    first = int(numbers[0]) if numbers[0] is not None else 1
    if numbers != [first + place for place in range(len(columns))]:
        first = 1
        reading.report.say(
            base.key, "columns of the grid as such", f"they are the steps 1 to {len(columns)} here"
        )
    labels = {first + place: column.label for place, column in enumerate(columns)}
    scale = Scale(first, first + len(columns) - 1, labels=labels)
    yield replace(base, kind="matrix", scale=scale, options=rows)


def html(reading: Reading, element: Element, base: QuestionDefinition) -> Questions:
    text = reading.texts(element.get("html"), base.key)
    if text:
        yield replace(base, kind="statement", text=text, required=False)


def file(reading: Reading, element: Element, base: QuestionDefinition) -> Questions:
    if element.get("allowMultiple"):
        reading.report.say(base.key, "several files at once", "one file is one answer here")
    yield replace(base, kind="file")


def _number(element: Element, name: str, otherwise: int) -> int:
    found = whole_number(element.get(name))
    return otherwise if found is None else found


def _longest(element: Element, most: int) -> dict[str, Any]:
    longest = element.get("maxLength")
    return {"longest": min(longest, most)} if isinstance(longest, int) and longest > 0 else {}


def _has_other(element: Element) -> bool:
    return bool(element.get("hasOther") or element.get("showOtherItem"))


READERS: dict[str, QuestionReader[Reading]] = {
    **dict.fromkeys(_CHOICES, choice),
    "text": text,
    "comment": comment,
    "multipletext": texts_in_a_row,
    "rating": rating,
    "boolean": boolean,
    "matrix": matrix,
    "html": html,
    "file": file,
}
