"""The eight-bit weights of the encoder's ONNX file as arrays, a stack over its layers for each matrix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

# As they follow one another in each layer of the file.
MATRICES = ("query", "key", "value", "attention_out", "up", "down")
_BIASES = {
    "query": "attention.self.query.bias",
    "key": "attention.self.key.bias",
    "value": "attention.self.value.bias",
    "attention_out": "attention.output.dense.bias",
    "up": "intermediate.dense.bias",
    "down": "output.dense.bias",
}
_NORMS = {"attention_norm": "attention.output.LayerNorm", "out_norm": "output.LayerNorm"}

type Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """``layers`` has the first axis over the layers; ``names`` are those of the file, for writing back."""

    layers: dict[str, Floats]
    steps: dict[str, Floats]  # of the eight-bit grid, for each column of each matrix
    embeddings: dict[str, Floats]
    names: dict[str, list[str]]
    biases: dict[str, str]  # the rest of a layer: key, name in the file after the layer's number


def read_weights(path: Path) -> Weights:
    found = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}
    names = _matrix_names(found)
    depth = len(names["query"])
    layers: dict[str, Floats] = {}
    steps: dict[str, Floats] = {}
    for key in MATRICES:
        steps[key] = np.stack([found[f"{name}_scale"] for name in names[key]])
        whole = np.stack([found[f"{name}_quantized"] for name in names[key]]).astype(np.float32)
        layers[key] = whole * steps[key][:, None, :]
    biases = _names_of_the_rest()
    for key, name in biases.items():
        layers[key] = _stacked(found, name, depth)
    return Weights(layers, steps, _embeddings(found), names, biases)


def _names_of_the_rest() -> dict[str, str]:
    kept = {f"{key}_bias": name for key, name in _BIASES.items()}
    for key, name in _NORMS.items():
        kept |= {f"{key}_weight": f"{name}.weight", f"{key}_bias": f"{name}.bias"}
    return kept


def _matrix_names(found: dict[str, npt.NDArray[np.generic]]) -> dict[str, list[str]]:
    numbers = sorted(
        int(name.removeprefix("onnx::MatMul_").removesuffix("_quantized"))
        for name in found
        if name.startswith("onnx::MatMul_") and name.endswith("_quantized")
    )
    return {
        key: [f"onnx::MatMul_{number}" for number in numbers[place :: len(MATRICES)]]
        for place, key in enumerate(MATRICES)
    }


def _stacked(found: dict[str, npt.NDArray[np.generic]], name: str, depth: int) -> Floats:
    return np.stack([found[f"encoder.layer.{layer}.{name}"] for layer in range(depth)]).astype(np.float32)


def _embeddings(found: dict[str, npt.NDArray[np.generic]]) -> dict[str, Floats]:
    kept = {
        "norm_weight": found["embeddings.LayerNorm.weight"],
        "norm_bias": found["embeddings.LayerNorm.bias"],
    }
    for key in ("word", "position", "token_type"):
        name = f"embeddings.{key}_embeddings.weight"
        whole = found[f"{name}_quantized"].astype(np.float32) - found[f"{name}_zero_point"].astype(np.float32)
        kept[key] = whole * found[f"{name}_scale"]
    return {key: one.astype(np.float32) for key, one in kept.items()}
