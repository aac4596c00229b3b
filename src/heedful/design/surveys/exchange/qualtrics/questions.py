"""Each type of question of Qualtrics, as one or more of ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from heedful.design.surveys.exchange.foreign_text import key_from
from heedful.design.surveys.exchange.reading import Element, QuestionReader, Questions, Reading
from heedful.design.surveys.kind import whole_number
from heedful.design.surveys.languages import default_language_text
from heedful.design.surveys.types import Condition, Option, QuestionDefinition, Scale, Texts

_SEVERAL = ("MAVR", "MAHR", "MACOL", "MSB")
_LONG = ("ML", "ESTB")


class QualtricsReading(Reading, Protocol):
    values: dict[str, dict[str, str]]  # our values by the ids of choices, by ids of questions

    def translated(self, payload: Element, *path: str) -> Texts:
        """Return a text of a question in all its languages, by its place in the payload."""
        ...


def multiple_choice(reading: QualtricsReading, payload: Element, base: QuestionDefinition) -> Questions:
    if payload.get("Selector") == "NPS":
        yield from _nps(reading, payload, base)
        return
    options = _options(reading, payload, base)
    if not options:
        reading.report.say(base.key, "a choice without options", "there is nothing to choose from")
        return
    steps = _steps(reading, options)
    several = payload.get("Selector") in _SEVERAL
    if steps and not several:
        reading.values[str(payload.get("QuestionID"))] = dict(
            zip(_ids(payload), (str(step) for step in steps), strict=True)
        )
        yield replace(base, kind="rating", scale=Scale(steps[0], steps[-1]))
        return
    settings: dict[str, Any] = {"shuffle": True} if _is_shuffled(payload) else {}
    if payload.get("Selector") == "DL":
        settings["shown_as"] = "dropdown"
    kind = "multiple_choice" if several else "single_choice"
    yield replace(base, kind=kind, options=options, settings=settings)
    yield from _text_entries(reading, payload, base)


def _nps(reading: QualtricsReading, payload: Element, base: QuestionDefinition) -> Questions:
    ids = _ids(payload) or [str(step) for step in range(11)]
    reading.values[str(payload.get("QuestionID"))] = {
        id_: str(step) for step, id_ in enumerate(ids) if step <= 10
    }
    ends = [one.get("Display") for one in payload.get("ColumnLabels") or [] if isinstance(one, dict)]
    named = {0: ends[0], 10: ends[-1]} if len(ends) > 1 else {}
    labels = {step: words for step, end in named.items() if (words := reading.texts(end, base.key))}
    yield replace(base, kind="nps", scale=Scale(0, 10, top_box=(9, 10), labels=labels))


def _options(
    reading: QualtricsReading, payload: Element, base: QuestionDefinition, place: str = "Choices"
) -> tuple[Option, ...]:
    named = payload.get("VariableNaming") or {}
    recoded = payload.get("RecodeValues") or {}
    options: list[Option] = []
    values = reading.values.setdefault(str(payload.get("QuestionID")), {})
    for id_ in _ids(payload, place):
        label = reading.translated(payload, place, id_, "Display")
        code = (named.get(id_) or recoded.get(id_)) if place == "Choices" and isinstance(named, dict) else ""
        key = key_from(str(code or id_), taken=[option.key for option in options])
        choice = payload[place][id_]
        is_alone = isinstance(choice, dict) and bool(choice.get("ExclusiveAnswer"))
        if isinstance(choice, dict) and choice.get("Image"):
            reading.report.say(base.key, "a picture as an option", "options are words here")
        options.append(Option(key, label or {reading.default: key}, is_alone))
        if place == "Choices":
            values[id_] = key
    return tuple(options)


def _ids(payload: Element, place: str = "Choices") -> list[str]:
    given = payload.get(place)
    if isinstance(given, list):  # written so where ids run from 0
        payload[place] = given = {str(number): one for number, one in enumerate(given)}
    if not isinstance(given, dict):
        return []
    order = payload.get("ChoiceOrder" if place == "Choices" else "AnswerOrder")
    wanted = [str(one) for one in order] if isinstance(order, list) else []
    return [id_ for id_ in (wanted or sorted(given, key=_number)) if id_ in given]


def _number(id_: str) -> tuple[int, str]:
    return (int(id_), "") if id_.isdigit() else (10**9, id_)


def _steps(reading: QualtricsReading, options: tuple[Option, ...]) -> list[int]:
    """Return the steps where the options are numbers in a row: that is a scale."""
    words = [default_language_text(option.label, reading.default, "") for option in options]
    numbers = [number for one in words if (number := whole_number(one)) is not None]
    if len(numbers) != len(words) or len(numbers) < 3 or abs(numbers[0]) > 900:
        return []
    return numbers if numbers == list(range(numbers[0], numbers[0] + len(numbers))) else []


def _is_shuffled(payload: Element) -> bool:
    return (payload.get("Randomization") or {}).get("Type") in {"All", "Advanced"}


def _text_entries(reading: QualtricsReading, payload: Element, base: QuestionDefinition) -> Questions:
    values = reading.values[str(payload.get("QuestionID"))]
    for id_ in _ids(payload):
        choice = payload["Choices"][id_]
        if isinstance(choice, dict) and str(choice.get("TextEntry", "")).lower() in {"true", "on"}:
            key = key_from(f"{base.key}_{values[id_]}_text", taken=reading.keys.values())
            yield QuestionDefinition(
                key,
                "short_text",
                reading.translated(payload, "Choices", id_, "Display") or base.text,
                show_if=(*base.show_if, Condition(f"answer.{base.key}", values=(values[id_],))),
            )


def matrix(reading: QualtricsReading, payload: Element, base: QuestionDefinition) -> Questions:
    if payload.get("Selector") != "Likert" or payload.get("SubSelector") not in {"SingleAnswer", "DL", None}:
        what = f"a grid of the kind {payload.get('Selector')} {payload.get('SubSelector') or ''}".strip()
        reading.report.say(base.key, what, "grids are rated on one scale here")
        return
    columns = _options(reading, payload, base, "Answers")
    rows = _options(reading, payload, base)
    if len(columns) < 2 or not rows:
        reading.report.say(base.key, "a grid", "it needs rows and at least two columns")
        return
    recoded = payload.get("RecodeValues") or {}
    numbers = [whole_number(recoded.get(id_)) for id_ in _ids(payload, "Answers")] if recoded else []
    first = numbers[0] if numbers and numbers[0] is not None else 1
    if numbers != [first + place for place in range(len(columns))]:
        first = 1
        reading.report.say(
            base.key, "columns of the grid as such", f"they are the steps 1 to {len(columns)} of a scale here"
        )
    labels = {first + place: column.label for place, column in enumerate(columns)}
    yield replace(
        base, kind="matrix", options=rows, scale=Scale(first, first + len(columns) - 1, labels=labels)
    )


def text(reading: QualtricsReading, payload: Element, base: QuestionDefinition) -> Questions:
    if payload.get("Selector") == "FORM":
        reading.report.say(base.key, "several fields in one question", "each is a question of its own here")
        for id_ in _ids(payload):
            label = reading.translated(payload, "Choices", id_, "Display") or base.text
            key = key_from(f"{base.key}_{id_}", taken=reading.keys.values())
            yield QuestionDefinition(key, "short_text", label, show_if=base.show_if)
        return
    checks = (payload.get("Validation") or {}).get("Settings") or {}
    content = checks.get("ContentType") if checks.get("Type") == "ContentType" else ""
    if content == "ValidNumber":
        yield replace(base, kind="number")
        return
    if content in {"ValidDate", "ValidUSDate"}:
        yield replace(base, kind="date")
        return
    if content:
        reading.report.say(base.key, f"the check {content}", "short texts are not checked so")
    yield replace(base, kind="long_text" if payload.get("Selector") in _LONG else "short_text")


def ranking(reading: QualtricsReading, payload: Element, base: QuestionDefinition) -> Questions:
    yield replace(base, kind="ranking", options=_options(reading, payload, base))


def description(_reading: QualtricsReading, _payload: Element, base: QuestionDefinition) -> Questions:
    yield replace(base, kind="statement", required=False)


def slider(reading: QualtricsReading, payload: Element, base: QuestionDefinition) -> Questions:
    rows = _options(reading, payload, base)
    settings = payload.get("Configuration") or {}
    low = whole_number(settings.get("CSSliderMin")) or 0
    high = whole_number(settings.get("CSSliderMax")) or (5 if payload.get("Selector") == "STAR" else 100)
    if payload.get("Selector") == "STAR":
        high = whole_number(settings.get("StarCount")) or 5
        scale = Scale(1, high)
        if len(rows) > 1:
            yield replace(base, kind="matrix", scale=scale, options=rows)
        else:
            yield replace(base, kind="stars" if high == 5 else "rating", scale=scale)
        return
    reading.report.say(base.key, "a slider", "it is a number with limits here")
    for row in rows or (Option("value", base.text),):
        key = base.key if len(rows) <= 1 else key_from(f"{base.key}_{row.key}", taken=reading.keys.values())
        words = base.text if len(rows) <= 1 else row.label
        yield replace(base, key=key, kind="number", text=words, scale=Scale(low, high))


def file(_reading: QualtricsReading, _payload: Element, base: QuestionDefinition) -> Questions:
    yield replace(base, kind="file")


READERS: dict[str, QuestionReader[QualtricsReading]] = {
    "MC": multiple_choice,
    "Matrix": matrix,
    "TE": text,
    "RO": ranking,
    "DB": description,
    "Slider": slider,
    "FileUpload": file,
}
