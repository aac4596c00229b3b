"""The words of a comment beside its meaning: weighted words, pairs of words and pieces of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

import numpy as np

from heedful.methods.language.themes.space import Rows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_WORD = re.compile(r"\w+")
_PIECES = (3, 4, 5)
_MOST = 12_000  # words, and as many pieces


@dataclass(frozen=True)
class Vocabulary:
    """What is counted, and the weight of each: rarer is heavier. Pieces of words begin with a tab."""

    terms: tuple[str, ...]
    weights: Rows

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the column of each term."""
        return {term: place for place, term in enumerate(self.terms)}

    def rows(self, texts: Sequence[str]) -> csr_array:
        """Return a sparse row a text: words and pieces, each part of length 1."""
        from scipy.sparse import csr_array

        ends: list[int] = [0]
        columns: list[int] = []
        values: list[float] = []
        for text in texts:
            for part in _parts(text):
                own = {self.places[term]: n for term, n in part.items() if term in self.places}
                raw = [(1 + log(n)) * float(self.weights[place]) for place, n in own.items()]
                length = float(np.sqrt(sum(value * value for value in raw))) or 1.0
                columns += own
                values += [value / length for value in raw]
            ends.append(len(columns))
        shape = (len(texts), len(self.terms))
        return csr_array((np.array(values, np.float32), np.array(columns, np.int64), ends), shape=shape)


def learn_vocabulary(texts: Sequence[str]) -> Vocabulary:
    r"""Learn which words tell comments apart.

    Parameters
    ----------
    texts
        Comments; what occurs in one of them alone is left out.

    Returns
    -------
    Vocabulary
        At most 12,000 words and pairs, and as many pieces of three to five letters.

    Notes
    -----
    Inverse document frequency: Spärck Jones (1972); logarithm of the count: Buckley et al. (1995).

    Examples
    --------
    >>> found = learn_vocabulary(["slow soup", "slow waiter", "slow bill"])
    >>> [term for term in found.terms if term[0] != "\t"]
    ['slow']
    >>> found.rows(["slow cook"]).shape[0]
    1
    """
    seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for text in texts:
        for counts, part in zip(seen, _parts(text), strict=True):
            counts.update(part.keys())
    kept = [sorted(_most_common(counts)) for counts in seen]
    terms = tuple(term for part in kept for term in part)
    rarity = [log((1 + len(texts)) / (1 + seen[term[0] == "\t"][term])) + 1 for term in terms]
    return Vocabulary(terms, np.array(rarity, np.float32))


def _most_common(counts: Counter[str]) -> list[str]:
    often = [(-n, term) for term, n in counts.items() if n > 1]
    return [term for _, term in sorted(often)[:_MOST]]


def _parts(text: str) -> tuple[Counter[str], Counter[str]]:
    words = [word.lower() for word in _WORD.findall(text)]
    pairs = (f"{a} {b}" for a, b in pairwise(words))
    return Counter([*words, *pairs]), Counter(_pieces(words))


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        edged = f" {word} "
        for size in _PIECES:
            for start in range(max(1, len(edged) - size + 1)):
                yield "\t" + edged[start : start + size]
