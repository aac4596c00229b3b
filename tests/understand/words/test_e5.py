"""The recipe that makes a model file: a tiny model packed here, run and worked out in numpy."""

from __future__ import annotations

import struct

import numpy as np
import onnxruntime
import pytest
from scipy.special import erf

from heedful.understand.words.model_files import models
from heedful.understand.words.model_files.e5_q4 import NotThatModel, Packed, converted, packed
from heedful.understand.words.model_files.recipes import recipe

WIDTH, LAYERS, HEADS, INNER, WORDS, PLACES = 64, 2, 4, 128, 50, 16
SQUARE = (WIDTH, WIDTH)


@pytest.fixture(scope="module")
def content() -> bytes:
    """A packed model of random weights."""
    draw = np.random.default_rng(5)
    arrays: dict[str, bytes] = {"emb.word": _blocks(draw, WORDS, WIDTH)}
    for name, size in {"emb.pos": PLACES * WIDTH, "emb.type": 2 * WIDTH}.items():
        arrays[name] = _floats(draw, size)
    arrays |= _norm(draw, "emb.ln")
    for layer in range(LAYERS):
        for part in ("q", "k", "v", "ao"):
            arrays |= _matrix(draw, f"l{layer}.{part}", *SQUARE)
        arrays |= _matrix(draw, f"l{layer}.fi", INNER, WIDTH) | _matrix(draw, f"l{layer}.fo", WIDTH, INNER)
        arrays |= _norm(draw, f"l{layer}.aln") | _norm(draw, f"l{layer}.oln")
    return _file(arrays)


def _file(arrays: dict[str, bytes]) -> bytes:
    head = b"E5S1" + struct.pack("<i", 1)
    head += struct.pack("<7ifi", WIDTH, LAYERS, HEADS, INNER, WORDS, PLACES, 2, 1e-12, 32)
    # A tokenizer of two pieces of a letter each, and one rule of spelling.
    head += struct.pack("<5iQ", 2, 0, 2, 1, 3, 2) + struct.pack("<3I2f", 0, 1, 2, 0, 0) + b"ab"
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 65, 1, 97)
    start = len(head) + 4 + sum(23 + len(name) for name in arrays)
    listed, body = struct.pack("<i", len(arrays)), b""
    for name, array in arrays.items():
        listed += struct.pack("<H", len(name)) + name.encode()
        listed += struct.pack("<BIQQ", 0, 0, start + len(body), len(array))
        body += array
    return head + listed + body


def _matrix(draw: np.random.Generator, name: str, rows: int, columns: int) -> dict[str, bytes]:
    return {f"{name}.w": _blocks(draw, rows, columns), f"{name}.b": _floats(draw, rows)}


def _norm(draw: np.random.Generator, name: str) -> dict[str, bytes]:
    weights = (1 + draw.normal(0, 0.1, WIDTH)).astype("<f4").tobytes()
    return {f"{name}.w": weights, f"{name}.b": _floats(draw, WIDTH)}


def _floats(draw: np.random.Generator, size: int) -> bytes:
    return draw.normal(0, 0.1, size).astype("<f4").tobytes()


def _blocks(draw: np.random.Generator, rows: int, columns: int) -> bytes:
    found = np.empty((rows * columns // 32, 18), np.uint8)
    found[:, :2] = draw.uniform(0.01, 0.05, (len(found), 1)).astype("<f2").view(np.uint8)
    found[:, 2:] = draw.integers(0, 256, (len(found), 16))
    return found.tobytes()


def _reference(model: Packed, ids: list[int]) -> np.ndarray:
    """The same transformer in plain numpy, from the four-bit weights as they are packed."""
    places = model.floats("emb.pos").reshape(PLACES, WIDTH)[: len(ids)]
    rows = _dense(model, "emb.word", WORDS, WIDTH)[ids] + places + model.floats("emb.type")[:WIDTH]
    rows = _normed(model, "emb.ln", rows)
    for layer in range(LAYERS):
        query, key, value = (
            _times(model, f"l{layer}.{part}", rows, *SQUARE).reshape(len(ids), HEADS, -1) for part in "qkv"
        )
        weights = np.einsum("qhd,khd->hqk", query, key) / np.sqrt(WIDTH / HEADS)
        weights = np.exp(weights - weights.max(axis=2, keepdims=True))
        weights /= weights.sum(axis=2, keepdims=True)
        seen = np.einsum("hqk,khd->qhd", weights, value).reshape(len(ids), WIDTH)
        rows = _normed(model, f"l{layer}.aln", rows + _times(model, f"l{layer}.ao", seen, *SQUARE))
        wide = _times(model, f"l{layer}.fi", rows, INNER, WIDTH)
        wide = wide * (1 + erf(wide / np.sqrt(2))) / 2
        rows = _normed(model, f"l{layer}.oln", rows + _times(model, f"l{layer}.fo", wide, WIDTH, INNER))
    return rows


def _dense(model: Packed, name: str, rows: int, columns: int) -> np.ndarray:
    blocks = np.frombuffer(model.arrays[name], np.uint8).reshape(rows, -1, 18)
    scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2").astype(float)
    low, high = blocks[:, :, 2:] & 15, blocks[:, :, 2:] >> 4
    return ((np.concatenate([low, high], axis=2).astype(float) - 8) * scales).reshape(rows, columns)


def _times(model: Packed, name: str, values: np.ndarray, rows: int, columns: int) -> np.ndarray:
    return values @ _dense(model, f"{name}.w", rows, columns).T + model.floats(f"{name}.b")


def _normed(model: Packed, name: str, rows: np.ndarray) -> np.ndarray:
    centred = rows - rows.mean(axis=1, keepdims=True)
    whole = centred / np.sqrt(centred.var(axis=1, keepdims=True) + 1e-12)
    return whole * model.floats(f"{name}.w") + model.floats(f"{name}.b")


def test_the_made_model_says_what_the_packed_weights_say(content) -> None:
    session = onnxruntime.InferenceSession(converted(content), providers=["CPUExecutionProvider"])
    texts = [[0, 7, 12, 33, 49, 2], [0, 8, 2]]
    ids = np.array([texts[0], [*texts[1], 1, 1, 1]], np.int64)
    mask = np.array([[1] * 6, [1, 1, 1, 0, 0, 0]], np.int64)
    found = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    for row, text in zip(found, texts, strict=True):
        expected = _reference(packed(content), text)
        own = row[: len(text)]
        cosines = (
            (own * expected).sum(axis=1) / np.linalg.norm(own, axis=1) / np.linalg.norm(expected, axis=1)
        )
        assert cosines.min() > 0.99


def test_the_same_weights_give_the_same_bytes(content) -> None:
    assert converted(content) == recipe("e5-q4")(content)


def test_another_file_is_refused(content) -> None:
    with pytest.raises(NotThatModel, match="E5S1"):
        converted(b"GGUF" + content[4:])


def test_blocks_of_another_size_are_refused(content) -> None:
    with pytest.raises(NotThatModel, match="blocks are of 64"):
        packed(content[:40] + struct.pack("<i", 64) + content[44:])


def test_a_model_that_is_made_names_the_hash_of_what_it_is_made_of() -> None:
    made = [file for model in models().values() for file in model.files if file.recipe]
    assert made
    for file in made:
        assert len(file.member_sha256) == 64
        recipe(file.recipe)
