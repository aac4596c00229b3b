"""Trains the fast tier's sentiment head for English: three classes upon the encoder, through a layer between.

Expected below ``--data``: cebab_restaurants/{train_inclusive,dev}.jsonl (CC BY 4.0),
mams/MAMS-ATSA_{train,val}.xml (Apache-2.0),
goemotions/{train,dev}.tsv and labels.txt (Apache-2.0),
google_play_reviews/googleplaystore_user_reviews.csv (CC BY 3.0). Each may be gzipped. What was written for
the project lies in ``training/written``. Nobody said how the reviews of apps are meant, nor single sentences
of CEBaB: that is taught by the quality tier, which is there already. It began with a head of one layer, which
``--first FILE`` writes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, f1_score

from heedful.understand.words.encoder import Encoder
from heedful.understand.words.heads import __file__ as heads_file, changes_of, head
from heedful.understand.words.model_files import Folder, models
from training import layered, logistic
from training.open_data import CLASSES, Labelled, app_sentences, cebab, cebab_sentences, goemotions, mams
from training.written import clauses_of_aspects, comments, plain

ENCODER = "bge-small-en"
# How much each set counts in all, whatever its size; chosen on the development parts of the sets themselves
# and on half of the sentences of two further sets (docs/models/sentiment-en.md).
SHARES = {
    "CEBaB": 0.9,
    "MAMS": 0.7,
    "GoEmotions": 0.25,
    "written": 1.0,
    "written clauses": 0.3,
    "plain": 0.3,
}
PENALTY = 8.0
EMOTIONS = 8_000
# Of what is taught: how many, and how much they count in all, as SHARES say it of the others.
APPS, APPS_COUNT = 5_000, 1.0
SENTENCES, SENTENCES_COUNT = 5_000, 0.35
TEACHER = "sentiment-en-quality"
SEEDS = (1, 2, 3, 4)

type Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Part:
    rows: Floats
    classes: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Taught:
    """What the quality tier says of sentences: shares of the classes, and how much each row counts."""

    rows: Floats
    shares: Floats
    weights: Floats


class Texts:
    """Encodes texts, once where a folder keeps them."""

    def __init__(self, models_in: Path, kept: Path | None) -> None:
        self._models, self._kept = Folder(models_in), kept
        self._encoders: dict[str, Encoder] = {}

    def rows(self, texts: Sequence[str], *, changed_by: str = "") -> Floats:
        found = hashlib.sha256(("\n".join(texts) + changed_by).encode()).hexdigest()[:12]
        file = self._kept / f"{found}.npy" if self._kept else None
        if file and file.exists():
            return np.asarray(np.load(file), np.float32)
        print(f"Encoding {len(texts):,} texts {changed_by}", flush=True)
        rows = self._encoder(changed_by).encode(texts)
        if file:
            np.save(file, rows)
        return rows

    def _encoder(self, changed_by: str) -> Encoder:
        if changed_by not in self._encoders:
            changes = changes_of(head(TEACHER).encoder) if changed_by else None
            self._encoders[changed_by] = Encoder(self._models, models()[ENCODER], changes=changes)
        return self._encoders[changed_by]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--models", type=Path, required=True, help="folder of fetched models")
    parser.add_argument("--kept", type=Path, help="folder that keeps encoded texts from one run to the next")
    parser.add_argument("--first", type=Path, help="write what the quality tier begins with, no more")
    given = parser.parse_args()
    texts = Texts(given.models, given.kept)
    train = {name: _part(texts, found) for name, found in _sets(given.data, "train").items()}
    if given.first:
        first = logistic.fitted(*_pooled(train), penalty=PENALTY)
        np.savez_compressed(given.first, weights=first[:, :-1], bias=first[:, -1])
        return
    dev = {name: _part(texts, found) for name, found in _sets(given.data, "dev").items()}
    found = _fit(train, [_taught(texts, *one) for one in _unlabelled(given.data)])
    # The plain facts are too few beside the other sets to say what confidence means.
    heated = {name: part for name, part in dev.items() if name != "plain"}
    heat = logistic.temperature(*_balanced(heated, found))
    print(f"Temperature {heat:.2f}")
    found = replace(found, weights=found.weights / heat, bias=found.bias / heat)
    _write(found, dev)
    counts = {name: len(part.classes) for name, part in train.items()}
    print(f"Trained on {', '.join(f'{name} {count:,}' for name, count in counts.items())}")


def _sets(data: Path, which: str) -> dict[str, Labelled]:
    is_train = which == "train"
    emotions = data / "goemotions"
    return {
        "CEBaB": cebab(data / f"cebab_restaurants/{'train_inclusive' if is_train else 'dev'}.jsonl"),
        "MAMS": mams(data / f"mams/MAMS-ATSA_{'train' if is_train else 'val'}.xml"),
        "GoEmotions": goemotions(
            emotions / f"{which}.tsv", emotions / "labels.txt", most=EMOTIONS if is_train else 2_000
        ),
        "written": ((text, label) for _, text, label in comments(which)),
        "written clauses": clauses_of_aspects(which),
        "plain": ((text, label) for _, text, label in plain(which)),
    }


def _unlabelled(data: Path) -> list[tuple[Sequence[str], float]]:
    """Return sentences that nobody labelled, and how much they count in all."""
    apps = app_sentences(data / "google_play_reviews/googleplaystore_user_reviews.csv", APPS)
    sentences = cebab_sentences(data / "cebab_restaurants/train_inclusive.jsonl", SENTENCES)
    return [(apps, APPS_COUNT), (sentences, SENTENCES_COUNT)]


def _part(texts: Texts, found: Labelled) -> Part:
    own, labels = zip(*found, strict=True)
    return Part(texts.rows(own), np.array([CLASSES.index(label) for label in labels]))


def _taught(texts: Texts, own: Sequence[str], count: float) -> Taught:
    teacher = head(TEACHER)
    shares = teacher.probabilities(texts.rows(own, changed_by=teacher.version))
    return Taught(texts.rows(own), shares, np.full(len(own), count * 8_000 / len(own), np.float32))


def _pooled(train: dict[str, Part]) -> tuple[Floats, npt.NDArray[np.int64], Floats]:
    """Return rows, classes and how much each row counts: each class as much as another."""
    rows = np.vstack([part.rows for part in train.values()])
    classes = np.concatenate([part.classes for part in train.values()])
    weights = np.concatenate(
        [np.full(len(part.classes), SHARES[name] * 8_000 / len(part.classes)) for name, part in train.items()]
    ).astype(np.float32)
    for each in range(len(CLASSES)):
        weights[classes == each] *= weights.sum() / len(CLASSES) / weights[classes == each].sum()
    return rows, classes, weights


def _fit(train: dict[str, Part], taught: Sequence[Taught]) -> layered.Layers:
    rows, classes, weights = _pooled(train)
    shares = np.eye(len(CLASSES), dtype=np.float32)[classes]
    return layered.fitted(
        np.vstack([rows, *(one.rows for one in taught)]),
        np.vstack([shares, *(one.shares for one in taught)]),
        np.concatenate([weights, *(one.weights for one in taught)]),
        plan=layered.Plan(),
        seeds=SEEDS,
    )


def _balanced(parts: dict[str, Part], by: layered.Layers) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Take as many rows of each part, so that no set decides alone what confidence means."""
    fewest = min(len(part.classes) for part in parts.values())
    rows = np.vstack([part.rows[:fewest] for part in parts.values()])
    return by.logits(rows), np.concatenate([part.classes[:fewest] for part in parts.values()])


def _write(found: layered.Layers, dev: dict[str, Part]) -> None:
    arrays: dict[str, npt.NDArray[np.floating[Any]]] = {
        "between": found.between.astype(np.float16),
        "between_bias": found.between_bias,
        "weights": found.weights.astype(np.float16),
        "bias": found.bias.astype(np.float32),
    }
    version = hashlib.sha256(b"".join(one.tobytes() for one in arrays.values())).hexdigest()[:12]
    facts = {
        "version": f"sentiment-en-{version}",
        "encoder": ENCODER,
        "languages": ["en"],
        "classes": CLASSES,
    }
    target = Path(heads_file).with_name("sentiment-en.npz")
    np.savez_compressed(target, allow_pickle=False, facts=json.dumps(facts), **arrays)
    print(f"{facts['version']} → {target.name}, {target.stat().st_size / 1_000:.0f} kB")
    for name, part in dev.items():
        said = found.logits(part.rows).argmax(axis=1)
        score = f1_score(part.classes, said, average="macro")
        accuracy = accuracy_score(part.classes, said)
        print(f"| {name}, development part | {len(said):,} | {accuracy:.3f} | {score:.3f} |")


if __name__ == "__main__":
    main()
