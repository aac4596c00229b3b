"""Fine-tunes the English encoder and writes what changed: heads/sentiment-en-quality.npz and aspect-en.npz.

Expected below ``--data``: what ``training.sentiment`` expects. Needs ``training/quality/requirements.txt``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.open_data import CLASSES
from training.quality.batches import UNKNOWN, Batch, batches
from training.quality.examples import Example, drawn, open_pools, written_pools
from training.quality.judging import say
from training.quality.onnx_weights import read_weights
from training.quality.shipping import write
from training.quality.transformer import Reader

PASSES = 4  # the first over the open sets alone, which brings the encoder to the task
RATE, HEAD_RATE, DECAY = 1e-4, 1e-2, 0.01
LOWER = 0.9  # the rate of a layer as a share of that of the layer above it
WARM_UP = 0.06
TOKENS = 1_024  # of a batch, filling included
LONGEST = 96
SMOOTHING = 0.05
HIDDEN_TOKENS, HIDDEN_PARTS = 0.05, 0.15
MASK = "[MASK]"


def main() -> None:
    given = _arguments()
    torch.manual_seed(1)
    torch.set_num_threads(1)  # more of them wait for one another on a machine that others use
    torch.set_flush_denormal(True)
    weights = read_weights(given.models / "bge-small-en/model.onnx")
    tokens = Tokenizer.from_file(str(given.models / "bge-small-en/tokenizer.json"))
    tokens.enable_truncation(LONGEST)
    tokens.no_padding()
    reader = Reader(weights, *_first_head(given.first))
    _learn(reader, tokens, given)
    write(reader, weights, given.heads)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--models", type=Path, required=True, help="folder of fetched models")
    parser.add_argument("--heads", type=Path, required=True, help="folder of the shipped heads")
    parser.add_argument("--first", type=Path, required=True, help="what training.sentiment --first wrote")
    parser.add_argument("--kept", type=Path, help="folder that keeps what was learnt after each pass")
    parser.add_argument("--most", type=int, help="examples of a pass at most: to try the script out")
    return parser.parse_args()


def _first_head(file: Path) -> tuple[Tensor, Tensor]:
    """Begin with a head upon the encoder as it was: half of what there is to learn is there already."""
    with np.load(file) as found:
        return torch.from_numpy(found["weights"].astype(np.float32)), torch.from_numpy(found["bias"])


def _learn(reader: Reader, tokens: Tokenizer, given: argparse.Namespace) -> None:
    optimizer = torch.optim.AdamW(_groups(reader), weight_decay=DECAY, fused=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    for number in range(PASSES):
        examples = _examples(number, given)
        levels = _levels(examples)
        own = list(batches(tokens, examples, Random(number), size=TOKENS))
        start, seen = perf_counter(), 0.0
        for step, one in enumerate(own, 1):
            pace = _pace((number + step / len(own)) / PASSES)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * pace
            loss = _step(reader, optimizer, _covered(tokens, one, Random(step)), levels)
            seen = loss if step == 1 else 0.97 * seen + 0.03 * loss
            if step % 20 == 0:
                told = f"{number + 1}: {step}/{len(own)} loss {seen:.3f} {perf_counter() - start:.0f} s"
                print(told, flush=True)
        if given.kept:
            torch.save(reader.state_dict(), given.kept / f"pass-{number + 1}.pt")
        say(reader, tokens, given.data)


def _groups(reader: Reader) -> list[dict[str, object]]:
    upper = len(reader.layers) - 1
    layers: list[dict[str, object]] = [
        {"params": list(layer.parameters()), "lr": RATE * LOWER ** (upper - place)}
        for place, layer in enumerate(reader.layers)
    ]
    heads = [*reader.whole.parameters(), *reader.part.parameters()]
    return [*layers, {"params": heads, "lr": HEAD_RATE}]


def _examples(number: int, given: argparse.Namespace) -> Sequence[Example]:
    draw = Random(100 + number)
    if number == 0:
        found = drawn(open_pools(given.data), draw)
    else:
        own = drawn(written_pools(), draw)
        found = [*drawn(open_pools(given.data, share=0.6), draw), *own, *own]
    return draw.sample(found, len(found))[: given.most]


def _levels(examples: Sequence[Example]) -> Tensor:
    """Weigh parts so that each class counts alike: how common a class is elsewhere nobody knows."""
    counts = Counter(label for one in examples for *_, label in one.marks)
    return torch.tensor([counts.total() / len(CLASSES) / max(1, counts[label]) for label in CLASSES])


def _pace(share: float) -> float:
    return share / WARM_UP + 0.01 if share < WARM_UP else (1 - share) / (1 - WARM_UP)


def _covered(tokens: Tokenizer, one: Batch, draw: Random) -> Batch:
    return one.hidden(draw, tokens=HIDDEN_TOKENS, parts=HIDDEN_PARTS, mask=tokens.token_to_id(MASK))


def _step(reader: Reader, optimizer: torch.optim.Optimizer, one: Batch, levels: Tensor) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        wholes, parts = reader(one)
    losses, weights = zip(*_losses(wholes, parts, one, levels), strict=True)
    loss = torch.cat(losses).sum() / torch.cat(weights).sum()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def _losses(wholes: Tensor, parts: Tensor, one: Batch, levels: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    known = (one.classes != UNKNOWN).float() * one.weights
    yield _each(wholes, one.classes.clamp(min=0)) * known, known
    told = levels[one.part_classes] * one.weights[one.part_rows]
    yield _each(parts, one.part_classes) * told, told


def _each(logits: Tensor, classes: Tensor) -> Tensor:
    return functional.cross_entropy(logits, classes, reduction="none", label_smoothing=SMOOTHING)


if __name__ == "__main__":
    main()
