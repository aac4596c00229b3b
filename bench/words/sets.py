"""The public sets that English sentiment is judged on: none of them was trained on."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

CLASSES = ("negative", "neutral", "positive")

type Labelled = list[tuple[str, str]]  # text, class
type Aspects = list[tuple[str, str, str]]  # text, words in it, class


def sentiment_sets(data: Path) -> dict[str, Labelled]:
    task = data / "semeval2014_task4"
    return {
        "SemEval-2014 restaurants": _of_one_polarity(task / "Restaurants_Train_v2.xml.gz"),
        "SemEval-2014 laptops": _of_one_polarity(task / "Laptop_Train_v2.xml.gz"),
        "UCI sentences": [
            (row["sentence"], "positive" if row["label"] == "1" else "negative")
            for row in _rows(data / "uci_labelled_sentences/sentences.csv.gz")
        ],
        "Airline tweets": [
            (row["text"], row["airline_sentiment"])
            for row in _rows(data / "twitter_us_airline/tweets.shared70.csv.gz")
        ],
    }


def aspect_sets(data: Path) -> dict[str, Aspects]:
    task = data / "semeval2014_task4"
    return {
        "SemEval-2014 restaurants": _terms(task / "Restaurants_Train_v2.xml.gz"),
        "SemEval-2014 laptops": _terms(task / "Laptop_Train_v2.xml.gz"),
    }


def _of_one_polarity(path: Path) -> Labelled:
    """Sentences whose aspects are all of one polarity, so that the sentence has it too."""
    found = []
    for sentence in _sentences(path):
        marks = [*sentence.iter("aspectTerm"), *sentence.iter("aspectCategory")]
        labels = {mark.get("polarity") for mark in marks}
        if len(labels) == 1 and (label := labels.pop()) in CLASSES:
            found.append((sentence.findtext("text") or "", label))
    return found


def _terms(path: Path) -> Aspects:
    return [
        (sentence.findtext("text") or "", term.get("term", ""), label)
        for sentence in _sentences(path)
        for term in sentence.iter("aspectTerm")
        if (label := term.get("polarity", "")) in CLASSES
    ]


def _sentences(path: Path) -> Iterator[ET.Element]:
    return ET.fromstring(gzip.decompress(path.read_bytes())).iter("sentence")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)
