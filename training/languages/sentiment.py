"""Trains the sentiment head for languages other than English, upon the multilingual encoder.

English sets carry over by the encoder; sentences in eight languages, written for the project
(``training/written/sentiment-multilingual.tsv``), keep it from taking a language for an opinion.
Expected below ``--data``: cebab_restaurants/{train_inclusive,dev}.jsonl, mams/MAMS-ATSA_train.xml,
goemotions/{train,dev}.tsv and labels.txt. Each may be gzipped.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from training.linear import Given, Places, Rows, cooled, fitted, given, levelled, logits, write_head
from training.open_data import CLASSES, Labelled, cebab, goemotions, mams

KEY, ENCODER = "sentiment-xx", "multilingual-e5-small"
# Each language here has a figure of its own in docs/measurements.md.
LANGUAGES = ("ar", "de", "es", "fr", "hi", "id", "it", "ja", "nl", "pt", "zh")
# How much each set counts in all; chosen, like the penalty, on 300 tweets a language of the training parts
# of the eight-language set, whose development parts are reported.
SHARES = {"GoEmotions": 1.0, "CEBaB": 0.3, "MAMS": 0.1, "written": 0.5}
PENALTY = 0.03


def main() -> None:
    by = given(__doc__ or "")
    rows = Rows(by, ENCODER)
    parts = {name: _part(found, rows) for name, found in _train(by).items()}
    features = np.vstack([part for part, _ in parts.values()])
    classes = np.concatenate([own for _, own in parts.values()])
    shares = np.concatenate([np.full(len(own), SHARES[name] / len(own)) for name, (_, own) in parts.items()])
    weights = fitted(features, classes, levelled(shares * 8_000, classes), penalty=PENALTY)
    dev, truth = _part(_emotions(by, "dev", 800), rows)
    weights = cooled(weights, dev, truth)
    facts = {"encoder": ENCODER, "languages": LANGUAGES, "classes": CLASSES, "reads_others": True}
    write_head(KEY, weights, facts)
    score = f1_score(truth, logits(dev, weights).argmax(axis=1), average="macro")
    print(f"GoEmotions, development part: n {len(truth)}, macro-F1 {score:.3f}")
    print("Trained on " + ", ".join(f"{name} {len(own):,}" for name, (_, own) in parts.items()))


def _train(by: Given) -> dict[str, Labelled]:
    reviews = list(cebab(by.data / "cebab_restaurants/train_inclusive.jsonl"))
    return {
        "GoEmotions": _emotions(by, "train", 8_000),
        "CEBaB": iter(reviews[::3]),  # each review is there in several edits
        "MAMS": mams(by.data / "mams/MAMS-ATSA_train.xml"),
        "written": _written(),
    }


def _emotions(by: Given, part: str, most: int) -> Labelled:
    folder = by.data / "goemotions"
    return goemotions(folder / f"{part}.tsv", folder / "labels.txt", most=most)


def _written() -> Labelled:
    path = Path(__file__).parents[1] / "written" / "sentiment-multilingual.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["text"], row["label"]


def _part(found: Labelled, rows: Rows) -> tuple[np.ndarray, Places]:
    texts, labels = zip(*found, strict=True)
    return rows.of(texts), np.array([CLASSES.index(label) for label in labels])


if __name__ == "__main__":
    main()
