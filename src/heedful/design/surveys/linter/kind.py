"""What a rule of the linter is. Adding a rule is adding one file to ``kinds`` with a ``KIND``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from heedful.design.surveys.linter.types import Finding, Reading, Severity, Wording
from heedful.platform.core.kinds import load_kinds


class Rule(Protocol):
    """One way in which a survey can go wrong. Attributes are read-only."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str:
        """What it looks for, in a few words: to be translated by who shows it."""
        ...

    def findings(self, reading: Reading) -> Iterable[Finding]: ...


def rules() -> dict[str, Rule]:
    """Every rule there is, by key."""
    return load_kinds("heedful.design.surveys.linter.kinds")


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; whoever shows it translates it."""
    return text


@dataclass(frozen=True, slots=True)
class SurveyRule:
    """Looks at the survey as a whole."""

    key: str
    label: str
    look: Callable[[Reading], Iterable[Finding]]

    def findings(self, reading: Reading) -> Iterable[Finding]:
        return self.look(reading)


@dataclass(frozen=True, slots=True)
class WordingRule:
    """Looks at one text at a time: what ``look`` returns is what to write instead, "" where it knows
    nothing.
    """

    key: str
    label: str
    message: str  # with %(words)s for what it stumbled over
    look: Callable[[Wording], Iterable[Stumble]]
    roles: frozenset[str] = frozenset({"question"})
    severity: Severity = Severity.WARNING

    def findings(self, reading: Reading) -> Iterable[Finding]:
        for wording in reading.wordings():
            if wording.role in self.roles:
                for found in self.look(wording):
                    yield Finding(
                        self.key, wording.place, self.message, found.better, self.severity,
                        {"words": found.words, **found.facts},
                    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stumble:
    """The words a rule stumbled over, and the wording that would do instead."""

    words: str
    better: str = ""
    facts: Mapping[str, str | int | float] = field(default_factory=dict)
