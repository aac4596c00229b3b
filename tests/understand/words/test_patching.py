"""A fine-tuned model kept as what it changed: whole weights, and only in the file it was made for."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from heedful.understand.words.model_files.onnx_file import Graph
from heedful.understand.words.model_files.patching import ChangeDoesNotFit, patched


def model() -> bytes:
    """A model that adds two weights to what it is given: one of eight bits, one in single precision."""
    graph = Graph({"given": "float32"}, {"found": "float32"})
    steps = graph.weight("steps", np.array([1, 2, 3], np.int8))
    size = graph.weight("size", np.array(0.5, np.float32))
    zero = graph.weight("zero", np.array(0, np.int8))
    graph.weight("offset", np.array([10, 20, 30], np.float32))
    graph.step("DequantizeLinear", [steps, size, zero], "wide")
    graph.step("Add", ["wide", "offset"], "both")
    graph.step("Add", ["given", "both"], "found")
    return graph.file()


def answer(content: bytes) -> list[float]:
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    return session.run(None, {"given": np.zeros(3, np.float32)})[0].tolist()


def test_steps_are_added_and_single_numbers_replaced() -> None:
    before = model()
    assert answer(before) == [10.5, 21, 31.5]
    after = patched(
        before,
        {
            "fine/steps": np.array([0, -3, -3], np.int8),
            "new/offset": np.array([0, 0, 100], np.float16),
        },
    )
    assert answer(after) == [1, 0.5, 101.5]
    assert answer(before) == [10.5, 21, 31.5]


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("new/offset", np.zeros(2, np.float32)),
        ("fine/steps", np.zeros(4, np.int8)),
        ("new/elsewhere", np.zeros(3, np.float32)),
    ],
)
def test_what_was_made_for_another_file_is_refused(key: str, values: np.ndarray) -> None:
    with pytest.raises(ChangeDoesNotFit, match=key.partition("/")[2]):
        patched(model(), {key: values})
