"""Trains the sentiment head for languages other than English, upon the multilingual encoder as it is.

English sets carry over by the encoder; posts and sentences in nine languages, written for the project
(``training/written``), keep it from taking a language for an opinion.
Expected below ``--data``: cebab_restaurants/{train_inclusive,dev}.jsonl, mams/MAMS-ATSA_train.xml,
goemotions/{train,dev}.tsv and labels.txt. Each may be gzipped.
"""

from __future__ import annotations

import numpy as np
from sklearn.metrics import f1_score

from training.languages.examples import POSTS, SENTENCES, development, written
from training.linear import Given, Places, Rows, cooled, fitted, given, levelled, logits, write_head
from training.open_data import CLASSES, Labelled, cebab, goemotions, mams

KEY, ENCODER = "sentiment-xx", "multilingual-e5-small"
# Each language here has a figure of its own in docs/measurements.md.
LANGUAGES = ("ar", "de", "es", "fr", "hi", "id", "it", "ja", "nl", "pt", "zh")
# How much each set counts in all; chosen, like the penalty, by the posts that are kept for development.
SHARES = {"GoEmotions": 1.0, "CEBaB": 0.3, "MAMS": 0.1, "sentences": 0.5, "posts": 2.0}
PENALTY = 0.1


def main() -> None:
    by = given(__doc__ or "")
    rows = Rows(by, ENCODER)
    parts = {name: _part(found, rows) for name, found in _train(by).items()}
    features = np.vstack([part for part, _ in parts.values()])
    classes = np.concatenate([own for _, own in parts.values()])
    shares = np.concatenate([np.full(len(own), SHARES[name] / len(own)) for name, (_, own) in parts.items()])
    weights = fitted(features, classes, levelled(shares * 8_000, classes), penalty=PENALTY)
    kept = {name: _part(((text, label) for text, label, _ in own), rows) for name, own in _kept(by).items()}
    weights = cooled(weights, *kept["posts"])
    facts = {"encoder": ENCODER, "languages": LANGUAGES, "classes": CLASSES, "reads_others": True}
    write_head(KEY, weights, facts)
    for name, (part, truth) in kept.items():
        score = f1_score(truth, logits(part, weights).argmax(axis=1), average="macro")
        print(f"{name}, development part: n {len(truth)}, macro-F1 {score:.3f}")
    print("Trained on " + ", ".join(f"{name} {len(own):,}" for name, (_, own) in parts.items()))


def _train(by: Given) -> dict[str, Labelled]:
    reviews = list(cebab(by.data / "cebab_restaurants/train_inclusive.jsonl"))
    emotions = by.data / "goemotions"
    return {
        "GoEmotions": goemotions(emotions / "train.tsv", emotions / "labels.txt", most=8_000),
        "CEBaB": iter(reviews[::3]),  # each review is there in several edits
        "MAMS": mams(by.data / "mams/MAMS-ATSA_train.xml"),
        "sentences": ((text, label) for _, text, label in written(SENTENCES, "train")),
        "posts": ((text, label) for _, text, label in written(POSTS, "train")),
    }


def _kept(by: Given) -> dict[str, list[tuple[str, str, float]]]:
    return {name: own for name, own in development(by.data).items() if "," not in name}


def _part(found: Labelled, rows: Rows) -> tuple[np.ndarray, Places]:
    texts, labels = zip(*found, strict=True)
    return rows.of(texts), np.array([CLASSES.index(label) for label in labels])


if __name__ == "__main__":
    main()
