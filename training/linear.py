"""Linear layers upon an encoder, fitted on rows brought to one scale, written so that no scale is needed."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from heedful.understand.words.encoder import Encoder
from heedful.understand.words.heads import __file__ as heads_file
from heedful.understand.words.model_files import Folder, models

type Floats = npt.NDArray[np.floating[Any]]
type Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says: where the sets, the models and the encoded texts of earlier runs lie."""

    data: Path
    models: Path
    kept: Path | None


def given(about: str) -> Given:
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the sets")
    parser.add_argument("--models", type=Path, default=Path(".cache/models"), help="folder of fetched models")
    parser.add_argument("--kept", type=Path, help="folder that keeps encoded texts from one run to the next")
    return Given(**vars(parser.parse_args()))


class Rows:
    """Encodes texts, once where ``kept`` is given."""

    def __init__(self, by: Given, encoder: str) -> None:
        self.encoder = encoder
        self._given = by
        self._loaded: Encoder | None = None

    def of(self, texts: Sequence[str]) -> Floats:
        file = self._file(texts)
        if file and file.exists():
            return np.asarray(np.load(file), np.float32)
        if self._loaded is None:
            self._loaded = Encoder(Folder(self._given.models), models()[self.encoder])
        print(f"{self.encoder}: encoding {len(texts):,} texts", flush=True)
        rows = self._loaded.encode(texts)
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            np.save(file, rows.astype(np.float16))
        return rows

    def _file(self, texts: Sequence[str]) -> Path | None:
        digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
        return self._given.kept / f"{self.encoder}-{digest}.npy" if self._given.kept else None


def fitted(rows: Floats, classes: Places, weights: Floats, *, penalty: float) -> Floats:
    """Return a row of weights and a bias (last column) for each class; two classes have one row."""
    scale = rows.std(axis=0) * np.sqrt(rows.shape[1])
    found = LogisticRegression(C=penalty, max_iter=1_000, tol=1e-4)
    found.fit(rows / scale, classes, sample_weight=weights)
    return np.hstack([found.coef_ / scale, found.intercept_[:, None]])


def logits(rows: Floats, weights: Floats) -> Floats:
    found: Floats = rows @ weights[:, :-1].T + weights[:, -1]
    return found


def levelled(weights: Floats, classes: Places) -> Floats:
    """Give each class the same weight in all."""
    found = np.array(weights, float)
    kinds = np.unique(classes)
    for kind in kinds:
        found[classes == kind] *= found.sum() / len(kinds) / found[classes == kind].sum()
    return found


def cooled(weights: Floats, rows: Floats, classes: Places) -> Floats:
    """Divide weights by the temperature at which their confidence is likeliest on other texts (Guo 2017)."""
    heats = np.geomspace(0.3, 5, 60)
    said = logits(rows, weights)
    return weights / min(heats, key=lambda heat: _surprise(said / heat, classes))


def _surprise(said: Floats, classes: Places) -> float:
    top = said.max(axis=1, keepdims=True)
    whole = np.log(np.exp(said - top).sum(axis=1)) + top[:, 0]
    return float((whole - said[np.arange(len(classes)), classes]).mean())


def write_head(key: str, weights: Floats, facts: dict[str, Any]) -> str:
    """Write a head where it is shipped from, named by its content; return its version."""
    matrix, bias = weights[:, :-1].astype(np.float16), weights[:, -1].astype(np.float32)
    version = f"{key}-{hashlib.sha256(matrix.tobytes() + bias.tobytes()).hexdigest()[:12]}"
    target = Path(heads_file).with_name(f"{key}.npz")
    np.savez_compressed(target, weights=matrix, bias=bias, facts=json.dumps({"version": version, **facts}))
    print(f"{version} → {target.name}")
    return version
