"""Trains the emotion head for English on GoEmotions: 28 emotions grouped into ten.

Expected below ``--data``: goemotions/{train,dev}.tsv and labels.txt (Apache-2.0), gzipped or not.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from training.linear import Rows, cooled, fitted, given, levelled, logits, write_head

# What comments hold and people can tell apart. Approval, disapproval, caring and desire are left out:
# even the raters of the set agreed on them least.
GROUPS = {
    "admiration": "admiration",
    "joy": "joy amusement excitement love optimism pride relief",
    "gratitude": "gratitude",
    "disappointment": "disappointment",
    "anger": "anger annoyance disgust",
    "sadness": "sadness grief remorse embarrassment",
    "fear": "fear nervousness",
    "surprise": "surprise realization",
    "confusion": "confusion curiosity",
    "neutral": "neutral",
}
CLASSES = tuple(GROUPS)
_GROUP = {emotion: group for group, emotions in GROUPS.items() for emotion in emotions.split()}
KEY, ENCODER = "emotion-en", "bge-small-en"
MOST = {"train": 800, "dev": 200}  # comments of a group
PENALTY = 3.0


def main() -> None:
    by = given(__doc__ or "")
    rows = Rows(by, ENCODER)
    texts, classes = drawn(by.data / "goemotions", "train")
    weights = levelled(np.ones(len(classes)), classes)
    head = fitted(rows.of(texts), classes, weights, penalty=PENALTY)
    dev, truth = drawn(by.data / "goemotions", "dev")
    found = rows.of(dev)
    head = cooled(head, found, truth)
    write_head(KEY, head, {"encoder": ENCODER, "languages": ("en",), "classes": CLASSES})
    each = f1_score(truth, logits(found, head).argmax(axis=1), average=None, labels=range(len(CLASSES)))
    print(f"{len(classes):,} comments; development part n {len(truth):,}, macro-F1 {each.mean():.3f}")
    print("  " + ", ".join(f"{name} {score:.2f}" for name, score in zip(CLASSES, each, strict=True)))


def drawn(folder: Path, part: str) -> tuple[list[str], np.ndarray]:
    """Take the first comments of each group, so that the frequent ones do not crowd out the others."""
    seen: Counter[str] = Counter()
    texts, classes = [], []
    for text, group in grouped(folder, part):
        seen[group] += 1
        if seen[group] <= MOST[part]:
            texts.append(text)
            classes.append(CLASSES.index(group))
    return texts, np.array(classes)


def grouped(folder: Path, part: str) -> Iterator[tuple[str, str]]:
    """Yield comments whose emotions all lie in one group."""
    known = [*(folder / "labels.txt").read_text(encoding="utf-8").split(), "neutral"]
    path = folder / f"{part}.tsv"
    packed = path.with_name(f"{path.name}.gz")
    with (
        gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8") as file
    ):
        for line in file:
            text, numbers, _ = line.rstrip("\n").split("\t")
            groups = {_GROUP.get(known[int(number)], "") for number in numbers.split(",")}
            if len(groups) == 1 and (group := groups.pop()):
                yield text, group


if __name__ == "__main__":
    main()
