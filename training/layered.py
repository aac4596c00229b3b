"""Two layers upon an encoder, fitted to shares of classes: by hand, so that one thread takes seconds.

Adam (Kingma and Ba 2015) with decoupled decay, dropout (Srivastava et al. 2014) of inputs and of the layer
between, smoothed shares (Szegedy et al. 2016). The mean of several nets is one wider net.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float32]

_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True)
class Plan:
    width: int = 64
    passes: int = 12
    rows: int = 64  # of a step
    rate: float = 1e-3
    decay: float = 0.05
    hidden_inputs: float = 0.25
    hidden_between: float = 0.4
    smoothing: float = 0.05


@dataclass(frozen=True, slots=True)
class Layers:
    """``between`` takes a row to the layer between, ``weights`` that to the classes."""

    between: Floats
    between_bias: Floats
    weights: Floats
    bias: Floats

    def logits(self, rows: Floats) -> Floats:
        found: Floats = np.maximum(rows @ self.between.T + self.between_bias, 0) @ self.weights.T + self.bias
        return found


def fitted(rows: Floats, shares: Floats, weights: Floats, *, plan: Plan, seeds: Sequence[int]) -> Layers:
    """Return the mean of a net for each seed. ``shares`` has a row for each row, a column for each class."""
    # Views of length 1 are brought to numbers of about 1, which the rate is meant for.
    scale = np.float32(np.sqrt(rows.shape[1] / 2))
    heavy = (weights / weights.mean()).astype(np.float32)
    smooth = (shares * (1 - plan.smoothing) + plan.smoothing / shares.shape[1]).astype(np.float32)
    nets = [_net(rows * scale, smooth, heavy, plan, np.random.default_rng(seed)) for seed in seeds]
    into, into_bias, out, out_bias = zip(*nets, strict=True)
    return Layers(
        np.hstack(into).T * scale,
        np.concatenate(into_bias),
        (np.vstack(out).T / len(nets)).astype(np.float32),
        np.mean(out_bias, axis=0, dtype=np.float32),
    )


def _net(
    rows: Floats, shares: Floats, weights: Floats, plan: Plan, draw: np.random.Generator
) -> list[Floats]:
    ends = [(rows.shape[1], plan.width), (plan.width, shares.shape[1])]
    parts: list[Floats] = []
    for size in ends:
        parts.append((draw.standard_normal(size) / np.sqrt(size[0])).astype(np.float32))
        parts.append(np.zeros(size[1], np.float32))
    adams = [_Adam(one, plan.decay if one.ndim == 2 else 0) for one in parts]
    steps = len(rows) // plan.rows * plan.passes
    for step, own in enumerate(_draws(len(rows), plan, draw), 1):
        slopes = _slopes(parts, rows[own], shares[own], weights[own], plan, draw)
        for adam, slope in zip(adams, slopes, strict=True):
            adam.step(slope, step, plan.rate * (1 - step / steps))
    return parts


class _Adam:
    """Moves a part, in place."""

    def __init__(self, part: Floats, decay: float) -> None:
        self._part, self._decay = part, decay
        self._move, self._swing = np.zeros_like(part), np.zeros_like(part)

    def step(self, slope: Floats, number: int, rate: float) -> None:
        self._move += (1 - _FIRST) * (slope - self._move)
        self._swing += (1 - _SECOND) * (slope * slope - self._swing)
        way = self._move / (1 - _FIRST**number) / (np.sqrt(self._swing / (1 - _SECOND**number)) + _TINY)
        self._part -= (rate * (way + self._decay * self._part)).astype(np.float32)


def _draws(count: int, plan: Plan, draw: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    for _ in range(plan.passes):
        yield from draw.permutation(count)[: count // plan.rows * plan.rows].reshape(-1, plan.rows)


def _slopes(
    parts: Sequence[Floats],
    rows: Floats,
    shares: Floats,
    weights: Floats,
    plan: Plan,
    draw: np.random.Generator,
) -> list[Floats]:
    """Return how the cross-entropy of some rows changes with each part."""
    into, into_bias, out, out_bias = parts
    seen = rows * _kept(rows.shape, plan.hidden_inputs, draw)
    reached = seen @ into + into_bias
    kept = _kept(reached.shape, plan.hidden_between, draw) * (reached > 0)
    inner = reached * kept
    logits = inner @ out + out_bias
    sure = np.exp(logits - logits.max(axis=1, keepdims=True))
    gap = (sure / sure.sum(axis=1, keepdims=True) - shares) * (weights / len(rows))[:, None]
    back = (gap @ out.T) * kept
    slopes = (seen.T @ back, back.sum(axis=0), inner.T @ gap, gap.sum(axis=0))
    return [one.astype(np.float32) for one in slopes]


def _kept(shape: tuple[int, ...], hidden: float, draw: np.random.Generator) -> Floats:
    return ((draw.random(shape, np.float32) >= hidden) / np.float32(1 - hidden)).astype(np.float32)
