"""How well a reader does on the development parts: whole texts, and parts of them by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import accuracy_score, f1_score
from tokenizers import Tokenizer

from training.open_data import CLASSES, Labelled, cebab, goemotions, mams
from training.quality.batches import UNKNOWN, batch
from training.quality.examples import Example, mams_terms
from training.quality.transformer import Reader
from training.written import aspects, clauses_of_aspects, comments

_TOGETHER = 32


def development(data: Path) -> dict[str, list[Example]]:
    emotions = data / "goemotions"
    wholes: dict[str, Labelled] = {
        "CEBaB": cebab(data / "cebab_restaurants/dev.jsonl"),
        "MAMS clauses": mams(data / "mams/MAMS-ATSA_val.xml"),
        "GoEmotions": goemotions(emotions / "dev.tsv", emotions / "labels.txt", most=1_000),
        "written": ((text, label) for _, text, label in comments("dev")),
        "written clauses": clauses_of_aspects("dev"),
    }
    parts = {
        "MAMS terms": list(mams_terms(data / "mams/MAMS-ATSA_val.xml")),
        "written terms": [Example(text, "", tuple(marks)) for text, marks in aspects("dev")],
    }
    return {name: [Example(text, label) for text, label in found] for name, found in wholes.items()} | parts


def say(reader: Reader, tokens: Tokenizer, data: Path) -> None:
    for name, part in development(data).items():
        truth, said = answers(reader, tokens, part)
        score = f1_score(truth, said, average="macro")
        shares = " ".join(f"{np.mean(said == place):.2f}" for place in range(len(CLASSES)))
        print(
            f"| {name}, development part | {len(said):,} | {accuracy_score(truth, said):.3f} | {score:.3f} |"
            f" said {shares}",
            flush=True,
        )


@torch.no_grad()
def answers(
    reader: Reader, tokens: Tokenizer, part: Sequence[Example]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return classes as they are and as they are said to be, of wholes or of parts."""
    found = sorted(((one, tokens.encode(one.text)) for one in part), key=lambda pair: len(pair[1].ids))
    truth: list[int] = []
    said: list[int] = []
    for start in range(0, len(found), _TOGETHER):
        one = batch(found[start : start + _TOGETHER])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            wholes, parts = reader(one)
        known = one.classes != UNKNOWN
        truth += one.classes[known].tolist() + one.part_classes.tolist()
        said += wholes[known].argmax(1).tolist() + parts.argmax(1).tolist()
    return np.array(truth), np.array(said)
