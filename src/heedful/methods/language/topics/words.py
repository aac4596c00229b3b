"""Which remarks share a word: groups that a tree of meanings tears apart where remarks speak of much else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heedful.methods.errors import ArgumentError
from heedful.methods.language.stop_words import STOP_WORDS
from heedful.methods.language.topics.phrases import FEWEST_LETTERS, sentences_of

type Ints = NDArray[np.int64]

_LONGEST = 2  # words
_NEVER_TOO_MANY = 30  # texts
_SPOKEN = 0.2  # share of words that are a language's grammar from which it is spoken here
# Not -er: who waits is not a waiter. All that leaves four letters goes, so that plurals meet their singular.
_ENDINGS = re.compile(r"(?<=\w{4})(?:'s|’s|ing|ed|es|en|s|e)+$")
_PLURAL = re.compile(r"(?<=\w{3})ies$")


@dataclass(frozen=True, slots=True)
class SharedWord:
    """``key``: a word or two without endings; ``text``: as mostly spelt; ``places``: of texts with it."""

    key: str
    text: str
    places: Ints


def word_keys(text: str, stops: Collection[str] = STOP_WORDS["en"]) -> dict[str, str]:
    """Return the words and pairs of words of a text without endings, each with its first spelling.

    Words of the grammar, figures and placeholders of redaction are left out, and pairs that begin or end
    with one. Chinese, Japanese and Korean is taken in pairs of signs.

    Parameters
    ----------
    text
        Any text.
    stops
        Words of the grammar.

    Returns
    -------
    dict
        Key and spelling.

    Examples
    --------
    >>> word_keys("The car parks are full")
    {'car': 'car', 'park': 'parks', 'full': 'full', 'car park': 'car parks'}
    """
    found: dict[str, str] = {}
    for sentence in sentences_of(text):
        keys = [_key(word, stops) for word in sentence]
        for size in range(1, _LONGEST + 1):
            for place in range(len(keys) - size + 1):
                own = keys[place : place + size]
                if own[0] and own[-1] and _says_something(own):
                    found.setdefault(" ".join(own), " ".join(sentence[place : place + size]))
    return found


def shared_words(
    texts: Sequence[str], *, known: Iterable[str] = (), fewest: int = 6, widest: float = 0.1
) -> tuple[SharedWord, ...]:
    """Group texts by the words that they share.

    Parameters
    ----------
    texts
        Of window and past together: a group must not know which is which.
    known
        Words that say nothing here (names of the company and its products).
    fewest
        Texts that make a group.
    widest
        0..1: share of the texts from which a word is on everybody's lips; 30 texts are never too many.

    Returns
    -------
    tuple of SharedWord
        By key. Of words that the very same texts share, the first in this order stands for all.

    Raises
    ------
    ArgumentError
        Fewer than one text a group.

    Notes
    -----
    Words that come in bursts as signs of new subjects: Kleinberg (2003), "Bursty and hierarchical structure
    in streams".

    Examples
    --------
    >>> found = shared_words(["no parking", "I parked far away", "parks", "tea"], fewest=3, widest=1)
    >>> [(word.key, word.places.tolist()) for word in found]
    [('park', [0, 1, 2])]
    """
    if fewest < 1:
        raise ArgumentError("fewest", "must be 1 or more")
    stops = _stops(texts)
    silent = {_key(word, stops) for word in known if word}
    held: defaultdict[str, list[int]] = defaultdict(list)
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place, text in enumerate(texts):
        for key, spelling in word_keys(text, stops).items():
            held[key].append(place)
            spelt[key][spelling.casefold()] += 1
    most = max(widest * len(texts), _NEVER_TOO_MANY)
    able = {
        key: tuple(places)
        for key, places in sorted(held.items())
        if fewest <= len(places) <= most and silent.isdisjoint(key.split())
    }
    first = {places: key for key, places in reversed(able.items())}
    return tuple(
        SharedWord(key, _usual(spelt[key]), np.array(places, np.int64))
        for key, places in able.items()
        if first[places] == key
    )


def _usual(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda one: (-spellings[one], one))


def _stops(texts: Sequence[str]) -> frozenset[str]:
    """Return the grammar of the languages spoken here: what is grammar in one is a word in another."""
    words = Counter(word.casefold() for text in texts for own in sentences_of(text) for word in own)
    total = sum(words.values())
    spoken = [own for own in STOP_WORDS.values() if sum(words[word] for word in own) >= _SPOKEN * total]
    return frozenset().union(*spoken)


def _key(word: str, stops: Collection[str]) -> str:
    """Return a word without its ending, nothing for one that says nothing."""
    plain = word.casefold()
    if plain in stops or not plain[0].isalpha():
        return ""
    return _ENDINGS.sub("", _PLURAL.sub("y", plain))


def _says_something(keys: Sequence[str]) -> bool:
    is_signs = [ord(key[0]) > 0x2E80 for key in keys if key]
    return len(keys) == _LONGEST if all(is_signs) else max(map(len, keys)) >= FEWEST_LETTERS
