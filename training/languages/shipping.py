"""Writes what fine-tuning changed of the multilingual encoder: heads/sentiment-xx-quality.npz."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.languages.transformer import Reader
from training.languages.weights import MATRICES, NORMS, Weights
from training.open_data import CLASSES

KEY, ENCODER = "sentiment-xx-quality", "multilingual-e5-small"
MOST = 127

type Arrays = dict[str, npt.NDArray[Any]]


def write(reader: Reader, weights: Weights, folder: Path, *, languages: Sequence[str]) -> None:
    """Save arrays by the names they have in the encoder's file: steps of bytes, new scales and biases."""
    arrays: Arrays = {}
    first = len(reader.lower)
    for place, layer in enumerate(reader.upper, first):
        parts = {key: one.detach().numpy() for key, one in layer.parts.items()}
        for key, name in MATRICES.items():
            before = np.rint(weights.layers[place][key] / weights.steps[place][key]).astype(np.int16)
            arrays |= _steps(f"l{place}.{name}", before, parts[key])
        for key, name in (MATRICES | NORMS).items():
            arrays[f"new/l{place}.{name}.b"] = parts[f"{key}_bias"].astype(np.float16)
        for key, name in NORMS.items():
            arrays[f"new/l{place}.{name}.w"] = parts[f"{key}_weight"].astype(np.float16)
    head = {"weights": reader.head.detach().numpy().astype(np.float16), "bias": reader.bias.detach().numpy()}
    _save(folder / f"{KEY}.npz", head, arrays, languages)


def _steps(name: str, before: npt.NDArray[np.int16], learnt: npt.NDArray[np.float32]) -> Arrays:
    # On a grid of half the encoder's step, as in training/quality: what is learnt is less than its step.
    step = (np.abs(learnt).max(axis=0) / MOST).astype(np.float32)
    after = np.rint(learnt / step).astype(np.int16)
    return {f"fine/{name}.w": (after - 2 * before).astype(np.int8), f"new/{name}.s": step}


def _save(target: Path, head: Arrays, arrays: Arrays, languages: Sequence[str]) -> None:
    digest = hashlib.sha256(b"".join(one.tobytes() for one in (head | arrays).values())).hexdigest()
    facts = {
        "version": f"{KEY}-{digest[:12]}",
        "encoder": f"{ENCODER}:{KEY}",
        "languages": languages,
        "classes": CLASSES,
        "reads_others": True,
        "tier": "quality",
    }
    np.savez_compressed(target, facts=json.dumps(facts), **head, **arrays)
    print(f"{facts['version']} → {target.name}, {target.stat().st_size / 2**20:.1f} MB")
