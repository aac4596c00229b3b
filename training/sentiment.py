"""Trains the sentiment head for English: three classes upon the encoder, by logistic regression.

Expected below ``--data``: cebab_restaurants/{train_inclusive,dev}.jsonl (CC BY 4.0),
mams/MAMS-ATSA_{train,val}.xml (Apache-2.0),
goemotions/{train,dev}.tsv and labels.txt (Apache-2.0). Each may be gzipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score

from heedful.understand.words.encoder import Encoder
from heedful.understand.words.heads import __file__ as heads_file
from heedful.understand.words.model_files import Folder, models
from training.open_data import CLASSES, Labelled, cebab, goemotions, mams

ENCODER = "bge-small-en"
# How much each set counts in all, whatever its size; chosen on the development parts of the sets themselves
# and on half of the sentences of two further sets (docs/models/sentiment-en.md).
SHARES = {"CEBaB": 1.0, "MAMS": 0.3, "GoEmotions": 0.25}
PENALTY = 8.0

type Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Part:
    rows: Floats
    classes: npt.NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--models", type=Path, required=True, help="folder of fetched models")
    given = parser.parse_args()
    encoder = Encoder(Folder(given.models), models()[ENCODER], threads=2)
    train = {name: _part(name, encoder, found) for name, found in _sets(given.data, "train").items()}
    head = _fit(train)
    dev = {name: _part(name, encoder, found) for name, found in _sets(given.data, "dev").items()}
    _write(head, {name: len(part.classes) for name, part in train.items()}, dev)


def _sets(data: Path, which: str) -> dict[str, Labelled]:
    is_train = which == "train"
    emotions = data / "goemotions"
    return {
        "CEBaB": cebab(data / f"cebab_restaurants/{'train_inclusive' if is_train else 'dev'}.jsonl"),
        "MAMS": mams(data / f"mams/MAMS-ATSA_{'train' if is_train else 'val'}.xml"),
        "GoEmotions": goemotions(
            emotions / f"{which}.tsv", emotions / "labels.txt", most=20_000 if is_train else None
        ),
    }


def _part(name: str, encoder: Encoder, found: Labelled) -> Part:
    texts, labels = zip(*found, strict=True)
    print(f"{name}: encoding {len(texts):,} texts", flush=True)
    classes = np.array([CLASSES.index(label) for label in labels])
    return Part(encoder.encode(texts), classes)


def _fit(train: dict[str, Part]) -> LogisticRegression:
    rows = np.vstack([part.rows for part in train.values()])
    classes = np.concatenate([part.classes for part in train.values()])
    weights = np.concatenate(
        [np.full(len(part.classes), SHARES[name] * 8_000 / len(part.classes)) for name, part in train.items()]
    )
    for each in range(len(CLASSES)):
        weights[classes == each] *= weights.sum() / len(CLASSES) / weights[classes == each].sum()
    return LogisticRegression(C=PENALTY, max_iter=400, tol=1e-4).fit(rows, classes, sample_weight=weights)


def _write(head: LogisticRegression, counts: dict[str, int], dev: dict[str, Part]) -> None:
    weights, bias = head.coef_.astype(np.float16), head.intercept_.astype(np.float32)
    version = f"sentiment-en-{hashlib.sha256(weights.tobytes() + bias.tobytes()).hexdigest()[:12]}"
    facts = {"version": version, "encoder": ENCODER, "languages": ["en"], "classes": CLASSES}
    target = Path(heads_file).with_name("sentiment-en.npz")
    np.savez_compressed(target, weights=weights, bias=bias, facts=json.dumps(facts))
    print(f"{version} → {target.name}")
    for name, part in dev.items():
        said = head.predict(part.rows)
        score = f1_score(part.classes, said, average="macro")
        accuracy = accuracy_score(part.classes, said)
        print(f"| {name}, development part | {len(said):,} | {accuracy:.3f} | {score:.3f} |")

    print(f"Trained on {', '.join(f'{name} {count:,}' for name, count in counts.items())}")


if __name__ == "__main__":
    main()
