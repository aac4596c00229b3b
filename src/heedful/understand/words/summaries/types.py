"""A summary: what is said most, in somebody's own words, by how many, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A part of a written answer, in characters of the stored text; ``end`` 0: the whole answer."""

    response_id: int
    question_id: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a sentence stands: the answer's address and the place in its stored text."""

    response_uid: str
    question_id: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is said: the sentence that says it best, how many say it, some of their words."""

    text: str
    said_by: int  # respondents
    evidence: tuple[Evidence, ...]  # the first is where ``text`` was taken from


@dataclass(frozen=True, slots=True)
class SummaryFacts:
    """``of``: respondents whose words were looked at; ``covered``: those whom some point speaks for.

    ``written`` is what an endpoint made of the points, "" where none is used; ``refused`` says why what
    it wrote is not shown; ``request`` is posted to have it written, "" where it is, or cannot be.
    """

    of: int
    points: tuple[Point, ...]
    covered: int = 0
    written: str = ""
    model: str = ""
    refused: tuple[str, ...] = ()
    request: str = ""
