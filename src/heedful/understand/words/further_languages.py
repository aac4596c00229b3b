"""Languages that the detector's library does not know, told by the letters that stand in a row.

A row of weights for each language (``heads/language-further.npz``, by ``training/languages/detection.py``)
upon counts of runs of one to four letters, which share 16,384 places by a hash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from heedful.understand.words.types import Floats

type Places = npt.NDArray[np.int64]

BITS = 14
_LONGEST_RUN = 4
_READ = 400  # characters: more say no more
_NO_LETTERS = re.compile(r"[\W\d_]+")
_WORD = np.uint64(0xFFFFFFFF)
# Scripts that one language alone is written in, or nearly so.
_SCRIPTS = {"km": ("\u1780", "\u17ff"), "my": ("\u1000", "\u109f"), "si": ("\u0d80", "\u0dff")}


@dataclass(frozen=True, slots=True)
class Weights:
    """Languages with a row of weights each, and what each is likely before anything is read."""

    version: str
    languages: tuple[str, ...]
    rows: Floats
    bias: Floats


def further_language(text: str) -> tuple[str, float]:
    """Return the likeliest of the further languages, and how much speaks for it (log odds)."""
    by = weights()
    places, shares = runs(text)
    scores = by.rows[:, places] @ shares + by.bias
    best = int(np.argmax(scores))
    return by.languages[best], float(scores[best])


def language_of_script(text: str) -> str | None:
    """Return the language whose script most letters are of, where that is its alone."""
    letters = [letter for letter in text[:_READ] if letter.isalpha()]
    for code, (first, last) in _SCRIPTS.items():
        if 2 * sum(first <= letter <= last for letter in letters) > len(letters):
            return code
    return None


def runs(text: str) -> tuple[Places, Floats]:
    """Return the places of a text's runs of letters and the root of how often each is there, of length 1."""
    held = f" {_NO_LETTERS.sub(' ', text[:_READ].lower()).strip()} "
    letters = np.frombuffer(held.encode("utf-32-le"), np.uint32).astype(np.uint64)
    found, rolled = [], np.zeros(len(letters), np.uint64)
    for size in range(1, min(_LONGEST_RUN, len(letters)) + 1):
        rolled = (rolled[: len(letters) - size + 1] * np.uint64(1_000_003) + letters[size - 1 :]) & _WORD
        mixed = (rolled * np.uint64(2_654_435_761) + np.uint64(40_503 * size)) & _WORD
        found.append((mixed >> np.uint64(32 - BITS)).astype(np.int64))
    places, counts = np.unique(np.concatenate(found), return_counts=True)
    return places, np.sqrt(counts / counts.sum()).astype(np.float32)


@cache
def weights() -> Weights:
    held = files("heedful.understand.words.heads").joinpath("language-further.npz")
    with as_file(held) as path, np.load(path) as found:
        rows = found["weights"].astype(np.float32) * found["steps"][:, None]
        return Weights(str(found["version"]), tuple(found["languages"].tolist()), rows, found["bias"])
