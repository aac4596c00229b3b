"""Answers in words, or with a number before the words: "Very satisfied", "5 - Agree"."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"(\d{1,2})\s*(?:[-–—=:.)(]\s*.*|[A-Za-zÄÖÜäöü].*)?")

# From worst to best; each list is one scale, a row of it the ways to write one step.
LADDERS: tuple[tuple[str, ...], ...] = (
    ("very dissatisfied|extremely dissatisfied|very unsatisfied|sehr unzufrieden",
     "dissatisfied|somewhat dissatisfied|unsatisfied|eher unzufrieden|unzufrieden",
     "neutral|neither satisfied nor dissatisfied|neither|teils teils|teils/teils",
     "satisfied|somewhat satisfied|eher zufrieden|zufrieden",
     "very satisfied|extremely satisfied|sehr zufrieden"),
    ("strongly disagree|stimme überhaupt nicht zu|trifft überhaupt nicht zu",
     "disagree|somewhat disagree|stimme nicht zu|stimme eher nicht zu|trifft eher nicht zu",
     "neutral|neither agree nor disagree|neither|undecided|teils teils|teils/teils",
     "agree|somewhat agree|stimme zu|stimme eher zu|trifft eher zu",
     "strongly agree|stimme voll zu|stimme voll und ganz zu|trifft voll zu|trifft voll und ganz zu"),
    ("very poor|terrible|awful|very bad|sehr schlecht", "poor|bad|schlecht",
     "fair|average|ok|okay|mittel|befriedigend",
     "good|gut", "excellent|very good|great|outstanding|sehr gut|ausgezeichnet"),
    ("poor", "fair", "good", "very good", "excellent"),
    ("very unlikely|extremely unlikely|sehr unwahrscheinlich",
     "unlikely|somewhat unlikely|unwahrscheinlich",
     "neutral|neither likely nor unlikely|neither", "likely|somewhat likely|wahrscheinlich",
     "very likely|extremely likely|sehr wahrscheinlich"),
    ("very difficult|extremely difficult|sehr schwierig",
     "difficult|somewhat difficult|schwierig",
     "neutral|neither easy nor difficult|neither", "easy|somewhat easy|einfach",
     "very easy|extremely easy|sehr einfach"),
    ("strongly disagree", "disagree", "somewhat disagree", "neutral|neither agree nor disagree",
     "somewhat agree",
     "agree", "strongly agree"),
)  # fmt: skip


def likert_values(said: tuple[str, ...]) -> dict[str, int] | None:
    """Return what each written answer counts for, when all of them are steps of one ladder."""
    if not 2 <= len(said) <= 12:
        return None
    return _numbered(said) or _worded(said)


def _worded(said: tuple[str, ...]) -> dict[str, int] | None:
    folded = {value: " ".join(value.casefold().replace(",", " ").split()) for value in said}
    for ladder in LADDERS:
        steps = {word: number for number, words in enumerate(ladder, 1) for word in words.split("|")}
        values = {value: steps[word] for value, word in folded.items() if word in steps}
        if len(values) == len(said) and len(set(values.values())) >= min(3, len(ladder)):
            return values | _unsaid(ladder, values)
    return None


def _unsaid(ladder: tuple[str, ...], values: dict[str, int]) -> dict[str, int]:
    """Return the steps nobody chose, so that the scale is whole and later rows can have them."""
    return {
        words.split("|")[0].capitalize(): number
        for number, words in enumerate(ladder, 1)
        if number not in values.values()
    }


def _numbered(said: tuple[str, ...]) -> dict[str, int] | None:
    numbers: dict[str, int] = {}
    for value in said:
        found = _NUMBERED.fullmatch(value)
        if not found or (value.isdigit() and len(said) < 3):
            return None
        numbers[value] = int(found.group(1))
    top = max(numbers.values())
    worded = sum(not value.isdigit() for value in said)
    is_scale = (
        worded
        and top in {5, 7, 10}
        and min(numbers.values()) >= 0
        and len(set(numbers.values())) == len(said)
    )
    return numbers if is_scale and len(said) >= 3 else None
