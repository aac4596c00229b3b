"""Trains the heads that tell what a comment is: praise, problem, suggestion, question, thanks, a threat to
leave, a wish to be called. Several may hold at once. All of it on sentences written for the project.

Thresholds are chosen by five-fold cross-validation; the sentences held out (``types-heldout.tsv``) were
written apart, by the same hand, and only say how well it went.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from training.linear import Floats, Places, Rows, fitted, given, levelled, logits, write_head

CLASSES = ("praise", "problem", "suggestion", "question", "thanks", "churn_threat", "callback_wish")
HEADS = {
    "types-en": ("bge-small-en", ("en",)),
    "types-xx": ("multilingual-e5-small", ("de", "es", "fr")),
}
PENALTY = 30.0
FOLDS = 5

type Written = list[dict[str, str]]


def main() -> None:
    by = given(__doc__ or "")
    for key, (encoder, languages) in HEADS.items():
        rows = Rows(by, encoder)
        is_english = languages == ("en",)
        train = [one for one in written("types") if not is_english or one["language"] == "en"]
        features, truth = rows.of([one["text"] for one in train]), marks(train)
        pairs = [_head_of(features, truth[:, column]) for column in range(len(CLASSES))]
        thresholds = [threshold for _, threshold in pairs]
        weights = np.vstack([own for own, _ in pairs])
        facts = {"encoder": encoder, "languages": languages, "classes": CLASSES, "thresholds": thresholds}
        write_head(key, weights, {**facts, "reads_others": not is_english})
        held = [one for one in written("types-heldout") if one["language"] in languages]
        _report(held, rows.of([one["text"] for one in held]), weights, thresholds)


def written(name: str) -> Written:
    path = Path(__file__).with_name("written") / f"{name}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def marks(of: Written) -> Places:
    return np.array([[name in one["types"].split(";") for name in CLASSES] for one in of], np.int64)


def _head_of(rows: Floats, truth: Places) -> tuple[Floats, float]:
    """Return the calibrated weights of one class, and the probability from which it is said to hold."""
    apart = np.zeros(len(truth))
    for rest, own in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(rows, truth):
        apart[own] = logits(rows[own], _fit(rows[rest], truth[rest]))[:, 0]
    # What the folds said of sentences they had not seen becomes a probability (Platt 1999).
    platt = LogisticRegression(C=100).fit(apart[:, None], truth)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    likely = 1 / (1 + np.exp(-(slope * apart + shift)))
    steps = np.arange(0.2, 0.81, 0.02)
    threshold = max(steps, key=lambda step: f1_score(truth, likely >= step))
    weights = _fit(rows, truth) * slope
    weights[:, -1] += shift
    return weights, round(float(threshold), 2)


def _fit(rows: Floats, truth: Places) -> Floats:
    return fitted(rows, truth, levelled(np.ones(len(truth)), truth), penalty=PENALTY)


def _report(held: Written, rows: Floats, weights: Floats, thresholds: list[float]) -> None:
    likely = 1 / (1 + np.exp(-logits(rows, weights)))
    scores = f1_score(marks(held), likely >= np.array(thresholds), average=None)
    print(f"Held out: n {len(held)}, macro-F1 {scores.mean():.3f}")
    print("  " + ", ".join(f"{name} {score:.2f}" for name, score in zip(CLASSES, scores, strict=True)))


if __name__ == "__main__":
    main()
