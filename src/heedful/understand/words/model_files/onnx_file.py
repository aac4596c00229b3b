"""Writes model files that onnxruntime reads: the few messages of the format that a small graph needs.

The format is protobuf (onnx.proto3 of the ONNX project); the numbers below are its field numbers. Written by
hand because the same input must give the same bytes for good, whatever versions of libraries are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from heedful.understand.words.model_files.wire import message, single, text, whole

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
        dims = b"".join(whole(1, size) for size in shape or values.shape)
        content = whole(2, _TYPES[kind or str(values.dtype)]) + text(8, name)
        little = values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
        self._parts.append(message(5, dims + content + message(9, little)))
        return name

    def step(
        self, kind: str, inputs: Iterable[str], output: str, *, domain: str = "", **attributes: float
    ) -> str:
        """Add an operation; an empty name among the inputs leaves that one out."""
        content = b"".join(text(1, name) for name in inputs) + text(2, output)
        content += text(3, output) + text(4, kind)
        content += b"".join(_attribute(name, value) for name, value in attributes.items())
        self._parts.append(message(1, content + text(7, domain)))
        return output

    def file(self) -> bytes:
        """Return the whole as the content of an .onnx file."""
        ends = [message(11, _port(name, kind)) for name, kind in self.inputs.items()]
        ends += [message(12, _port(name, kind)) for name, kind in self.outputs.items()]
        graph = text(2, "heedful") + b"".join(self._parts) + b"".join(ends)
        opsets = (text(1, domain) + whole(2, version) for domain, version in _OPSETS.items())
        return whole(1, _IR_VERSION) + b"".join(message(8, one) for one in opsets) + message(7, graph)


def further_outputs(names: Iterable[str]) -> bytes:
    """Return what, written behind a model's content, lets it tell further numbers of its own.

    A message may come in two parts, and the second is joined to the first; so nothing is written anew.
    """
    return message(7, b"".join(message(12, _port(name, "float32")) for name in names))


def further_inputs(names: Iterable[str]) -> bytes:
    """Return what, written behind a model's content, lets it be given what it would have worked out."""
    return message(7, b"".join(message(11, _port(name, "float32")) for name in names))


def _port(name: str, kind: str) -> bytes:
    # Of any shape: batches and lengths differ.
    return text(1, name) + message(2, message(1, whole(1, _TYPES[kind])))


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return message(5, text(1, name) + whole(3, value) + whole(20, _INT))
    return message(5, text(1, name) + single(2, value) + whole(20, _FLOAT))
