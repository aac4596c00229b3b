"""Writes what fine-tuning changed: eight-bit steps away from the encoder's own weights, and the head."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.open_data import CLASSES
from training.quality.onnx_weights import MATRICES, Weights
from training.quality.transformer import Reader

MOST = 127


def write(reader: Reader, weights: Weights, target: Path, *, learning: int) -> None:
    """Save arrays by the names they have in the encoder's file: steps of bytes, new scales and biases."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    depth = len(reader.layers)
    for place in range(depth - learning, depth):
        parts = {key: one.detach().numpy() for key, one in reader.layers[place].parts.items()}
        for key in MATRICES:
            name = weights.names[key][place]
            before = np.rint(weights.layers[key][place] / weights.steps[key][place]).astype(np.int16)
            # The encoder uses seven of its eight bits. On that grid most of what was learnt would be lost
            # (measured: 93 % of the weights moved less than half a step); the finer one keeps it.
            step = (np.abs(parts[key]).max(axis=0) / MOST).astype(np.float32)
            after = np.rint(parts[key] / step).astype(np.int16)
            arrays[f"fine/{name}_quantized"] = (after - 2 * before).astype(np.int8)
            arrays[f"new/{name}_scale"] = step
        for key, name in weights.biases.items():
            arrays[f"new/encoder.layer.{place}.{name}"] = parts[key].astype(np.float16)
    head = {"weights": reader.head.detach().numpy().astype(np.float16), "bias": reader.bias.detach().numpy()}
    digest = hashlib.sha256(b"".join(one.tobytes() for one in (arrays | head).values())).hexdigest()[:12]
    facts = {
        "version": f"sentiment-en-quality-{digest}",
        "encoder": f"bge-small-en:{target.stem}",
        "languages": ["en"],
        "classes": CLASSES,
        "tier": "quality",
    }
    np.savez_compressed(target, facts=json.dumps(facts), **head, **arrays)  # type: ignore[arg-type]
    print(f"{facts['version']} → {target.name}, {target.stat().st_size / 2**20:.1f} MB")
