"""Questions as templates draw them: the control, what is chosen in it, and the words around it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from heedful.design.surveys.presenting import PresentedQuestion
from heedful.listen.channels.pages.complaints import missing
from heedful.listen.channels.pages.reading import DETAILS, Given, field_name

LONGEST = {"short_text": 500, "long_text": 20_000}
AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel", "company": "organization"}
ACCEPT = {"image": "image/*", "pdf": "application/pdf", "document": ".pdf,.docx,.xlsx,.odt,.ods,.txt,.csv"}
FACES = {  # the mouth, by how good the step is: from 0 to 4
    0: "M15 34c4-7 14-7 18 0",
    1: "M15 33c4-4 14-4 18 0",
    2: "M15 31h18",
    3: "M15 29c4 4 14 4 18 0",
    4: "M14 28c4 8 16 8 20 0",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to choose."""

    value: str
    label: str
    is_chosen: bool = False
    mouth: str = ""  # of a smiley
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a grid, a field of contact details, or an option with its place."""

    name: str
    label: str
    marks: tuple[Mark, ...] = ()
    value: str = ""
    type: str = "text"
    autocomplete: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """``number`` makes ids that are its own on a page."""

    question: PresentedQuestion
    number: int
    name: str
    marks: tuple[Mark, ...] = ()
    rows: tuple[Row, ...] = ()
    value: str = ""
    complaint: str = ""
    is_consented: bool = False
    hints: tuple[str, ...] = ()
    longest: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    picture_url: str = ""
    file_name: str = ""

    @property
    def id(self) -> str:
        return f"q{self.number}"

    @property
    def template(self) -> str:
        return f"channels/pages/inputs/{TEMPLATES.get(self.question.input, self.question.input)}.html"

    @property
    def described_by(self) -> str:
        parts = [("help", self.question.help or self.hints), ("error", self.complaint)]
        return " ".join(f"{self.id}-{part}" for part, there in parts if there)

    @property
    def low_label(self) -> str:
        return self.marks[0].label if self.marks else ""

    @property
    def high_label(self) -> str:
        return self.marks[-1].label if self.marks else ""

    @property
    def has_labels_between(self) -> bool:
        """Say whether steps between the ends are called something: then every label is shown."""
        return any(mark.label for mark in self.marks[1:-1])


TEMPLATES = {"audio": "recording", "video": "recording"}


def control(
    question: PresentedQuestion, number: int, answers: Mapping[str, object], given: Given | None = None
) -> Control:
    """Return a question ready to draw, with what was answered or, where that was wrong, typed."""
    known = {**answers, **(given.answers | given.typed if given else {})}
    value = known.get(question.key)
    details = _details(value) if question.input == "details" else {}
    return Control(
        question=question,
        number=number,
        name=field_name(question.key),
        marks=_marks(question, value),
        rows=_rows(question, known, details),
        value="" if value is None or isinstance(value, list | dict) else _shown(value),
        complaint=_complaint(question, given),
        is_consented=details.get("consent") is True,
        hints=tuple(_hints(question)),
        longest=question.settings.get("longest") or LONGEST.get(question.kind, 0),
        settings=_settings(question),
    )


def _complaint(question: PresentedQuestion, given: Given | None) -> str:
    found = given.complaints.get(question.key, "") if given else ""
    return missing(question) if found == "missing" else found


def _shown(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _marks(question: PresentedQuestion, value: object) -> tuple[Mark, ...]:
    chosen = {_shown(one) for one in (value if isinstance(value, list) else [value]) if one is not None}
    if question.steps and not question.rows:
        return _steps(question, chosen)
    if question.input in {"order", "details"}:
        return ()
    return tuple(
        Mark(option.key, option.label, option.key in chosen, is_exclusive=option.is_exclusive)
        for option in question.options
    )


def _steps(question: PresentedQuestion, chosen: set[str]) -> tuple[Mark, ...]:
    count = len(question.steps)
    mouths = [FACES[round(place * 4 / max(count - 1, 1))] for place in range(count)]
    return tuple(
        Mark(str(step.value), step.label, str(step.value) in chosen, mouth)
        for step, mouth in zip(question.steps, mouths, strict=True)
    )


def _rows(
    question: PresentedQuestion, known: Mapping[str, object], details: Mapping[str, Any]
) -> tuple[Row, ...]:
    name = field_name(question.key)
    if question.input == "grid":
        prefix = f"{question.key}."
        return tuple(
            Row(
                f"{name}.{row.key.removeprefix(prefix)}", row.label, _steps(question, _as_set(known, row.key))
            )
            for row in question.rows
        )
    if question.input == "order":
        return _order(question, known.get(question.key), name)
    return _detail_rows(question, details, name) if question.input == "details" else ()


def _detail_rows(question: PresentedQuestion, details: Mapping[str, Any], name: str) -> tuple[Row, ...]:
    wanted: Sequence[str] = question.settings.get("fields") or DETAILS
    labels = {"name": _("Name"), "email": _("Email"), "phone": _("Phone"), "company": _("Company")}
    return tuple(
        Row(
            f"{name}.{part}",
            labels[part],
            value=str(details.get(part, "")),
            type={"email": "email", "phone": "tel"}.get(part, "text"),
            autocomplete=AUTOCOMPLETE[part],
        )
        for part in DETAILS
        if part in wanted
    )


def _as_set(known: Mapping[str, object], key: str) -> set[str]:
    return {_shown(known[key])} if known.get(key) is not None else set()


def _order(question: PresentedQuestion, value: object, name: str) -> tuple[Row, ...]:
    ranked = [str(key) for key in value] if isinstance(value, list) else []
    places = {key: str(place) for place, key in enumerate(ranked, 1)}
    by_place = sorted(question.options, key=lambda option: int(places.get(option.key, 9_999)))
    return tuple(
        Row(f"{name}.{option.key}", option.label, value=places.get(option.key, "")) for option in by_place
    )


def _details(value: object) -> dict[str, Any]:
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def _hints(question: PresentedQuestion) -> list[str]:
    settings = question.settings
    least, most = settings.get("at_least", 1), settings.get("at_most")
    if question.input == "checkboxes":
        if most:
            return [_("Choose at most %(most)s.") % {"most": most}]
        return (
            [_("Choose at least %(least)s.") % {"least": least}]
            if least > 1
            else [_("Choose all that apply.")]
        )
    if question.input == "order":
        return [_("The best comes first.")]
    if question.input in {"file", "audio", "video"}:
        return [
            _("At most %(size)s MB.")
            % {"size": settings.get("largest_megabytes") or DEFAULT_MEGABYTES[question.input]}
        ]
    return []


DEFAULT_MEGABYTES = {"file": 10, "audio": 20, "video": 50}


def _settings(question: PresentedQuestion) -> dict[str, Any]:
    accepted = question.settings.get("accept") or []
    if question.input == "file":
        accept = "" if "any" in accepted or not accepted else ",".join(ACCEPT[one] for one in accepted)
    else:
        accept = f"{question.input}/*"
    seconds = question.settings.get("longest_seconds") or (120 if question.input == "audio" else 60)
    return {**question.settings, "accept_types": accept, "seconds": seconds}
