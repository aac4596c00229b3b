"""Fine-tunes the upper layers of the English encoder and writes what changed: heads/sentiment-en-quality.npz.

Expected below ``--data``: what ``training.sentiment`` expects. Needs ``training/quality/requirements.txt``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np
import torch
from sklearn.metrics import accuracy_score, f1_score
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.open_data import CLASSES, cebab, goemotions, mams
from training.quality.examples import Example, mams_terms, training_examples
from training.quality.onnx_weights import read_weights
from training.quality.shipping import write
from training.quality.transformer import Reader
from training.written import aspects, comments

LEARNING_LAYERS = 6
RATE, HEAD_RATE, DECAY = 6e-5, 1e-2, 0.01
WARM_UP = 0.08
TOKENS = 1_024  # of a batch, filling included
LONGEST = 96
SMOOTHING = 0.05

type Batch = tuple[Tensor, Tensor, Tensor]


def main() -> None:
    given = _arguments()
    torch.manual_seed(1)
    torch.set_num_threads(1)  # more of them wait for one another on a machine that others use
    weights = read_weights(given.models / "bge-small-en/model.onnx")
    tokens = Tokenizer.from_file(str(given.models / "bge-small-en/tokenizer.json"))
    tokens.enable_truncation(LONGEST)
    tokens.no_padding()
    reader = Reader(weights, *_first_head(given.heads), learning=LEARNING_LAYERS)
    examples = training_examples(given.data, Random(1))
    _learn(reader, tokens, examples[: given.most] if given.most else examples)
    write(reader, weights, given.heads / "sentiment-en-quality.npz", learning=LEARNING_LAYERS)
    for name, part in _development(given.data).items():
        _say(name, part, reader, tokens)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--models", type=Path, required=True, help="folder of fetched models")
    parser.add_argument("--heads", type=Path, required=True, help="folder of the shipped heads")
    parser.add_argument("--most", type=int, default=0, help="examples at most: to try the script out")
    return parser.parse_args()


def _first_head(folder: Path) -> tuple[Tensor, Tensor]:
    """Begin with the fast tier's head: half of what there is to learn is there already."""
    with np.load(folder / "sentiment-en.npz") as found:
        weights = torch.from_numpy(found["weights"].astype(np.float32)[:, :768])
        return weights, torch.from_numpy(found["bias"].astype(np.float32))


def _learn(reader: Reader, tokens: Tokenizer, examples: Sequence[Example]) -> None:
    batches = list(_batches(tokens, examples, Random(2)))
    optimizer = torch.optim.AdamW(
        [
            {"params": [one for one in reader.layers.parameters() if one.requires_grad], "lr": RATE},
            {"params": [reader.head, reader.bias], "lr": HEAD_RATE},
        ],
        weight_decay=DECAY,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step / len(batches)))
    start, seen = perf_counter(), 0.0
    for step, own in enumerate(batches, 1):
        loss = _loss(reader, tokens, own)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        seen = loss.item() if step == 1 else 0.97 * seen + 0.03 * loss.item()
        if step % 20 == 0:
            print(f"{step}/{len(batches)} loss {seen:.3f} {perf_counter() - start:.0f} s", flush=True)


def _pace(share: float) -> float:
    return min(share / WARM_UP + 0.01, 1.0) if share < WARM_UP else (1 - share) / (1 - WARM_UP)


def _loss(reader: Reader, tokens: Tokenizer, examples: Sequence[Example]) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = reader(*_tensors(tokens, examples))
    truth = torch.tensor([CLASSES.index(one.label) for one in examples])
    each = functional.cross_entropy(logits.float(), truth, reduction="none", label_smoothing=SMOOTHING)
    weights = torch.tensor([one.weight for one in examples])
    return (each * weights).sum() / weights.sum()


def _batches(tokens: Tokenizer, examples: Sequence[Example], draw: Random) -> Iterator[list[Example]]:
    """Give texts of like length together, in any order of the batches."""
    mixed = draw.sample(list(examples), len(examples))
    sizes = {id(one): len(tokens.encode(one.text, one.term or None).ids) for one in mixed}
    rooms: dict[int, list[Example]] = {}
    full: list[list[Example]] = []
    for one in mixed:
        room = -(-sizes[id(one)] // 8) * 8
        rooms.setdefault(room, []).append(one)
        if len(rooms[room]) * room >= TOKENS:
            full.append(rooms.pop(room))
    full += rooms.values()
    yield from draw.sample(full, len(full))


def _tensors(tokens: Tokenizer, examples: Sequence[Example]) -> Batch:
    found = [tokens.encode(one.text, one.term or None) for one in examples]
    longest = max(len(one.ids) for one in found)
    ids, kinds = (
        torch.zeros(len(found), longest, dtype=torch.long),
        torch.zeros(len(found), longest, dtype=torch.long),
    )
    mask = torch.zeros(len(found), longest)
    for row, one in enumerate(found):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        kinds[row, : len(one.ids)] = torch.tensor(one.type_ids)
        mask[row, : len(one.ids)] = 1
    return ids, mask, kinds


def _development(data: Path) -> dict[str, list[Example]]:
    emotions = data / "goemotions"
    whole = {
        "CEBaB": cebab(data / "cebab_restaurants/dev.jsonl"),
        "MAMS clauses": mams(data / "mams/MAMS-ATSA_val.xml"),
        "GoEmotions": goemotions(emotions / "dev.tsv", emotions / "labels.txt", most=1_000),
        "written": ((text, label) for _, text, label in comments("dev")),
    }
    named = {
        "MAMS terms": list(mams_terms(data / "mams/MAMS-ATSA_val.xml")),
        "written terms": [Example(text, term, label) for text, term, label in aspects("dev")],
    }
    return {
        name: [Example(text, "", label) for text, label in found] for name, found in whole.items()
    } | named


def _say(name: str, part: Sequence[Example], reader: Reader, tokens: Tokenizer) -> None:
    by_length = sorted(part, key=lambda one: len(one.text))
    said = []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(by_length), 32):
            said += reader(*_tensors(tokens, by_length[start : start + 32])).argmax(1).tolist()
    truth = [CLASSES.index(one.label) for one in by_length]
    score = f1_score(truth, said, average="macro")
    print(f"| {name}, development part | {len(said):,} | {accuracy_score(truth, said):.3f} | {score:.3f} |")


if __name__ == "__main__":
    main()
