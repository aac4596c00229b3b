"""Writes model files that onnxruntime reads: the few messages of the format that a small graph needs.

The format is protobuf (onnx.proto3 of the ONNX project); the numbers below are its field numbers. Written by
hand because the same input must give the same bytes for good, whatever versions of libraries are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

type Array = npt.NDArray[np.generic]

_IR_VERSION = 10
_OPSETS = {"": 21, "com.microsoft": 1}
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7, "int4": 22}
_FLOAT, _INT = 1, 2  # kinds of attributes


@dataclass(slots=True)
class Graph:
    """Steps in the order in which they run, and the weights that they use."""

    inputs: Mapping[str, str]  # name: type
    outputs: Mapping[str, str]
    _parts: list[bytes] = field(default_factory=list)

    def weight(self, name: str, values: Array, *, kind: str = "", shape: Sequence[int] = ()) -> str:
        """Add an array; ``kind`` and ``shape`` where they differ from the array's (two int4 share a byte)."""
        dims = b"".join(_number(1, size) for size in shape or values.shape)
        content = _number(2, _TYPES[kind or str(values.dtype)]) + _text(8, name)
        little = values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
        self._parts.append(_message(5, dims + content + _message(9, little)))
        return name

    def step(
        self, kind: str, inputs: Iterable[str], output: str, *, domain: str = "", **attributes: float
    ) -> str:
        """Add an operation; an empty name among the inputs leaves that one out."""
        content = b"".join(_text(1, name) for name in inputs) + _text(2, output)
        content += _text(3, output) + _text(4, kind)
        content += b"".join(_attribute(name, value) for name, value in attributes.items())
        self._parts.append(_message(1, content + _text(7, domain)))
        return output

    def file(self) -> bytes:
        """Return the whole as the content of an .onnx file."""
        ends = [_message(11, _port(name, kind)) for name, kind in self.inputs.items()]
        ends += [_message(12, _port(name, kind)) for name, kind in self.outputs.items()]
        graph = _text(2, "heedful") + b"".join(self._parts) + b"".join(ends)
        opsets = (_text(1, domain) + _number(2, version) for domain, version in _OPSETS.items())
        return _number(1, _IR_VERSION) + b"".join(_message(8, one) for one in opsets) + _message(7, graph)


def with_outputs(model: bytes, names: Iterable[str]) -> bytes:
    """Let a model tell further numbers of its own. What it told already stays as it is.

    A message may come in two parts, and the second is joined to the first; so nothing is written anew.
    """
    return model + _message(7, b"".join(_message(12, _port(name, "float32")) for name in names))


def _port(name: str, kind: str) -> bytes:
    # Of any shape: batches and lengths differ.
    return _text(1, name) + _message(2, _message(1, _number(1, _TYPES[kind])))


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return _message(5, _text(1, name) + _number(3, value) + _number(20, _INT))
    real = bytes([2 << 3 | 5]) + np.float32(value).astype("<f4").tobytes()
    return _message(5, _text(1, name) + real + _number(20, _FLOAT))


def _number(place: int, value: int) -> bytes:
    return _varint(place << 3) + _varint(value)


def _text(place: int, value: str) -> bytes:
    return _message(place, value.encode())


def _message(place: int, content: bytes) -> bytes:
    return _varint(place << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
