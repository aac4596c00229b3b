"""Writes what fine-tuning changed: eight-bit steps away from the encoder's own weights, and the heads."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from training.open_data import CLASSES
from training.quality.onnx_weights import MATRICES, Weights
from training.quality.transformer import Head, Reader

MOST = 127
WHOLE, PART = "sentiment-en-quality", "aspect-en"

type Arrays = dict[str, npt.NDArray[Any]]


def write(reader: Reader, weights: Weights, folder: Path) -> None:
    """Save arrays by the names they have in the encoder's file: steps of bytes, new scales and biases.

    The head for parts has a file of its own, which names the encoder by that of the head for wholes.
    """
    arrays: Arrays = {}
    for place, layer in enumerate(reader.layers):
        parts = {key: one.detach().numpy() for key, one in layer.parts.items()}
        for key in MATRICES:
            arrays |= _steps(weights, key, place, parts[key])
        for key, name in weights.biases.items():
            arrays[f"new/encoder.layer.{place}.{name}"] = parts[key].astype(np.float16)
    digest = hashlib.sha256(b"".join(one.tobytes() for one in arrays.values())).hexdigest()
    _save(folder / f"{WHOLE}.npz", _head(reader.whole), digest, arrays)
    _save(folder / f"{PART}.npz", _head(reader.part), digest, {})


def _steps(weights: Weights, key: str, place: int, learnt: npt.NDArray[np.float32]) -> Arrays:
    name = weights.names[key][place]
    before = np.rint(weights.layers[key][place] / weights.steps[key][place]).astype(np.int16)
    # The encoder uses seven of its eight bits. On that grid most of what was learnt would be lost
    # (measured: 93 % of the weights moved less than half a step); the finer one keeps it.
    step = (np.abs(learnt).max(axis=0) / MOST).astype(np.float32)
    after = np.rint(learnt / step).astype(np.int16)
    change = (after - 2 * before).astype(np.int8)  # may wrap: it is put back by bytes, which wrap too
    return {f"fine/{name}_quantized": change, f"new/{name}_scale": step}


def _head(head: Head) -> Arrays:
    with torch.no_grad():
        return {"weights": head.weights.numpy().astype(np.float16), "bias": head.bias.numpy()}


def _save(target: Path, head: Arrays, encoder: str, arrays: Arrays) -> None:
    digest = hashlib.sha256(encoder.encode() + b"".join(one.tobytes() for one in head.values())).hexdigest()
    facts = {
        "version": f"{target.stem}-{digest[:12]}",
        "encoder": f"bge-small-en:{WHOLE}",
        "languages": ["en"],
        "classes": CLASSES,
        "tier": "quality",
    }
    np.savez_compressed(target, facts=json.dumps(facts), **head, **arrays)
    print(f"{facts['version']} → {target.name}, {target.stat().st_size / 2**20:.1f} MB")
