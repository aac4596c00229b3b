"""What the readers of questions need of the survey they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from heedful.design.surveys.exchange.report import Report
from heedful.design.surveys.types import QuestionDefinition, Texts

type Element = dict[str, Any]  # a question of theirs
type Questions = Iterable[QuestionDefinition]


class Reading(Protocol):
    """A survey of another system that is being read."""

    report: Report
    default: str  # the language of texts without one
    keys: dict[str, str]  # keys of ours by names or ids of theirs

    def texts(self, value: object, question: str = "") -> Texts:
        """Return plain words by language."""
        ...


type QuestionReader[R: Reading] = Callable[[R, Element, QuestionDefinition], Questions]
