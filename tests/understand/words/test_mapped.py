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
    content = without_weights(path)
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
    session = opened(path, without_weights(path))
    assert str(path) in Path("/proc/self/maps").read_text(encoding="utf-8")
    other = path.with_name("other")
    other.write_bytes(bytes(path.stat().st_size))
    other.replace(path)  # as a model is fetched anew
    assert np.array_equal(session.run(None, {"words": np.array([5], np.int64)})[0][0], TABLE[5] + OFFSET)
