"""What an import or export could not take over, and why: nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from heedful.design.surveys.types import SurveyDefinition


@dataclass(frozen=True, slots=True)
class Note:
    """``question`` is its name in the file, "" for the survey as a whole."""

    question: str
    what: str
    why: str


@dataclass(slots=True)
class Report:
    notes: list[Note] = field(default_factory=list)

    def say(self, question: str, what: str, why: str) -> None:
        note = Note(question[:120], what[:300], why[:300])
        if note not in self.notes:
            self.notes.append(note)


@dataclass(frozen=True, slots=True)
class Imported:
    definition: SurveyDefinition
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    text: str
    notes: tuple[Note, ...] = ()


type Reader = Callable[[object], Imported]  # from parsed JSON
type Writer = Callable[[SurveyDefinition], Written]
