"""The encoder's forward pass, free to learn, with what is read off it: a whole text, and parts of it."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.quality.batches import Batch
from training.quality.onnx_weights import Weights

HEADS = 12
_TINY = 1e-12
_SHUT = -1e4


class Layer(nn.Module):
    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.parts = nn.ParameterDict({key: nn.Parameter(one) for key, one in weights.items()})

    def forward(self, rows: Tensor, shut: Tensor) -> Tensor:
        # Written out: backwards, torch's own attention takes half of the time of a step on a processor.
        query, key, value = (self._split(self._times(name, rows)) for name in ("query", "key", "value"))
        near = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5
        seen = (near + shut).softmax(-1).to(value.dtype) @ value
        seen = seen.transpose(1, 2).reshape(rows.shape)
        rows = self._norm("attention_norm", rows + self._times("attention_out", seen))
        inner = functional.gelu(self._times("up", rows))
        return self._norm("out_norm", rows + self._times("down", inner))

    def _times(self, name: str, rows: Tensor) -> Tensor:
        flat = rows.reshape(-1, rows.shape[-1])
        found = torch.addmm(self.parts[f"{name}_bias"], flat, self.parts[name])
        return found.reshape(*rows.shape[:-1], -1)

    def _norm(self, name: str, rows: Tensor) -> Tensor:
        weight, bias = self.parts[f"{name}_weight"], self.parts[f"{name}_bias"]
        return functional.layer_norm(rows.float(), weight.shape, weight, bias, _TINY)

    @staticmethod
    def _split(rows: Tensor) -> Tensor:
        return rows.reshape(rows.shape[0], rows.shape[1], HEADS, -1).transpose(1, 2)


class Head(nn.Module):
    """A row of weights for each class, upon two views of a text, each of length 1."""

    def __init__(self, weights: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weights, self.bias = nn.Parameter(weights.clone()), nn.Parameter(bias.clone())

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        views = torch.hstack([functional.normalize(first), functional.normalize(second)])
        return views.float() @ self.weights.T + self.bias


class Reader(nn.Module):
    """Reads a whole off the first token and the mean of all, a part off the first and the mean of its own."""

    def __init__(self, weights: Weights, head: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.embeddings = {key: torch.from_numpy(one) for key, one in weights.embeddings.items()}
        self.layers = nn.ModuleList(
            Layer({key: torch.from_numpy(one[place].copy()) for key, one in weights.layers.items()})
            for place in range(len(weights.layers["query"]))
        )
        self.whole, self.part = Head(head, bias), Head(head, bias)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return logits of the wholes, a row each, and of all their parts."""
        rows = self._encoded(batch)
        mean = (rows * batch.mask[:, :, None]).sum(1) / batch.mask.sum(1, keepdim=True)
        sums = torch.zeros(len(batch.part_rows), rows.shape[-1]).index_add(
            0, batch.token_parts, rows.flatten(0, 1)[batch.tokens]
        )
        return self.whole(rows[:, 0], mean), self.part(rows[batch.part_rows, 0], sums)

    def _encoded(self, batch: Batch) -> Tensor:
        own = self.embeddings
        rows = own["word"][batch.ids] + own["position"][: batch.ids.shape[1]] + own["token_type"][0]
        rows = functional.layer_norm(rows, rows.shape[-1:], own["norm_weight"], own["norm_bias"], _TINY)
        shut = ((1 - batch.mask) * _SHUT)[:, None, None, :].bfloat16()
        for layer in self.layers:
            rows = layer(rows, shut)
        return rows
