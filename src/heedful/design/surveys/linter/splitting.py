"""One question for each of the things that were asked at once."""

from __future__ import annotations

import re

from heedful.design.surveys.linter.joints import Joint
from heedful.design.surveys.linter.lexicon import Lexicon
from heedful.design.surveys.linter.sentences import tidy

_ADVERB = re.compile(r"^(?:well|very|quite|fully|highly|properly|easily|gut|sehr|\w+ly)\s+\S+", re.IGNORECASE)
_PLURAL = re.compile(r"\b(were|are) ((?:the|our|your) [\w-]*[^s\W])\?")
_SERIES = re.compile(r"((?:[\w-]+, )+[\w-]+)$")


def split(sentence: str, joint: Joint, known: Lexicon) -> list[str]:
    """Return the questions to ask instead, each on its own."""
    mark = sentence[-1] if sentence[-1] in "?!." else "?"
    before, after = sentence[: joint.start].rstrip(), sentence[joint.end :].rstrip(" ?!.")
    if joint.is_clause:
        parts = [before, after]
    else:
        parts = (
            _parallel(before, after, known)
            or _deeds(before, after, known)
            or _series(before, after)
            or _twin_words(before, after)
        )
    return [_agreeing(tidy(part, mark)) for part in parts]


def _parallel(before: str, after: str, known: Lexicon) -> list[str]:
    """Split where both sides begin alike: "our prices and the food" share all that stands before "our"."""
    first = after.split(" ", maxsplit=1)[0].lower()
    for alike in (known.prepositions, known.determiners):
        if first in alike:
            wanted = {first} if alike is known.prepositions else alike
            at = _last_of(before, wanted)
            if at is not None:
                return [before, f"{before[:at]}{after}"]
    return []


def _last_of(text: str, wanted: set[str] | frozenset[str]) -> int | None:
    places = [found.start() for found in re.finditer(r"[\w-]+", text) if found[0].lower() in wanted]
    return places[-1] if places else None


def _deeds(before: str, after: str, known: Lexicon) -> list[str]:
    """Split deeds: "did she listen to you and treat you well": both deeds follow the same subject."""
    found = known.deed.match(before)
    if found is None or len(before[found.end() :].split()) < 2:
        return []
    return [before, f"{found[1]}{after}"]


def _series(before: str, after: str) -> list[str]:
    """Split a series: "the taste, temperature and presentation of": three and more share what stands
    around them.
    """
    found = _SERIES.search(before)
    if found is None:
        return []
    head, tail = before[: found.start()], _tail(after)
    things = [*found[1].split(", "), _head(after)]
    return [f"{head}{thing} {tail}" for thing in things]


def _twin_words(before: str, after: str) -> list[str]:
    """Split two words: "speed and friendliness of the service": the last word before stands where the
    first one after stands.
    """
    head, _, left = before.rpartition(" ")
    right, tail = _head(after), _tail(after)
    return [f"{head} {left} {tail}", f"{head} {right} {tail}"]


def _head(after: str) -> str:
    found = _ADVERB.match(after)
    return found[0] if found and len(after.split()) == 2 else after.split(" ", maxsplit=1)[0]


def _tail(after: str) -> str:
    return after[len(_head(after)) :]


def _agreeing(question: str) -> str:
    """Make verbs agree: "how were the food?" has one thing left: was."""
    return _PLURAL.sub(lambda found: f"{'was' if found[1] == 'were' else 'is'} {found[2]}?", question)
