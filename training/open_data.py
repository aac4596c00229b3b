"""Reads the openly licensed sets, in the formats their authors publish (gzip beside or instead)."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import IO
from xml.etree import ElementTree as ET

from heedful.methods.language import clauses, sentences

CLASSES = ("negative", "neutral", "positive")
_EMOTIONS = {
    "positive": "admiration amusement approval caring desire excitement gratitude joy love optimism pride"
    " relief",
    "negative": "anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness"
    " remorse sadness",
    "neutral": "neutral",
}
_VALENCE = {emotion: label for label, emotions in _EMOTIONS.items() for emotion in emotions.split()}
_STARS = {"1": "negative", "2": "negative", "3": "neutral", "4": "positive", "5": "positive"}

type Labelled = Iterator[tuple[str, str]]  # text, class


def cebab(path: Path) -> Labelled:
    """CEBaB reviews by the majority of the raters' stars: 1–2 negative, 3 neutral, 4–5 positive."""
    for line in opened(path):
        review = json.loads(line)
        if label := _STARS.get(str(review["review_majority"])):
            yield review["description"], label


def mams(path: Path) -> Labelled:
    """Clauses of MAMS sentences whose aspect terms are all of one polarity."""
    for sentence in ET.fromstring(opened(path).read()).iter("sentence"):
        text = sentence.findtext("text") or ""
        terms = [
            (int(term.get("from", "0")), term.get("polarity", "")) for term in sentence.iter("aspectTerm")
        ]
        for clause in clauses(text):
            labels = {polarity for start, polarity in terms if clause.start <= start < clause.end}
            if len(labels) == 1 and (label := labels.pop()) in CLASSES:
                yield clause.of(text), label


def goemotions(path: Path, names: Path, most: int | None = None) -> Labelled:
    """GoEmotions comments whose emotions all pull the same way; neutral is a class of its own there."""
    known = [*names.read_text(encoding="utf-8").split(), "neutral"]
    found = 0
    for line in opened(path):
        text, numbers, _ = line.rstrip("\n").split("\t")
        labels = {_VALENCE.get(known[int(number)], "") for number in numbers.split(",")}
        if len(labels) == 1 and (label := labels.pop()) and (most is None or found < most):
            found += 1
            yield text, label


def app_sentences(path: Path, most: int) -> list[str]:
    """Sentences of reviews of apps from Google Play, one a review: nobody said how they are meant."""
    draw = Random(1)
    with opened(path) as file:
        texts = sorted({row["Translated_Review"] for row in csv.DictReader(file)})
    draw.shuffle(texts)
    found: list[str] = []
    for text in texts:
        own = [part for span in sentences(text) if _is_fit(part := span.of(text).strip())]
        if own and len(found) < most:
            found.append(draw.choice(own))
    return found


def cebab_sentences(path: Path, most: int) -> list[str]:
    """Different sentences of CEBaB reviews: of a review it is said how it is meant, not of each sentence."""
    with opened(path) as file:
        texts = {json.loads(line)["description"] for line in file}
    found = {part for text in texts for span in sentences(text) if _is_fit(part := span.of(text).strip())}
    drawn = sorted(found)
    Random(1).shuffle(drawn)
    return drawn[:most]


def _is_fit(sentence: str) -> bool:
    return 3 <= len(sentence.split()) <= 30


def opened(path: Path) -> IO[str]:
    packed = path.with_name(f"{path.name}.gz")
    return gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8")
