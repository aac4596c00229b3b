"""The encoder's forward pass, with its upper layers free to learn."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.quality.onnx_weights import Weights

HEADS = 12
_TINY = 1e-12


class Layer(nn.Module):
    def __init__(self, weights: dict[str, Tensor], *, learns: bool) -> None:
        super().__init__()
        self.parts = nn.ParameterDict({key: nn.Parameter(one, learns) for key, one in weights.items()})

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (self._split(self._times(name, rows)) for name in ("query", "key", "value"))
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(rows.shape)
        rows = self._norm("attention_norm", rows + self._times("attention_out", seen))
        inner = functional.gelu(self._times("up", rows))
        return self._norm("out_norm", rows + self._times("down", inner))

    def _times(self, name: str, rows: Tensor) -> Tensor:
        return rows @ self.parts[name] + self.parts[f"{name}_bias"]

    def _norm(self, name: str, rows: Tensor) -> Tensor:
        weight, bias = self.parts[f"{name}_weight"], self.parts[f"{name}_bias"]
        return functional.layer_norm(rows.float(), weight.shape, weight, bias, _TINY)

    @staticmethod
    def _split(rows: Tensor) -> Tensor:
        return rows.reshape(rows.shape[0], rows.shape[1], HEADS, -1).transpose(1, 2)


class Reader(nn.Module):
    """Encoder and head: the first token beside the mean of all, each of length 1, times the head's rows."""

    def __init__(self, weights: Weights, head: Tensor, bias: Tensor, *, learning: int) -> None:
        super().__init__()
        self.embeddings = {key: torch.from_numpy(one) for key, one in weights.embeddings.items()}
        depth = len(weights.layers["query"])
        self.layers = nn.ModuleList(
            Layer(
                {key: torch.from_numpy(one[place].copy()) for key, one in weights.layers.items()},
                learns=place >= depth - learning,
            )
            for place in range(depth)
        )
        self.head, self.bias = nn.Parameter(head), nn.Parameter(bias)

    def encode(self, tokens: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        own = self.embeddings
        rows = own["word"][tokens] + own["position"][: tokens.shape[1]] + own["token_type"][kinds]
        rows = functional.layer_norm(rows, rows.shape[-1:], own["norm_weight"], own["norm_bias"], _TINY)
        shut = mask[:, None, None, :].bool()
        for layer in self.layers:
            rows = layer(rows, shut)
        mean = (rows * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return torch.hstack([functional.normalize(rows[:, 0]), functional.normalize(mean)])

    def forward(self, tokens: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        return self.encode(tokens, mask, kinds).float() @ self.head.T + self.bias
