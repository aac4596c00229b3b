"""Where a question joins two things: an "and" that is more than a fixed pair, a name or a choice offered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from heedful.design.surveys.linter.lexicon import Lexicon
from heedful.design.surveys.types import QuestionDefinition

_OPEN = {"long_text", "short_text", "audio", "video", "file"}
_CHOICES = {"single_choice", "multiple_choice", "ranking", "dropdown"}
_SILENT = {"statement", "contact", "date", "number", "consent"}
_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|\d+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|zwischen)\b[^,?]*$", re.IGNORECASE)
_REQUEST = re.compile(
    r"^(?:please |bitte )?(?:rate|evaluate|score|tell|describe|bewerten|beurteilen)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Joint:
    start: int
    end: int
    words: str  # what stands on both sides, for the reader
    is_clause: bool = False  # a whole question follows


def joint_of(sentence: str, question: QuestionDefinition, known: Lexicon) -> Joint | None:
    """Return the place where two questions are joined, None where only one is asked."""
    if question.kind in _SILENT or not (sentence.endswith("?") or _REQUEST.search(sentence)):
        return None
    if known.rewards.search(sentence) and known.scores.search(sentence):
        return None  # "rate us five stars and win" is one thing, and another rule's
    offset = found.end() if (found := known.preface.search(sentence)) else 0
    for match in known.joints.finditer(sentence, offset):
        joint = _judged(sentence, match, question, known)
        if joint is not None:
            return joint
    return None


def _judged(
    sentence: str, match: re.Match[str], question: QuestionDefinition, known: Lexicon
) -> Joint | None:
    before, after = sentence[: match.start()], sentence[match.end() :]
    left, right = _last_word(before), _first_word(after)
    if not left or not right or _is_pair(sentence, match, known):
        return None
    if known.asking.match(after):
        return Joint(match.start(), match.end(), f"{left} {match[0].strip(' ,')} {right}", is_clause=True)
    if question.kind in _OPEN or _BETWEEN.search(before) or _is_name(left, right, known):
        return None
    word = (match[1] or match[2]).lower()
    if word in known.alternatives and not _asks_twice(left, right, after, question, known):
        return None
    return Joint(match.start(), match.end(), f"{left} {match[0].strip(' ,')} {right}")


def _is_pair(sentence: str, match: re.Match[str], known: Lexicon) -> bool:
    return any(
        pair.start() < match.end() and match.start() < pair.end() for pair in known.pairs.finditer(sentence)
    )


def _is_name(left: str, right: str, known: Lexicon) -> bool:
    both = _CALENDAR.fullmatch(left) and _CALENDAR.fullmatch(right)
    return bool(both) or (known.names_are_capital and left[0].isupper() and right[0].isupper())


def _asks_twice(left: str, right: str, after: str, question: QuestionDefinition, known: Lexicon) -> bool:
    """Whether "or" joins two questions: not where it offers a choice, an opposite, or people to tell."""
    if question.kind in _CHOICES or {left.lower(), right.lower()} & known.kin:
        return False
    if any(word.lower() in known.kin for word in re.findall(r"\w+", after)[:3]):
        return False
    return not opposed(left, right, known)


def opposed(left: str, right: str, known: Lexicon) -> bool:
    """Whether two words are the two ends of one thing: easy and difficult, satisfied and dissatisfied."""
    pair = {left.lower(), right.lower()}
    if any({one, other} == pair for one, other in known.opposites.items()):
        return True
    return any(pair <= ends or _inverse(*pair_sorted(pair)) for ends in _ENDS)


_OR_NOT = re.compile(r"\b(\w+) (?:or not|oder nicht \1)\b")


def with_both_ends(text: str, known: Lexicon) -> str:
    """Turn "fair or not" into "fair or unfair" where the other end is known."""
    found = _OR_NOT.search(text)
    if found is None:
        return text
    word = found[1].lower()
    others = [negative for negative, positive in known.opposites.items() if positive == word]
    others += [other for one, other in known.opposites.items() if one == word]
    others += [other for ends in _ENDS if word in ends for other in sorted(ends - {word})]
    joint = "oder" if " oder " in found[0] else "or"
    return text.replace(found[0], f"{found[1]} {joint} {others[0]}") if others else text


def pair_sorted(pair: set[str]) -> tuple[str, str]:
    one, *other = sorted(pair, key=len)
    return one, other[0] if other else one


def _inverse(short: str, long: str) -> bool:
    return any(long == prefix + short for prefix in ("un", "dis", "in", "im", "ir", "il", "non-", "non"))


_ENDS = [
    set(each.split())
    for each in (
        "good bad poor",
        "easy difficult hard",
        "simple complicated complex",
        "better worse",
        "high low",
        "higher lower",
        "fast slow",
        "quick slow",
        "clean dirty",
        "quiet loud noisy",
        "big small",
        "large small",
        "hot cold warm",
        "cheap expensive",
        "long short",
        "more less",
        "more fewer",
        "early late",
        "new old",
        "strong weak",
        "agree disagree",
        "like dislike",
        "clear confusing",
        "yes no",
        "helpful useless",
        "rough smooth",
        "easier harder",
        "safe dangerous",
        "gut schlecht",
        "leicht schwer schwierig",
        "einfach kompliziert schwierig",
        "hoch niedrig",
        "schnell langsam",
        "sauber schmutzig",
        "laut leise ruhig",
        "teuer günstig billig",
        "lang kurz",
        "mehr weniger",
        "besser schlechter",
        "früh spät",
        "groß klein",
        "neu alt",
        "warm kalt",
        "hilfreich nutzlos",
    )
]


def _last_word(text: str) -> str:
    found = re.findall(r"[\w'’&-]+", text)
    return found[-1] if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"\W*([\w'’&-]+)", text)
    return found[1] if found else ""
