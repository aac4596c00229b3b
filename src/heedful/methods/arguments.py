"""Checks shared by the methods: what is wrong with an argument is said once, in one way."""

from __future__ import annotations

from math import isfinite

from heedful.methods.errors import ArgumentError


def check_level(level: float, argument: str = "level") -> float:
    """Return ``level`` when it lies strictly between 0 and 1, else raise `ArgumentError`.

    Examples
    --------
    >>> check_level(0.95)
    0.95
    """
    if not isfinite(level) or not 0 < level < 1:
        raise ArgumentError(argument, f"{level!r} does not lie between 0 and 1")
    return level


def check_count(count: float, argument: str) -> float:
    """Return ``count`` when it is a finite number from 0 up, else raise `ArgumentError`.

    Examples
    --------
    >>> check_count(3, "events")
    3
    """
    if not isfinite(count) or count < 0:
        raise ArgumentError(argument, f"{count!r} is not a finite number from 0 up")
    return count


def check_positive(number: float, argument: str) -> float:
    """Return ``number`` when it is finite and above 0, else raise `ArgumentError`.

    Examples
    --------
    >>> check_positive(0.5, "sigma")
    0.5
    """
    if not isfinite(number) or number <= 0:
        raise ArgumentError(argument, f"{number!r} is not a finite number above 0")
    return number


def check_within(part: float, whole: float, argument: str) -> float:
    """Return ``part`` when it is a count no larger than ``whole``, else raise `ArgumentError`.

    Examples
    --------
    >>> check_within(3, 10, "x")
    3
    """
    if check_count(part, argument) > whole:
        raise ArgumentError(argument, f"{part!r} is more than the {whole!r} it is a part of")
    return part


def check_choice[Choice: str](choice: str, choices: tuple[Choice, ...], argument: str) -> Choice:
    """Return the one of ``choices`` that ``choice`` names, else raise `ArgumentError`.

    Examples
    --------
    >>> check_choice("wald", ("wald", "score"), "interval")
    'wald'
    """
    for known in choices:
        if choice == known:
            return known
    raise ArgumentError(argument, f"{choice!r} is none of {', '.join(choices)}")
