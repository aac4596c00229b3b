"""Texts as arrays of tokens, those of like length together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from training.open_data import CLASSES
from training.quality.examples import Example

UNKNOWN = -100  # the class of a whole of which only parts are known


@dataclass(frozen=True, slots=True)
class Batch:
    """``tokens`` are those of parts, counted through the whole batch; ``token_parts`` whose they are."""

    ids: Tensor
    mask: Tensor
    classes: Tensor
    weights: Tensor
    tokens: Tensor
    token_parts: Tensor
    part_rows: Tensor
    part_classes: Tensor

    def hidden(self, draw: Random, *, tokens: float, parts: float, mask: int) -> Batch:
        """Cover some tokens, and some parts altogether: what surrounds a name must tell, not the name."""
        ids = self.ids.clone()
        chance = torch.tensor([[draw.random() for _ in row] for row in ids])
        ids[(chance < tokens) & (self.mask > 0) & (ids > mask)] = mask
        covered = torch.tensor([draw.random() < parts for _ in self.part_rows], dtype=torch.bool)
        if len(covered):
            ids.view(-1)[self.tokens[covered[self.token_parts]]] = mask
        return Batch(ids, *(getattr(self, name) for name in Batch.__slots__[1:]))


def batches(tokens: Tokenizer, examples: Sequence[Example], draw: Random, *, size: int) -> Iterator[Batch]:
    """Yield batches of ``size`` tokens, filling included, in any order."""
    rooms: dict[int, list[tuple[Example, Encoding]]] = {}
    full: list[list[tuple[Example, Encoding]]] = []
    for one in draw.sample(list(examples), len(examples)):
        found = tokens.encode(one.text)
        room = -(-len(found.ids) // 4) * 4
        rooms.setdefault(room, []).append((one, found))
        if len(rooms[room]) * room >= size:
            full.append(rooms.pop(room))
    full += rooms.values()
    for own in draw.sample(full, len(full)):
        yield batch(own)


def batch(own: Sequence[tuple[Example, Encoding]]) -> Batch:
    longest = max(len(found.ids) for _, found in own)
    ids, mask = torch.zeros(len(own), longest, dtype=torch.long), torch.zeros(len(own), longest)
    tokens: list[int] = []
    token_parts: list[int] = []
    parts: list[tuple[int, int]] = []
    for row, (one, found) in enumerate(own):
        ids[row, : len(found.ids)] = torch.tensor(found.ids)
        mask[row, : len(found.ids)] = 1
        for start, end, label in one.marks:
            if inside := tokens_in(found, start, end):
                tokens += [row * longest + place for place in inside]
                token_parts += [len(parts)] * len(inside)
                parts.append((row, CLASSES.index(label)))
    return Batch(
        ids,
        mask,
        torch.tensor([CLASSES.index(one.label) if one.label else UNKNOWN for one, _ in own]),
        torch.tensor([one.weight for one, _ in own]),
        torch.tensor(tokens, dtype=torch.long),
        torch.tensor(token_parts, dtype=torch.long),
        torch.tensor([row for row, _ in parts], dtype=torch.long),
        torch.tensor([label for _, label in parts], dtype=torch.long),
    )


def tokens_in(found: Encoding, start: int, end: int) -> list[int]:
    return [place for place, (first, last) in enumerate(found.offsets) if first < end and last > start]
