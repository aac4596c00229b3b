"""python -m bench.words.sentiment [FOLDER [MOST]]: English sentiment, both tiers.

On domains it was not trained on. Also: honesty of confidence, what others use, and what 300 labels add.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from bench.words.rivals import vader, words
from bench.words.scores import calibration_error, line
from bench.words.sets import CLASSES, Labelled, sentiment_sets
from tests.models import FOLDER, main as fetch

from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import head
from heedful.understand.words.heads.refit import refitted
from heedful.understand.words.model_files import Folder
from heedful.understand.words.reading import Comment, Reading

LABELS = 300
SEEDS = (1, 2, 3)


def main() -> None:
    fetch()
    data = Path(sys.argv[1] if sys.argv[1:] else "../shared/data")
    if not data.is_dir():
        print(f"(no public sets in {data}: sentiment was not measured)")
        return
    most = int(sys.argv[2]) if sys.argv[2:] else None
    found = {name: _some(own, most) for name, own in sentiment_sets(data).items()}
    print("Sentiment of English comments, no training on their domain; 95 % intervals")
    print("(SemEval: training files, sentences of one polarity; UCI: two classes, by the score)")
    for tier in ("fast", "quality"):
        ours(tier, found)
    rivals(data, found)
    with_labels(found["Airline tweets"])


def _some(own: Labelled, most: int | None) -> Labelled:
    """Draw some at random, the same in every run, for a quick look; by default all are read."""
    places = np.random.default_rng(1).permutation(len(own))[:most]
    return [own[place] for place in sorted(places)]


def ours(tier: str, found: dict[str, Labelled]) -> None:
    print(f"\n Heedful, {tier} tier")
    reading = Reading(Folder(FOLDER), ["language", "sentiment"], tier=tier)
    for name, own in found.items():
        said = [one.get("sentiment") for one in reading.read(Comment(text, "en") for text, _ in own)]
        truth = [label for _, label in own]
        is_binary = "neutral" not in truth
        guesses = [_binary(one) if is_binary else one["label"] if one else "neutral" for one in said]
        print(line(name, guesses, truth))
        if not is_binary:
            sure = [one["confidence"] if one else 1 / 3 for one in said]
            hits = [a == b for a, b in zip(guesses, truth, strict=True)]
            error = calibration_error(sure, hits)
            print(f"    mean confidence {np.mean(sure):.3f}, its error {error:.3f} (ten bins)")


def _binary(found: dict | None) -> str:
    return "positive" if found and found["score"] > 0 else "negative"


def rivals(data: Path, found: dict[str, Labelled]) -> None:
    for name, guess in {
        "VADER": vader(),
        "TF-IDF + logistic regression, our training texts": words(data),
    }.items():
        print(f"\n {name}" + ("" if guess else ": not installed (bench/words/requirements.txt)"))
        for each, own in found.items() if guess else ():
            truth = [label for _, label in own]
            guesses = guess([text for text, _ in own])
            print(line(each, guesses, truth))


def with_labels(own: Labelled) -> None:
    """Refit the head with some of the customer's labels, drawn at random; judged on all the others."""
    print(f"\n Airline tweets with {LABELS} of the customer's labels (the head refitted), judged on the rest")
    shipped = head("sentiment-en")
    texts = [text for text, _ in own]
    rows = _rows(texts, shipped.encoder)
    classes = np.array([CLASSES.index(label) for _, label in own])
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(len(own))
        few, rest = order[:LABELS], order[LABELS:]
        better = refitted(shipped, rows[few], classes[few])
        for name, one in {"without": shipped, "with": better}.items():
            guesses = [CLASSES[place] for place in one.probabilities(rows[rest]).argmax(axis=1)]
            print(line(f"{name}, draw {seed}", guesses, [CLASSES[place] for place in classes[rest]]))


def _rows(texts: Sequence[str], model: str) -> np.ndarray:
    found = []
    for start in range(0, len(texts), 256):
        batch = Comments(texts[start : start + 256], folder=Folder(FOLDER))
        found.append(batch.meanings(model, range(len(batch)))[0])
    return np.vstack(found)


if __name__ == "__main__":
    main()
