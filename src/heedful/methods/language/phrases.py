"""Key phrases: the runs of words between stop words that a comment is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heedful.methods.language.spans import Span
from heedful.methods.language.stop_words import STOP_WORDS

LANGUAGES = tuple(sorted(STOP_WORDS))
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BREAK = re.compile(
    r"[^\s'’-]"
)  # between two words of a phrase stands white space, a hyphen or an apostrophe
_LONGEST = 4  # words
_SHORTEST = 3  # letters of a phrase of one word


@dataclass(frozen=True, slots=True)
class Phrase:
    """``score`` is the sum of its words' degrees over their counts; it compares within one text only."""

    span: Span
    score: float


def phrases(text: str, language: str, *, most: int = 8) -> tuple[Phrase, ...]:
    """Return what a comment is about, the weightiest phrases first.

    Parameters
    ----------
    text
        A comment.
    language
        Its code, one of ``LANGUAGES``.
    most
        How many at most; the same phrase is given once, where it first stands.

    Returns
    -------
    tuple of Phrase
        By falling score, then by place.

    Raises
    ------
    KeyError
        For a language whose stop words are not known.

    Notes
    -----
    Rapid automatic keyword extraction: a word that often stands in long phrases weighs more than one that
    stands alone (Rose, Engel, Cramer and Cowley 2010). Verbs and adverbs that comments are full of count as
    stop words here, which leaves nouns and what describes them.

    Examples
    --------
    >>> text = "The waiting time at the check-in desk was far too long."
    >>> [phrase.span.of(text) for phrase in phrases(text, "en")]
    ['waiting time', 'check-in desk']
    """
    runs = list(_runs(text, STOP_WORDS[language]))
    weights = _weights(text, runs)
    scored = [
        Phrase(Span(run[0].start, run[-1].end), sum(weights[_plain(text, word)] for word in run))
        for run in runs
    ]
    first: dict[str, Phrase] = {}
    for phrase in scored:
        first.setdefault(" ".join(phrase.span.of(text).casefold().split()), phrase)
    ordered = sorted(first.values(), key=lambda phrase: (-phrase.score, phrase.span.start))
    return tuple(ordered[:most])


def _runs(text: str, stop_words: frozenset[str]) -> Iterator[list[Span]]:
    """Yield runs of words with no stop word and no punctuation between them."""
    run: list[Span] = []
    end = 0
    for found in _WORD.finditer(text):
        is_stop = found.group().casefold().replace("’", "'") in stop_words
        if run and (is_stop or _BREAK.search(text, end, found.start())):
            yield from _kept(run)
            run = []
        if not is_stop:
            run.append(Span(found.start(), found.end()))
        end = found.end()
    yield from _kept(run)


def _kept(run: list[Span]) -> Iterator[list[Span]]:
    if len(run) > 1 or (run and run[0].end - run[0].start >= _SHORTEST):
        yield run[-_LONGEST:]  # the head of a noun phrase stands last more often than first


def _weights(text: str, runs: Sequence[Sequence[Span]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    degrees: Counter[str] = Counter()
    for run in runs:
        for word in run:
            counts[_plain(text, word)] += 1
            degrees[_plain(text, word)] += len(run)
    return {word: degrees[word] / counts[word] for word in counts}


def _plain(text: str, word: Span) -> str:
    return word.of(text).casefold()
