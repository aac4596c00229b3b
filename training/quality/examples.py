"""What the quality tier learns from: comments, and pairs of a comment and the words that name a thing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

from training.open_data import CLASSES, Labelled, cebab, goemotions, mams, opened
from training.written import aspects, comments

_CEBAB_ASPECTS = ("food", "service", "ambiance", "noise")


@dataclass(frozen=True, slots=True)
class Example:
    """``term`` is empty where the whole comment is meant; ``weight`` is how much it counts."""

    text: str
    term: str
    label: str
    weight: float = 1.0


def training_examples(data: Path, draw: Random) -> list[Example]:
    """Draw the mix; the numbers were set before the first run, by what each set is worth away from home."""
    emotions = data / "goemotions"
    pools = [
        (_whole(cebab(data / "cebab_restaurants/train_inclusive.jsonl"), neutral=0.3), 2_500),
        (_whole(mams(data / "mams/MAMS-ATSA_train.xml")), 2_000),
        (_whole(goemotions(emotions / "train.tsv", emotions / "labels.txt")), 2_500),
        (list(mams_terms(data / "mams/MAMS-ATSA_train.xml")), 5_000),
        (list(cebab_terms(data / "cebab_restaurants/train_inclusive.jsonl")), 1_500),
    ]
    drawn = [one for pool, most in pools for one in draw.sample(pool, min(most, len(pool)))]
    written = [Example(text, "", label, 1.5) for _, text, label in comments("train")]
    named = [Example(text, term, label, 1.5) for text, term, label in aspects("train")]
    return [*drawn, *written * 2, *named * 2]


def _whole(found: Labelled, *, neutral: float = 1.0) -> list[Example]:
    # CEBaB's middle star is mixed more often than neutral: it counts less.
    return [Example(text, "", label, neutral if label == "neutral" else 1.0) for text, label in found]


def mams_terms(path: Path) -> Iterator[Example]:
    for sentence in ET.fromstring(opened(path).read()).iter("sentence"):
        for term in sentence.iter("aspectTerm"):
            if (label := term.get("polarity", "")) in CLASSES:
                yield Example(sentence.findtext("text") or "", term.get("term", ""), label)


def cebab_terms(path: Path) -> Iterator[Example]:
    for line in opened(path):
        review = json.loads(line)
        for aspect in _CEBAB_ASPECTS:
            if (label := str(review[f"{aspect}_aspect_majority"]).lower()) in CLASSES:
                yield Example(review["description"], aspect, label)
