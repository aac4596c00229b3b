"""Fine-tunes the upper layers of the multilingual encoder: heads/sentiment-xx-quality.npz.

Expected below ``--data``: what ``training.languages.sentiment`` expects. Needs
``training/quality/requirements.txt``, and the fast tier's head to begin with.
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

from heedful.methods.language import tidied
from training.languages.examples import Example, development, first_pass, later_passes
from training.languages.sentiment import LANGUAGES
from training.languages.shipping import ENCODER, write
from training.languages.transformer import Reader
from training.languages.weights import read_weights
from training.open_data import CLASSES

LEARNING_LAYERS = 6
HEAD_RATE, DECAY = 1e-2, 0.01
WARM_UP, LEAST = 0.06, 0.02
TOKENS = 1_536  # of a batch, filling included
LONGEST = 96
SMOOTHING, DROPPED = 0.05, 0.1

type Batch = list[Example]


class Below:
    """What the layers that stay make of each text: worked out once, for all passes."""

    def __init__(self, reader: Reader, tokens: Tokenizer) -> None:
        self._reader, self._tokens = reader, tokens
        self._kept: dict[str, Tensor] = {}

    def read(self, texts: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        found = self._tokens.encode_batch([f"query: {tidied(text)}" for text in new])
        ids = sorted(zip(new, (one.ids for one in found), strict=True), key=lambda one: len(one[1]))
        for start in range(0, len(ids), 32):
            self._read(ids[start : start + 32])

    def _read(self, some: Sequence[tuple[str, list[int]]]) -> None:
        longest = max(len(own) for _, own in some)
        tokens, mask = np.zeros((len(some), longest), np.int64), torch.zeros(len(some), longest)
        for row, (_, own) in enumerate(some):
            tokens[row, : len(own)], mask[row, : len(own)] = own, 1
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            rows = self._reader.below(tokens, mask)
        for row, (text, own) in enumerate(some):
            self._kept[text] = rows[row, : len(own)].to(torch.bfloat16).clone()

    def size(self, text: str) -> int:
        return len(self._kept[text])

    def of(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return rows (texts × tokens × numbers), filled up with nothing, and where there is something."""
        found = [self._kept[text] for text in texts]
        rows = torch.nn.utils.rnn.pad_sequence(found, batch_first=True).float()
        sizes = torch.tensor([len(one) for one in found])
        return rows, (torch.arange(rows.shape[1]) < sizes[:, None]).float()


def main() -> None:
    given = _arguments()
    torch.set_num_threads(1)  # more of them wait for one another on a machine that others use
    weights = read_weights(given.models / ENCODER / "model.onnx")
    tokens = Tokenizer.from_file(str(given.models / ENCODER / "tokenizer.json"))
    tokens.enable_truncation(LONGEST)
    tokens.no_padding()
    reader = Reader(weights, *_first_head(given.heads), learning=LEARNING_LAYERS)
    below = Below(reader, tokens)
    # Each time the rate begins anew: the middle one brings the posts in, the last one settles.
    _learn(reader, below, [first_pass(given.data)], rate=7e-5, seed=2)
    _learn(reader, below, later_passes(given.data, passes=3, replayed=2_000, seed=5), rate=6e-5, seed=7)
    _learn(reader, below, later_passes(given.data, passes=2, replayed=1_800, seed=6), rate=5e-5, seed=11)
    for name, part in development(given.data).items():
        _say(name, part, reader, below)
    write(reader, weights, given.heads, languages=LANGUAGES)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--models", type=Path, required=True, help="folder of fetched models")
    parser.add_argument("--heads", type=Path, required=True, help="folder of the shipped heads")
    return parser.parse_args()


def _first_head(folder: Path) -> tuple[Tensor, Tensor]:
    """Begin with the fast tier's head: half of what there is to learn is there already."""
    with np.load(folder / "sentiment-xx.npz") as found:
        weights, bias = found["weights"].astype(np.float32), found["bias"].astype(np.float32)
        return torch.from_numpy(weights), torch.from_numpy(bias)


def _learn(reader: Reader, below: Below, passes: Sequence[list[Example]], *, rate: float, seed: int) -> None:
    torch.manual_seed(seed)
    draw = Random(seed)
    steps: list[Batch] = []
    for own in passes:
        below.read([text for text, *_ in own])
        steps += _batches(own, below, draw)
    optimizer = torch.optim.AdamW(
        [
            {"params": list(reader.upper.parameters()), "lr": rate},
            {"params": [reader.head, reader.bias], "lr": HEAD_RATE},
        ],
        weight_decay=DECAY,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step / len(steps)))
    start, seen = perf_counter(), 0.0
    for number, batch in enumerate(steps, 1):
        loss = _loss(reader, below, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.upper.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        seen = loss.item() if number == 1 else 0.96 * seen + 0.04 * loss.item()
        if number % 30 == 0:
            print(f"{number}/{len(steps)} loss {seen:.3f} {perf_counter() - start:.0f} s", flush=True)


def _pace(share: float) -> float:
    if share < WARM_UP:
        return min(share / WARM_UP + 0.01, 1.0)
    return max(LEAST, (1 - share) / (1 - WARM_UP))


def _batches(examples: Sequence[Example], below: Below, draw: Random) -> Iterator[Batch]:
    """Give texts of like length together, in any order of the batches."""
    rooms: dict[int, Batch] = {}
    full: list[Batch] = []
    for one in draw.sample(list(examples), len(examples)):
        room = -(-below.size(one[0]) // 6) * 6
        rooms.setdefault(room, []).append(one)
        if len(rooms[room]) * room >= TOKENS:
            full.append(rooms.pop(room))
    full += rooms.values()
    yield from draw.sample(full, len(full))


def _loss(reader: Reader, below: Below, batch: Batch) -> Tensor:
    texts, labels, counts = zip(*batch, strict=True)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        said = reader(*below.of(texts), DROPPED)
    truth = torch.tensor([CLASSES.index(label) for label in labels])
    each = functional.cross_entropy(said.float(), truth, reduction="none", label_smoothing=SMOOTHING)
    weights = torch.tensor(counts)
    return (each * weights).sum() / weights.sum()


def _say(name: str, part: Sequence[Example], reader: Reader, below: Below) -> None:
    below.read([text for text, *_ in part])
    said: list[int] = []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(part), 32):
            texts = [text for text, *_ in part[start : start + 32]]
            said += reader(*below.of(texts)).argmax(1).tolist()
    truth = [CLASSES.index(label) for _, label, _ in part]
    score = f1_score(truth, said, average="macro")
    print(f"| {name}, development part | {len(said):,} | {accuracy_score(truth, said):.3f} | {score:.3f} |")


if __name__ == "__main__":
    main()
