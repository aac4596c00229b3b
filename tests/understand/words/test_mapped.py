"""A model whose weights stay in its file tells the same numbers, wherever the file and whoever asks are."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from heedful.understand.words.model_files.mapped import LEAST, without_weights
from heedful.understand.words.model_files.onnx_file import Graph, further_outputs

TABLE = np.random.default_rng(1).integers(-8, 8, (4_000, 64)).astype(np.int8)
OFFSET = np.arange(64, dtype=np.float32)
MICROSOFT = "com.microsoft"
FOLDER = "session.model_external_initializers_file_folder_path"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A model that looks words up in a large table and adds a small weight."""
    graph = Graph({"words": "int64"}, {"found": "float32"})
    graph.weight("table", TABLE)
    graph.step("Gather", ["table", "words"], "rows")
    graph.step("Cast", ["rows"], "wide", to=1)
    graph.step("Add", ["wide", graph.weight("offset", OFFSET)], "found")
    made = tmp_path / "model.onnx"
    made.write_bytes(graph.file())
    return made


def opened(path: Path, content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry(FOLDER, str(path.parent))
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def test_large_weights_are_left_out_and_the_numbers_are_the_same(path: Path) -> None:
    content = without_weights(path).content
    assert len(content) < LEAST < path.stat().st_size - TABLE.nbytes + LEAST
    assert OFFSET.tobytes() in content  # no page of a file: it stays where it is
    session = opened(path, content + further_outputs(["wide"]))
    words = np.array([0, 7, 3_999, 7], np.int64)
    found, wide = session.run(["found", "wide"], {"words": words})
    assert np.array_equal(wide, TABLE[words].astype(np.float32))
    assert np.array_equal(found, TABLE[words] + OFFSET)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux says what a process has mapped.")
def test_the_file_is_mapped_and_may_be_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    session = opened(path, without_weights(path).content)
    assert str(path) in Path("/proc/self/maps").read_text(encoding="utf-8")
    other = path.with_name("other")
    other.write_bytes(bytes(path.stat().st_size))
    other.replace(path)  # as a model is fetched anew
    assert np.array_equal(session.run(None, {"words": np.array([5], np.int64)})[0][0], TABLE[5] + OFFSET)


def test_rows_of_words_are_read_from_the_file_as_the_engine_would(tmp_path: Path) -> None:
    words, width = 300, 64
    draw = np.random.default_rng(2)
    graph = Graph({"words": "int64"}, {"found": "float32"})
    pairs = draw.integers(0, 256, words * width // 2).astype(np.uint8)
    graph.weight("table", pairs, kind="int4", shape=(words, width))
    graph.weight("scales", draw.normal(size=(words, width // 32)).astype(np.float32))
    lookup = ["table", "words", "scales"]
    graph.step(
        "GatherBlockQuantized",
        lookup,
        "rows",
        domain=MICROSOFT,
        gather_axis=0,
        quantize_axis=1,
        block_size=32,
    )
    graph.step("Add", ["rows", graph.weight("offset", np.ones(width, np.float32))], "found")
    path = tmp_path / "model.onnx"
    path.write_bytes(graph.file())
    mapped = without_weights(path)
    asked = np.array([[0, 299, 7, 7]], np.int64)
    whole = onnxruntime.InferenceSession(path.read_bytes()).run(None, {"words": asked})[0]
    path.unlink()  # who has opened it reads on
    assert mapped.table is not None
    rows = mapped.table.rows(asked[0].tolist())[None]
    session = onnxruntime.InferenceSession(mapped.content)
    assert [one.name for one in session.get_inputs()] == ["words", "rows"]
    assert np.array_equal(session.run(None, {"words": asked, "rows": rows})[0], whole)
    assert len(mapped.content) < 1_000
