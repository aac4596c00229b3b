"""What the rules of wording know of a language: a file a language, found by its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from re import Pattern


@dataclass(frozen=True, slots=True)
class Lexicon:
    language: str
    # leading: what is found, and the wording instead as a template of its groups ("" where there is none)
    leading: tuple[tuple[Pattern[str], str], ...]
    flattering: Pattern[str]  # whole sentences that put an answer into the mouth
    balanced: Pattern[str]  # "agree or disagree": names both sides, so it leads nowhere
    # loaded
    loaded: tuple[tuple[Pattern[str], str], ...]
    # double-barrelled
    joints: Pattern[str]
    pairs: Pattern[str]  # what stands in pairs and is one thing
    kin: frozenset[str]  # people that "or" joins without asking two things
    names_are_capital: bool
    determiners: frozenset[str]
    prepositions: frozenset[str]
    asking: Pattern[str]  # words that begin a question
    preface: Pattern[str]  # "thinking of …, " before the question proper
    deed: Pattern[str]  # auxiliary and subject: two deeds may follow
    alternatives: frozenset[str]  # of the joints, those that mean "or"
    # negation
    negators: Pattern[str]
    opposites: Mapping[str, str]
    harmless: Pattern[str]  # negations that cost nothing
    erased: Pattern[str]  # the negator that goes when its opposite is turned
    # rewards
    rewards: Pattern[str]
    scores: Pattern[str]
    begging: Pattern[str]
    for_everybody: Pattern[str]
    neutral: Mapping[str, str]  # the plain question by kind
    # options
    other: Pattern[str]  # "other", "none of these", "don't know"
    ordered: Pattern[str]  # labels of a scale in words, of frequency or time: complete in themselves
    at_most: Pattern[str]
    below: Pattern[str]
    at_least: Pattern[str]
    above: Pattern[str]
    to: Pattern[str]
    conjunction: Pattern[str]
    # lengths and plain words
    longest: int
    plain_words: Mapping[str, str]
    other_label: str
    none_label: str
    why: str


@cache
def lexicon(language: str) -> Lexicon | None:
    """Return what is known of a language (``de-AT`` is ``de``), None if nothing is."""
    short = language.replace("_", "-").split("-")[0].lower()
    return _all().get(short)


@cache
def _all() -> dict[str, Lexicon]:
    names = [module.name for module in iter_modules(__path__)]
    found = [import_module(f"{__name__}.{name}").LEXICON for name in names]
    return {one.language: one for one in found}
