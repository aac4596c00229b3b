"""Small layers upon the encoder: trained by the scripts in ``training/``, shipped with Heedful."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt

from heedful.understand.words.types import Floats


@dataclass(frozen=True, slots=True)
class Head:
    """Classes with a row of weights each; ``version`` names the file's content.

    Either one of the classes holds, or, with ``thresholds``, each that reaches its own. Where there is a
    layer ``between``, the classes are read off what it makes of the encoder's numbers.
    """

    key: str
    version: str
    encoder: str  # key of the model whose numbers it reads; "MODEL:HEAD" where the head changes the model
    languages: tuple[str, ...]
    classes: tuple[str, ...]
    weights: Floats  # classes × numbers of the encoder, or of the layer in between
    bias: Floats
    between: tuple[Floats, Floats] | None = None  # its weights and bias
    thresholds: tuple[float, ...] = ()
    reads_others: bool = False  # reads languages that it was not measured on too, which its reader marks

    def features(self, rows: Floats) -> Floats:
        """Return what the classes are read off, a row for each row of the encoder."""
        if self.between is None:
            return rows
        weights, bias = self.between
        found: Floats = np.maximum(rows @ weights.T + bias, 0).astype(np.float32)
        return found

    def probabilities(self, rows: Floats) -> Floats:
        """Return one row of probabilities for each row of the encoder."""
        logits = self.features(rows) @ self.weights.T + self.bias
        if self.thresholds:
            each: Floats = (1 / (1 + np.exp(-logits))).astype(np.float32)
            return each
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        found: Floats = (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
        return found


@cache
def head(key: str) -> Head:
    """Load a shipped head."""
    with as_file(files(__package__).joinpath(f"{key}.npz")) as path, np.load(path) as found:
        facts: dict[str, Any] = json.loads(str(found["facts"]))
        return Head(
            key=key,
            version=facts["version"],
            encoder=facts["encoder"],
            languages=tuple(facts["languages"]),
            classes=tuple(facts["classes"]),
            weights=found["weights"].astype(np.float32),
            bias=found["bias"].astype(np.float32),
            between=_between(found),
            thresholds=tuple(facts.get("thresholds", ())),
            reads_others=facts.get("reads_others", False),
        )


def _between(found: Mapping[str, npt.NDArray[Any]]) -> tuple[Floats, Floats] | None:
    if "between" not in found:
        return None
    return found["between"].astype(np.float32), found["between_bias"].astype(np.float32)


def base_of(model: str) -> str:
    """Return the key of the model in the lock: itself, or what a fine-tuned one was made from."""
    return model.partition(":")[0]


def changes_of(model: str) -> dict[str, npt.NDArray[np.generic]]:
    """Return what a head's file changes in the encoder, none for an encoder as it was fetched."""
    if model == base_of(model):
        return {}
    key = model.partition(":")[2]
    with as_file(files(__package__).joinpath(f"{key}.npz")) as path, np.load(path) as found:
        return {name: found[name] for name in found.files if name.startswith(("fine/", "new/"))}
