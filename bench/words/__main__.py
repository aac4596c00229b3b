"""python -m bench.words [FOLDER]      FOLDER: the public sets; without it what needs them is left out."""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from xml.etree import ElementTree as ET

import numpy as np
from bench.words.generated import comments
from tests.models import FOLDER, main as fetch

from heedful.methods.intervals.proportions import wilson_limits
from heedful.methods.language import personal_data
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.reading import Comment, Reading

CLASSES = ("negative", "neutral", "positive")

type Set = list[tuple[str, str]]


def main() -> None:
    fetch()
    data = Path(sys.argv[1] if sys.argv[1:] else "../shared/data")
    reading = Reading(Folder(FOLDER))
    redaction(data)
    if data.is_dir():
        sentiment(reading, data)
    else:
        print(f"(no public sets in {data}: sentiment was not measured)")
    speed(reading)


def sentiment(reading: Reading, data: Path) -> None:
    print("\nSentiment of English sentences, no training on their domain; 95 % intervals")
    for name, found in _sets(data).items():
        said = [one.get("sentiment") for one in reading.read(Comment(text, "en") for text, _ in found)]
        is_binary = "neutral" not in {label for _, label in found}
        guesses = [_binary(one) if is_binary else one["label"] if one else "neutral" for one in said]
        truth = [label for _, label in found]
        hits = sum(a == b for a, b in zip(guesses, truth, strict=True))
        low, high = _wilson(hits, len(truth))
        score, margin = _macro_f1(guesses, truth)
        print(
            f"  {name:42} n {len(truth):6,}  accuracy {hits / len(truth):.3f} [{low:.3f}, {high:.3f}]"
            f"  macro-F1 {score:.3f} ± {margin:.3f}"
        )


def _binary(found: dict | None) -> str:
    return "positive" if found and found["score"] > 0 else "negative"


def _wilson(hits: int, n: int) -> tuple[float, float]:
    return wilson_limits(hits, n, 0.95)


def _macro_f1(guesses: list[str], truth: list[str]) -> tuple[float, float]:
    """Macro-F1 and half of its bootstrap interval (200 draws, seed 1)."""
    labels = sorted(set(truth))
    a, b = np.array(guesses), np.array(truth)

    def score(rows: np.ndarray) -> float:
        found = []
        for label in labels:
            hit = np.sum((a[rows] == label) & (b[rows] == label))
            found.append(2 * hit / max(1, np.sum(a[rows] == label) + np.sum(b[rows] == label)))
        return float(np.mean(found))

    draw = np.random.default_rng(1)
    draws = [score(draw.integers(0, len(a), len(a))) for _ in range(200)]
    return score(np.arange(len(a))), float(np.diff(np.quantile(draws, [0.025, 0.975]))[0] / 2)


def _sets(data: Path) -> dict[str, Set]:
    return {
        "SemEval-2014 restaurants, one polarity": _semeval(
            data / "semeval2014_task4/Restaurants_Train_v2.xml.gz"
        ),
        "SemEval-2014 laptops, one polarity": _semeval(data / "semeval2014_task4/Laptop_Train_v2.xml.gz"),
        "UCI sentences (two classes)": [
            (row["sentence"], "positive" if row["label"] == "1" else "negative")
            for row in _rows(data / "uci_labelled_sentences/sentences.csv.gz")
        ],
        "Airline tweets": [
            (row["text"], row["airline_sentiment"])
            for row in _rows(data / "twitter_us_airline/tweets.shared70.csv.gz")
        ],
    }


def _semeval(path: Path) -> Set:
    """Sentences whose aspects are all of one polarity, so that the sentence has it too."""
    found = []
    for sentence in ET.fromstring(gzip.decompress(path.read_bytes())).iter("sentence"):
        marks = [*sentence.iter("aspectTerm"), *sentence.iter("aspectCategory")]
        labels = {mark.get("polarity") for mark in marks}
        if len(labels) == 1 and (label := labels.pop()) in CLASSES:
            found.append((sentence.findtext("text") or "", label))
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def redaction(data: Path) -> None:
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for _locale, kind, text, words in comments():
        start = text.index(words)
        spans = [one.span for one in personal_data(text)]
        letters = [place for place in range(start, start + len(words)) if text[place].isalnum()]
        asked[kind] += 1
        found[kind] += all(any(span.start <= place < span.end for span in spans) for place in letters)
    print("\nPersonal data found whole, six locales, generated (names: one in four stands without a cue)")
    for kind, n in asked.items():
        low, high = _wilson(found[kind], n)
        print(f"  {kind:8} n {n}  recall {found[kind] / n:.3f} [{low:.3f}, {high:.3f}]")
    if data.is_dir():
        _false_alarms(data)


def _false_alarms(data: Path) -> None:
    texts = [text for found in list(_sets(data).values())[:3] for text, _ in found]
    alarms = Counter(one.kind for text in texts for one in personal_data(text))
    shown = ", ".join(f"{kind} {1000 * n / len(texts):.1f}" for kind, n in alarms.most_common())
    print(f"  marked in {len(texts):,} real comments, per 1,000 (true names among them): {shown or 'none'}")


def speed(reading: Reading) -> None:
    """Comments a second on one core, beside the encoder alone on the same clauses and wholes."""
    texts = [text for _, _, text, _ in comments(10)]
    texts = [f"{text} The food was great, but we waited for an hour." for text in texts]
    encoder = Encoder(Folder(FOLDER), models()["bge-small-en"])
    start = perf_counter()
    documents = list(reading.read(Comment(text, "en") for text in texts))
    ours = perf_counter() - start
    pairs = zip(texts, documents, strict=True)
    parts = [text[one["start"] : one["end"]] for text, found in pairs for one in found.get("clauses", ())]
    start = perf_counter()
    encoder.encode([*texts, *parts])
    bare = perf_counter() - start
    print(
        f"\nSpeed, one core: {len(texts) / ours:.0f} comments/s; ratio to the bare encoder {bare / ours:.2f}"
    )


if __name__ == "__main__":
    main()
