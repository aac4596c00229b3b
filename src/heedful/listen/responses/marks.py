"""What was found in a written answer, for the page that shows it. Whoever finds it registers, from above."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from heedful.platform.core.types import Actor

type Sense = Literal["positive", "neutral", "negative", ""]


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the text that speaks of something; positions are characters, the end not included."""

    start: int
    end: int
    label: str
    sense: Sense = ""


@dataclass(frozen=True, slots=True)
class AnswerMarks:
    """``tags`` are said of the answer as a whole."""

    marks: tuple[Mark, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks."""

    text: str
    labels: tuple[str, ...] = ()
    sense: Sense = ""


type Marker = Callable[[int, Actor], Mapping[int, AnswerMarks]]  # response -> by question
_markers: list[Marker] = []


def marks_answers[F: Marker](marker: F) -> F:
    """Register what knows of parts of a response's answers; a decorator."""
    _markers.append(marker)
    return marker


def marks_of(response_id: int, *, by: Actor) -> dict[int, AnswerMarks]:
    """Return what is known of the written answers of a response, by question."""
    found: dict[int, AnswerMarks] = {}
    for marker in _markers:
        for question_id, own in marker(response_id, by).items():
            known = found.get(question_id, AnswerMarks())
            found[question_id] = AnswerMarks((*known.marks, *own.marks), (*known.tags, *own.tags))
    return found


def pieces(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """Cut a text wherever a mark begins or ends; marks may lie over each other."""
    fitting = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text), *(mark.start for mark in fitting), *(mark.end for mark in fitting)})
    return tuple(
        _piece(text[start:end], [mark for mark in fitting if mark.start <= start and end <= mark.end])
        for start, end in pairwise(cuts)
    )


def _piece(text: str, over: Sequence[Mark]) -> Piece:
    senses = {mark.sense for mark in over if mark.sense}
    return Piece(
        text,
        tuple(dict.fromkeys(mark.label for mark in over)),
        # Praise and blame in the same words is neither.
        senses.pop() if len(senses) == 1 else "neutral" if senses else "",
    )
