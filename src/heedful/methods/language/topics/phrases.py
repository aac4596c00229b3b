"""Names for groups of texts: the words and phrases that set them apart from all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from heedful.methods.errors import ArgumentError
from heedful.methods.language.topics.naming import Naming, naming_of

LONGEST = 3  # words of a phrase
FEWEST_LETTERS = 3  # of the longest word of a phrase
_PRIOR = 50.0  # words of the background that count as much as one text of the group
_WORD = re.compile(
    r"\[[A-Z]+ \d+\]"  # a placeholder of redaction: counted, never a name
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*"
    r"|\d+(?:[.,:]\d+)*"
)
_BREAK = re.compile(r"[.!?…,;:()\"\n。！？，、]+")
_CJK = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words as they are mostly written. ``z``: log-odds against the others over its standard error."""

    text: str
    texts: int  # of the group that hold it
    others: int  # of the rest
    z: float
    names: bool = True  # it may stand in a name: not so what somebody does


def phrases_of(text: str) -> dict[str, str]:
    """Return the phrases of a text, one to three words each, with how they are written there.

    Parameters
    ----------
    text
        Any text; Chinese, Japanese and Korean is cut into signs.

    Returns
    -------
    dict
        Normal form of each phrase, and its first spelling.

    Examples
    --------
    >>> sorted(phrases_of("Cold soup. Cold tea"))
    ['cold', 'cold soup', 'cold tea', 'soup', 'tea']
    """
    found: dict[str, str] = {}
    for words in sentences_of(text):
        for size in range(1, LONGEST + 1):
            for place in range(len(words) - size + 1):
                spelt = words[place : place + size]
                joint = "" if all(_CJK.fullmatch(word) for word in spelt) else " "
                found.setdefault(joint.join(spelt).casefold(), joint.join(spelt))
    return found


def sentences_of(text: str) -> Iterator[list[str]]:
    """Yield the words between two signs of punctuation; Chinese, Japanese and Korean is cut into signs.

    Examples
    --------
    >>> list(sentences_of("Cold soup, and cold tea"))
    [['Cold', 'soup'], ['and', 'cold', 'tea']]
    """
    for sentence in _BREAK.split(text):
        yield [part for word in _WORD.findall(sentence) for part in _signs(word)]


def distinctive_phrases(
    groups: Sequence[Collection[int]], texts: Sequence[str], *, most: int = 5, known: Iterable[str] = ()
) -> list[list[Phrase]]:
    """Return for each group of texts the phrases that set it apart from all other texts.

    Parameters
    ----------
    groups
        Places of the texts of each group.
    texts
        All texts, those of no group too: they are what a group is compared with.
    most
        Phrases a group at most.
    known
        Words that say nothing here (names of the company and its products).

    Returns
    -------
    list
        Phrases of each group, the most distinctive first. None contains another of its list, each is in at
        least two texts (or all) and a tenth of the group's, and none begins or ends with a stop word of the
        language that the group seems to be in.

    Raises
    ------
    ArgumentError
        A place outside the texts.

    Notes
    -----
    Log-odds with the background as an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008,
    Fightin' Words, Political Analysis 16:372), of texts that hold a phrase, not of how often it comes in
    one; ranked by z times the share of the group's texts.

    Examples
    --------
    >>> texts = ["the soup was cold", "cold soup again", "soup is cold", "nice staff", "the staff was kind"]
    >>> [phrase.text for phrase in distinctive_phrases([[0, 1, 2]], texts)[0]]
    ['soup', 'cold']
    """
    if any(not 0 <= place < len(texts) for group in groups for place in group):
        raise ArgumentError("groups", "holds a place outside the texts")
    cut = [phrases_of(text) for text in texts]
    sentences = {place: list(sentences_of(texts[place])) for group in groups for place in group}
    everywhere = Counter(phrase for found in cut for phrase in found)
    silent = {word.casefold() for word in known}
    found = []
    for group in groups:
        own = sorted(set(group))
        naming = naming_of(sentences[place] for place in own)
        found.append(_best([cut[place] for place in own], everywhere, len(texts), most, silent, naming))
    return found


def name_of(phrases: Sequence[Phrase]) -> str:
    """Join the first phrases into a name.

    Examples
    --------
    >>> name_of([Phrase("cold", 3, 0, 4.0), Phrase("soup", 3, 0, 4.0), Phrase("again", 1, 0, 1.0)])
    'cold · soup'
    """
    if not phrases:
        return ""
    first, *others = [phrase for phrase in phrases if phrase.names] or phrases
    if " " in first.text:
        return first.text
    more = (one for one in others if one.texts * 3 >= first.texts and not _shares_letters(one, first))
    return " · ".join(phrase.text for phrase in (first, *islice(more, 1)))


def _shares_letters(one: Phrase, other: Phrase) -> bool:
    """Say whether one is a part of the other: "bowl" and "bowls", "Pfand" and "Pfandschale"."""
    a, b = one.text.casefold(), other.text.casefold()
    return a in b or b in a


def _signs(word: str) -> list[str]:
    return list(word) if _CJK.search(word) else [word]


def _best(
    own: list[dict[str, str]],
    everywhere: Counter[str],
    n: int,
    most: int,
    silent: set[str],
    naming: Naming,
) -> list[Phrase]:
    counts = Counter(phrase for found in own for phrase in found)
    fewest = min(len(own), max(2, -(-len(own) // 10)))
    able = [phrase for phrase, k in counts.items() if k >= fewest and _says_something(phrase, silent, naming)]
    if not able:
        return []
    k = np.array([counts[phrase] for phrase in able], float)
    ever = np.array([everywhere[phrase] for phrase in able], float)
    z = _log_odds(k, len(own), ever - k, n - len(own), ever / n)
    worth = np.array([naming.weight(phrase) for phrase in able])
    chosen: list[str] = []
    found: list[Phrase] = []
    for place in np.argsort(-(z * k / len(own) * worth), kind="stable"):
        phrase = able[place]
        if z[place] <= 0 or len(found) == most:
            break
        if _is_new(phrase, chosen):
            chosen.append(phrase)
            spelt, others = _spelling(phrase, own), int(ever[place] - k[place])
            found.append(Phrase(spelt, int(k[place]), others, float(z[place]), naming.names(phrase)))
    return _widened(found, own, counts, silent, naming)


def _log_odds(k: np.ndarray, n: int, others: np.ndarray, rest: int, share: np.ndarray) -> np.ndarray:
    """Return z of the log-odds of texts that hold a phrase, both sides shrunk to the share of all."""
    prior = min(_PRIOR, n)
    held, open_ = k + prior * share, n - k + prior * (1 - share)
    held_by_others, open_to_others = others + prior * share, rest - others + prior * (1 - share)
    odds = np.log(held / np.maximum(open_, 0.5)) - np.log(held_by_others / np.maximum(open_to_others, 0.5))
    spread = np.sqrt(1 / held + 1 / held_by_others)
    found: np.ndarray = odds / spread
    return found


def _says_something(phrase: str, silent: set[str], naming: Naming) -> bool:
    words = phrase.split()
    if "[" in phrase or silent.intersection(words) or not naming.is_whole(phrase):
        return False
    return bool(_CJK.search(phrase)) or any(
        len(word) >= FEWEST_LETTERS and not word[0].isdigit() for word in words
    )


def _is_new(phrase: str, chosen: list[str]) -> bool:
    return not any(_within(phrase, other) or _within(other, phrase) for other in chosen)


def _within(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole} " or bool(_CJK.search(part) and part in whole)


def _widened(
    found: list[Phrase],
    own: list[dict[str, str]],
    counts: Counter[str],
    silent: set[str],
    naming: Naming,
) -> list[Phrase]:
    """Say "soup" as "cold soup" where two thirds of those who write the one write the other."""
    wider: list[Phrase] = []
    for phrase in found:
        key = phrase.text.casefold()
        around = [
            other
            for other, k in counts.items()
            if 3 * k >= 2 * phrase.texts
            and other != key
            and _within(key, other)
            and _says_something(other, silent, naming)
            and (naming.names(other) or not phrase.names)
        ]
        best = max(around, key=lambda other: (counts[other], len(other), other), default=key)
        spelt = phrase if best == key else replace(phrase, text=_spelling(best, own), texts=counts[best])
        taken = [other.text.casefold() for other in wider]
        wider.extend([one for one in (spelt, phrase) if _is_new(one.text.casefold(), taken)][:1])
    return wider


def _spelling(phrase: str, own: list[dict[str, str]]) -> str:
    spellings = Counter(found[phrase] for found in own if phrase in found)
    return min(spellings, key=lambda spelt: (-spellings[spelt], spelt))
