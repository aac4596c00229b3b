"""Trains the sentiment head for English: three classes upon the encoder, by logistic regression.

Expected below ``--data``: cebab_restaurants/{train_inclusive,dev}.jsonl (CC BY 4.0),
mams/MAMS-ATSA_{train,val}.xml (Apache-2.0),
goemotions/{train,dev}.tsv and labels.txt (Apache-2.0). Each may be gzipped. What was written for the project
lies in ``training/written``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, f1_score

from heedful.understand.words.encoder import Encoder
from heedful.understand.words.heads import __file__ as heads_file
from heedful.understand.words.model_files import Folder, models
from training.logistic import fitted, temperature
from training.open_data import CLASSES, Labelled, cebab, goemotions, mams
from training.written import clauses_of_aspects, comments

ENCODER = "bge-small-en"
# How much each set counts in all, whatever its size; chosen on the development parts of the sets themselves
# and on half of the sentences of two further sets (docs/models/sentiment-en.md).
SHARES = {"CEBaB": 0.6, "MAMS": 0.5, "GoEmotions": 0.25, "written": 1.0, "written clauses": 0.3}
PENALTY = 8.0
EMOTIONS = 8_000

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
    parser.add_argument("--kept", type=Path, help="folder that keeps encoded texts from one run to the next")
    given = parser.parse_args()
    encoder = Encoder(Folder(given.models), models()[ENCODER])
    parts = {
        which: {name: _part(name, which, encoder, found, given.kept) for name, found in sets.items()}
        for which in ("train", "dev")
        if (sets := _sets(given.data, which))
    }
    weights = _fit(parts["train"])
    heat = temperature(*_balanced(parts["dev"], weights))
    print(f"Temperature {heat:.2f}")
    _write(weights / heat, {name: len(part.classes) for name, part in parts["train"].items()}, parts["dev"])


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
    }


def _part(name: str, which: str, encoder: Encoder, found: Labelled, kept: Path | None) -> Part:
    texts, labels = zip(*found, strict=True)
    classes = np.array([CLASSES.index(label) for label in labels])
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    if kept and (file := kept / f"{digest}.npy").exists():
        return Part(np.load(file), classes)
    print(f"{name}, {which}: encoding {len(texts):,} texts", flush=True)
    rows = encoder.encode(texts)
    if kept:
        np.save(kept / f"{digest}.npy", rows)
    return Part(rows, classes)


def _fit(train: dict[str, Part]) -> Floats:
    rows = np.vstack([part.rows for part in train.values()])
    classes = np.concatenate([part.classes for part in train.values()])
    weights = np.concatenate(
        [np.full(len(part.classes), SHARES[name] * 8_000 / len(part.classes)) for name, part in train.items()]
    ).astype(np.float32)
    for each in range(len(CLASSES)):
        weights[classes == each] *= weights.sum() / len(CLASSES) / weights[classes == each].sum()
    return fitted(rows, classes, weights, penalty=PENALTY)


def _balanced(parts: dict[str, Part], weights: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Take as many rows of each part, so that no set decides alone what confidence means."""
    fewest = min(len(part.classes) for part in parts.values())
    rows = np.vstack([part.rows[:fewest] for part in parts.values()])
    return _logits(rows, weights), np.concatenate([part.classes[:fewest] for part in parts.values()])


def _logits(rows: Floats, weights: Floats) -> Floats:
    found: Floats = rows @ weights[:, :-1].T + weights[:, -1]
    return found


def _write(head: Floats, counts: dict[str, int], dev: dict[str, Part]) -> None:
    weights, bias = head[:, :-1].astype(np.float16), head[:, -1].astype(np.float32)
    version = f"sentiment-en-{hashlib.sha256(weights.tobytes() + bias.tobytes()).hexdigest()[:12]}"
    facts = {"version": version, "encoder": ENCODER, "languages": ["en"], "classes": CLASSES}
    target = Path(heads_file).with_name("sentiment-en.npz")
    np.savez_compressed(target, weights=weights, bias=bias, facts=json.dumps(facts))
    print(f"{version} → {target.name}")
    for name, part in dev.items():
        said = _logits(part.rows, head).argmax(axis=1)
        score = f1_score(part.classes, said, average="macro")
        accuracy = accuracy_score(part.classes, said)
        print(f"| {name}, development part | {len(said):,} | {accuracy:.3f} | {score:.3f} |")

    print(f"Trained on {', '.join(f'{name} {count:,}' for name, count in counts.items())}")


if __name__ == "__main__":
    main()
