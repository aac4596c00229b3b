"""The multilingual encoder's forward pass: lower layers that stay, upper ones that learn, and a head."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.languages.weights import Weights
from training.quality.transformer import Layer as PlainLayer

_SHUT = -1e9


class Layer(PlainLayer):
    """Drops some of what it adds while it learns."""

    def forward(self, rows: Tensor, shut: Tensor, drop: float = 0.0) -> Tensor:
        query, key, value = (self._split(self._times(name, rows)) for name in ("query", "key", "value"))
        near = (query @ key.transpose(2, 3)).float() * query.shape[-1] ** -0.5
        seen = (near + shut).softmax(-1).to(value.dtype) @ value
        seen = self._times("attention_out", seen.transpose(1, 2).reshape(rows.shape))
        rows = self._norm("attention_norm", rows + functional.dropout(seen, drop, drop > 0))
        inner = self._times("down", functional.gelu(self._times("up", rows)))
        return self._norm("out_norm", rows + functional.dropout(inner, drop, drop > 0))


class Reader(nn.Module):
    """Encoder and head: the mean of all tokens beside the first, each of length 1, times the head's rows."""

    def __init__(self, weights: Weights, head: Tensor, bias: Tensor, *, learning: int) -> None:
        super().__init__()
        self.words = weights.words
        layers = [
            Layer({key: torch.from_numpy(np.array(one)) for key, one in own.items()})
            for own in weights.layers
        ]
        self.lower, self.upper = nn.ModuleList(layers[:-learning]), nn.ModuleList(layers[-learning:])
        self.lower.requires_grad_(False)
        self.head, self.bias = nn.Parameter(head), nn.Parameter(bias)

    def below(self, tokens: npt.NDArray[np.int64], mask: Tensor) -> Tensor:
        """Return what the layers that stay make of texts: once a text is enough."""
        rows = torch.from_numpy(self.words.of(tokens))
        norm = (torch.from_numpy(np.array(one)) for one in (self.words.norm_weight, self.words.norm_bias))
        rows = functional.layer_norm(rows, rows.shape[-1:], *norm, 1e-12)
        for layer in self.lower:
            rows = layer(rows, _shut(mask))
        return rows

    def forward(self, rows: Tensor, mask: Tensor, drop: float = 0.0) -> Tensor:
        for layer in self.upper:
            rows = layer(rows, _shut(mask), drop)
        mean = (rows * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        views = torch.hstack([functional.normalize(mean), functional.normalize(rows[:, 0])])
        with torch.autocast("cpu", enabled=False):
            return views.float() @ self.head.T + self.bias


def _shut(mask: Tensor) -> Tensor:
    return (1 - mask)[:, None, None, :] * _SHUT
