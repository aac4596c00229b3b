"""The weights of the multilingual encoder's .onnx file as arrays, by layer and by their part in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, numpy_helper

# By the names that training.quality.transformer gives them; here without the layer's number.
MATRICES = {"query": "q", "key": "k", "value": "v", "attention_out": "ao", "up": "fi", "down": "fo"}
NORMS = {"attention_norm": "aln", "out_norm": "oln"}
_BLOCK = 32  # numbers of the table of words that share a scale

type Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Words:
    """The table of words as it is packed, in four bits, and what is added to each and done to the sum."""

    numbers: npt.NDArray[np.int8]
    scales: Floats
    places: Floats
    norm_weight: Floats
    norm_bias: Floats

    def of(self, tokens: npt.NDArray[np.int64]) -> Floats:
        """Return the sum of each word's numbers and of its place's."""
        steps = np.repeat(self.scales[tokens], _BLOCK, axis=-1)
        found: Floats = self.numbers[tokens].astype(np.float32) * steps + self.places[: tokens.shape[1]]
        return found


@dataclass(frozen=True, slots=True)
class Weights:
    """``layers`` and ``steps`` (of the eight-bit grid, a number a column) have an entry a layer."""

    layers: list[dict[str, Floats]]
    steps: list[dict[str, Floats]]
    words: Words


def read_weights(path: Path) -> Weights:
    held = {one.name: one for one in onnx.load(str(path)).graph.initializer}
    found = {name: numpy_helper.to_array(one) for name, one in held.items() if name != "emb.word"}
    depth = sum(name.endswith(".q.w") for name in held)
    words = Words(
        _unpacked(held["emb.word"]),
        found["emb.word.scales"].reshape(len(found["emb.word.scales"]), -1),
        *(found[f"emb.{name}"] for name in ("places", "ln.w", "ln.b")),
    )
    steps = [{key: found[f"l{n}.{name}.s"] for key, name in MATRICES.items()} for n in range(depth)]
    return Weights([_layer(found, steps[n], n) for n in range(depth)], steps, words)


def _layer(found: dict[str, npt.NDArray[np.generic]], steps: dict[str, Floats], n: int) -> dict[str, Floats]:
    own = {key: found[f"l{n}.{name}.w"].astype(np.float32) * steps[key] for key, name in MATRICES.items()}
    own |= {f"{key}_bias": found[f"l{n}.{name}.b"] for key, name in (MATRICES | NORMS).items()}
    return own | {f"{key}_weight": found[f"l{n}.{name}.w"] for key, name in NORMS.items()}


def _unpacked(table: TensorProto) -> npt.NDArray[np.int8]:
    pairs = np.frombuffer(table.raw_data, np.uint8)
    numbers = np.stack([pairs & 15, pairs >> 4], axis=1).astype(np.int8).reshape(tuple(table.dims))
    return np.where(numbers > 7, numbers - 16, numbers).astype(np.int8)
