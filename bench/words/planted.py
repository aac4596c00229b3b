"""Windows of comments with a planted subject, and quiet ones, drawn from public labelled sets.

How a draw is made, fixed before anything was measured: from a set of labelled remarks one label is the
subject. Remarks of other labels are shuffled: the first ``HISTORY`` are the past, the next fill the
window up to 860 with 20 remarks of the subject (840 others), or all 860 where nothing is planted. The
subject never occurs in the past of its draw. Draw ``i`` uses the generator seeded with ``i`` and takes
its subject from the labels with an odd place in their sorted order; those with an even place, with
seeds from 10,000 up, were for choosing the settings.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.models import FOLDER

from heedful.understand.words.encoder import Encoder, Floats
from heedful.understand.words.model_files import Folder, models

HISTORY, WINDOW, PLANTED = 2_400, 860, 20
FEWEST = PLANTED  # remarks of a label that may be planted
KEPT = FOLDER.parent / "bench-words"


@dataclass(frozen=True)
class Set:
    """Remarks with a label each; ``rows`` are the encoder's numbers."""

    name: str
    texts: list[str]
    labels: np.ndarray
    rows: Floats

    def subjects(self, *, is_development: bool) -> list[str]:
        counts = Counter(self.labels.tolist())
        able = sorted(label for label, n in counts.items() if label and "|" not in label and n >= FEWEST)
        return able[0 if is_development else 1 :: 2]


@dataclass(frozen=True)
class Draw:
    subject: str
    history: np.ndarray  # places in the set
    window: np.ndarray
    is_planted: np.ndarray  # of the window


def planted(of: Set, seed: int, *, is_development: bool = False, is_quiet: bool = False) -> Draw:
    draw = np.random.default_rng(seed)
    subjects = of.subjects(is_development=is_development)
    subject = subjects[int(draw.integers(len(subjects)))]
    of_it = np.array([subject in label.split("|") for label in of.labels.tolist()])
    others = draw.permutation(np.flatnonzero(~of_it))
    own = draw.permutation(np.flatnonzero(of.labels == subject))[: 0 if is_quiet else PLANTED]
    rest = others[HISTORY : HISTORY + WINDOW - len(own)]
    window = np.concatenate([own, rest])
    marks = np.arange(len(window)) < len(own)
    mixed = draw.permutation(len(window))
    return Draw(subject, others[:HISTORY], window[mixed], marks[mixed])


def sets(data: Path) -> list[Set]:
    return [_set(name, *read(data)) for name, read in _READERS.items()]


def _bank(data: Path) -> tuple[list[str], list[str]]:
    with gzip.open(data / "banking77/train.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["category"] for row in rows]


def _clinc(data: Path) -> tuple[list[str], list[str]]:
    with gzip.open(data / "clinc150/data_full_train_val.json.gz", "rt", encoding="utf-8") as file:
        found = json.load(file)
    rows = found["val"] + found["train"][::2]
    return [text for text, _ in rows], [label for _, label in rows]


# What patients write of, by words: a remark that holds one of them is of the subject, and of no other.
_SUBJECTS = {
    "parking": r"parking|car ?parks?|parked",
    "food": r"food|meals?|menu|lunch|dinner|breakfast",
    "drinks": r"coffee|tea|drinks?|water (?:cooler|machine|dispenser)",
    "television": r"tvs?|television|dvds?",
    "internet": r"wi-?fi|internet|computers?",
    "temperature": r"heating|too hot|too cold|freezing|air ?con\w*|fans?|cold room",
    "smoking": r"smok\w+|cigarettes?",
    "toilets": r"toilets?|bathrooms?|showers?",
    "telephone": r"phones?|telephone|answer ?phone|voicemail|call back",
    "seating": r"chairs?|seats?|seating|sofas?",
    "letters": r"letters?|post",
    "activities": r"activit\w+|gym|games?|outings?|trips",
    "weekends": r"weekends?|evenings?|out of hours",
    "children": r"toys|play area|creche|crèche",
    "transport": r"transport|bus(?:es)?|taxis?|travel\w*",
    "noise": r"nois\w+|quiet\w*|loud",
}


def _nhs(data: Path) -> tuple[list[str], list[str]]:
    with gzip.open(
        data / "nhs_notts_patient_feedback/feedback_2009_2017.csv.gz", "rt", encoding="utf-8"
    ) as file:
        rows = [row for row in csv.DictReader(file) if row["theme"] != "Couldn't be improved"]
    texts = sorted({row["comment"] for row in rows if len(row["comment"].split()) > 3})
    chosen = np.random.default_rng(0).permutation(len(texts))[:6_000]
    texts = [texts[place] for place in chosen]
    found = [
        [key for key, words in _SUBJECTS.items() if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)]
        for text in texts
    ]
    return texts, [own[0] if len(own) == 1 else "|".join(own) for own in found]


_READERS = {
    "questions to a bank (BANKING77)": _bank,
    "requests of ten domains (CLINC150)": _clinc,
    "patients' comments (NHS, 16 subjects by words)": _nhs,
}


def _set(name: str, texts: Sequence[str], labels: Sequence[str]) -> Set:
    return Set(name, list(texts), np.array(labels), encoded(texts))


def encoded(texts: Sequence[str]) -> Floats:
    """Return the numbers of the encoder's first token, kept beside the models for the next run."""
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    path = KEPT / f"{digest}.npy"
    if path.exists():
        kept: Floats = np.load(path)
        return kept
    rows = Encoder(Folder(FOLDER), models()["bge-small-en"]).encode(list(texts))[:, :384]
    KEPT.mkdir(parents=True, exist_ok=True)
    np.save(path, rows)
    return rows
