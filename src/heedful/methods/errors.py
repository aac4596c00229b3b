"""Why a method refuses its input: always an argument, named, and what is wrong with it."""

from __future__ import annotations


class ArgumentError(ValueError):
    """An argument that no result can be computed from."""

    def __init__(self, argument: str, reason: str) -> None:
        super().__init__(f"{argument}: {reason}")
        self.argument = argument
        self.reason = reason


class TooFewAnswers(ArgumentError):
    """The method needs more observations than it was given."""
