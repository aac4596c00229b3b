"""Surveys of other systems, in and out; what could not be taken over is listed, never left out in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from heedful.design.surveys.documents import definition_from
from heedful.design.surveys.exchange.formbricks.reading import is_formbricks, read_formbricks
from heedful.design.surveys.exchange.qualtrics.reading import is_qualtrics, read_qualtrics
from heedful.design.surveys.exchange.qualtrics.writing import write_qualtrics
from heedful.design.surveys.exchange.report import Imported, Note, Reader, Writer, Written
from heedful.design.surveys.exchange.settling import settled
from heedful.design.surveys.exchange.surveyjs.reading import is_surveyjs, read_surveyjs
from heedful.design.surveys.exchange.surveyjs.writing import write_surveyjs
from heedful.design.surveys.files import MAX_CHARACTERS, plain_json, plain_yaml, write_definition
from heedful.design.surveys.types import SurveyDefinition
from heedful.platform.core.errors import InvalidInput, Problem

type InFormat = Literal["yaml", "json", "qsf", "surveyjs", "formbricks"]
type OutFormat = Literal["yaml", "json", "qsf", "surveyjs"]
IN_FORMATS: tuple[str, ...] = get_args(InFormat.__value__)
OUT_FORMATS: tuple[str, ...] = get_args(OutFormat.__value__)
_FOREIGN: dict[str, tuple[Callable[[object], bool], Reader]] = {
    "qsf": (is_qualtrics, read_qualtrics),
    "formbricks": (is_formbricks, read_formbricks),
    "surveyjs": (is_surveyjs, read_surveyjs),
}
_WRITERS: dict[str, Writer] = {
    "yaml": lambda definition: Written(write_definition(definition, "yaml")),
    "json": lambda definition: Written(write_definition(definition, "json")),
    "qsf": write_qualtrics,
    "surveyjs": write_surveyjs,
}
__all__ = [
    "IN_FORMATS",
    "OUT_FORMATS",
    "Imported",
    "InFormat",
    "Note",
    "OutFormat",
    "Written",
    "read_survey",
    "recognised",
    "write_survey",
]


def recognised(text: str) -> str:
    """Return the foreign format a text is in, "" for our own or none."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return ""
    content = plain_json(text.lstrip("\ufeff"))
    return next((name for name, (fits, _read) in _FOREIGN.items() if _fits(fits, content)), "")


def read_survey(text: str, format: str = "") -> Imported:  # noqa: A002 - the word for it
    """Read a survey of any of :data:`IN_FORMATS`; without one, the format is recognised.

    Raises :class:`InvalidInput` for what is no survey; what could not be taken over stands in the notes.
    """
    if len(text) > MAX_CHARACTERS * 5:
        raise InvalidInput(Problem("file", f"is longer than {MAX_CHARACTERS * 5:,} characters"))
    if format and format not in IN_FORMATS:
        raise InvalidInput(Problem("format", f"{format!r} is none of {', '.join(IN_FORMATS)}"))
    is_json = format not in {"", "yaml"} or text.lstrip("\ufeff \t\r\n").startswith(("{", "["))
    content = plain_json(text.lstrip("\ufeff")) if is_json else plain_yaml(text)
    wanted = format or next((name for name, (fits, _read) in _FOREIGN.items() if _fits(fits, content)), "")
    if wanted not in _FOREIGN:
        return Imported(definition_from(content))
    fits, read = _FOREIGN[wanted]
    if not _fits(fits, content):
        raise InvalidInput(Problem("file", f"is no survey as {wanted} writes it"))
    return _read(read, content, wanted)


def write_survey(definition: SurveyDefinition, format: str) -> Written:  # noqa: A002 - likewise
    """Write a survey in any of :data:`OUT_FORMATS`."""
    if format not in _WRITERS:
        raise InvalidInput(Problem("format", f"{format!r} is none of {', '.join(OUT_FORMATS)}"))
    return _WRITERS[format](definition)


def _fits(fits: Callable[[object], bool], content: object) -> bool:
    try:
        return fits(content)
    except (AttributeError, KeyError, TypeError, IndexError):
        return False


def _read(read: Reader, content: object, name: str) -> Imported:
    # Foreign files can have any shape; whatever a reader stumbles over is a fault of the file.
    try:
        return settled(read(content))
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, RecursionError) as error:
        reason = f"is not as {name} writes it: {type(error).__name__} {str(error)[:120]}"
        raise InvalidInput(Problem("file", reason)) from None
