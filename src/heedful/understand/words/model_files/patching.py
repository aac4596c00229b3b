"""Puts other weights into a model file that lies in memory: a fine-tuned model as what it changed.

Only the bytes of weights are replaced, by as many others; the graph stays. The format is protobuf
(onnx.proto3); the numbers below are its field numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from heedful.platform.core.errors import PermanentError
from heedful.understand.words.model_files.wire import fields

type Array = npt.NDArray[np.generic]

_GRAPH, _WEIGHT, _NAME = 7, 5, 8
_BYTES, _FLOATS = 9, 4  # either holds the numbers, least byte first


class ChangeDoesNotFit(PermanentError):
    """What is to be changed is not in this model, or is of another size: it was made for another file."""

    code = "model-change-does-not-fit"


def patched(model: bytes, changes: Mapping[str, Array]) -> bytes:
    """Return the model with some weights changed.

    ``fine/NAME`` holds what is added to the eight-bit weights NAME on a grid of half their step,
    ``new/NAME`` the weights that stand in the place of NAME, stored in any precision and used in single.
    """
    content = bytearray(model)
    places = dict(_weights(model))
    for key, change in changes.items():
        kind, _, name = key.partition("/")
        start, end = places.get(name, (0, 0))
        size = change.size * (1 if kind == "fine" else 4)
        if size != end - start:
            raise ChangeDoesNotFit(f"{name} has {end - start} bytes in the model and {size} in the change.")
        before = np.frombuffer(content, np.int8, size, start)
        after = _finer(before, change) if kind == "fine" else change.astype("<f4")
        content[start:end] = after.tobytes()
    return bytes(content)


def _finer(before: npt.NDArray[np.int8], change: Array) -> npt.NDArray[np.int8]:
    return (before.astype(np.int16) * 2 + change.astype(np.int16).ravel()).astype(np.int8)


def _weights(model: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the name of each weight, and from where to where its bytes lie."""
    for field, _, start, end in fields(model, 0, len(model)):
        if field == _GRAPH:
            for part, _, first, last in fields(model, start, end):
                if part == _WEIGHT:
                    own = {number: (a, b) for number, _, a, b in fields(model, first, last)}
                    if held := own.get(_BYTES) or own.get(_FLOATS):
                        yield model[slice(*own[_NAME])].decode(), held
