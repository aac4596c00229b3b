"""What the quality tier learns from: how a whole text is meant, and how parts of it are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

from training.open_data import CLASSES, Labelled, cebab, goemotions, mams, opened
from training.written import Mark, aspects, clauses_of_aspects, comments

_CEBAB_ASPECTS = ("food", "service", "ambiance", "noise")
WRITTEN_COUNTS = 1.5


@dataclass(frozen=True, slots=True)
class Example:
    """``label`` is empty where only ``marks`` are known; ``weight`` is how much it counts."""

    text: str
    label: str
    marks: tuple[Mark, ...] = ()
    weight: float = 1.0


type Pool = tuple[Sequence[Example], int]  # and how many of it are drawn for a pass


def open_pools(data: Path, *, share: float = 1.0) -> list[Pool]:
    """Return what others published; how much of each was set before the first run.

    ``share`` is how much is drawn of what is not asked by name.
    """
    emotions = data / "goemotions"
    return [
        (list(cebab_reviews(data / "cebab_restaurants/train_inclusive.jsonl")), int(2_000 * share)),
        (_whole(mams(data / "mams/MAMS-ATSA_train.xml")), int(1_500 * share)),
        (_whole(goemotions(emotions / "train.tsv", emotions / "labels.txt")), int(2_500 * share)),
        (list(mams_terms(data / "mams/MAMS-ATSA_train.xml")), 5_000),
    ]


def written_pools(part: str = "train") -> list[Pool]:
    said = [Example(text, label, (), WRITTEN_COUNTS) for _, text, label in comments(part)]
    named = [Example(text, "", tuple(marks), WRITTEN_COUNTS) for text, marks in aspects(part)]
    parts = _whole(clauses_of_aspects(part))
    return [(said, len(said)), (named, len(named)), (parts, len(parts) // 2)]


def drawn(pools: Sequence[Pool], draw: Random) -> list[Example]:
    return [one for pool, most in pools for one in draw.sample(pool, min(most, len(pool)))]


def _whole(found: Labelled) -> list[Example]:
    return [Example(text, label) for text, label in found]


def mams_terms(path: Path) -> Iterator[Example]:
    for sentence in ET.fromstring(opened(path).read()).iter("sentence"):
        marks = [
            (int(term.get("from", "0")), int(term.get("to", "0")), label)
            for term in sentence.iter("aspectTerm")
            if (label := term.get("polarity", "")) in CLASSES
        ]
        if marks:
            yield Example(sentence.findtext("text") or "", "", tuple(marks))


def cebab_reviews(path: Path) -> Iterator[Example]:
    """Reviews with their stars, and where the name of a rated aspect stands in them, how that is meant."""
    stars = dict(cebab(path))
    for line in opened(path):
        review = json.loads(line)
        text = review["description"]
        label, marks = stars.get(text, ""), tuple(_named(text, review))
        if label or marks:
            # The middle star is mixed more often than neutral: it counts less.
            yield Example(text, label, marks, 0.3 if label == "neutral" else 1.0)


def _named(text: str, review: dict[str, str]) -> Iterator[Mark]:
    for aspect in _CEBAB_ASPECTS:
        label = str(review[f"{aspect}_aspect_majority"]).lower()
        found = re.search(rf"\b{aspect}\b", text, re.IGNORECASE)
        if found and label in CLASSES:
            yield found.start(), found.end(), label
